"""The pages' texts in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_EVERYWHERE = {
    "lang": "en",
    "direction": "ltr",
    "app.title": "Import clients",
    "skip": "Skip to the content",
    "steps": "Steps of the import",
    "step.now": "(you are here)",
    "step.upload": "Upload",
    "step.mapping": "Field mapping",
    "step.review": "Review",
    "step.import": "Import",
    "delete": "Delete this upload",
    "nothing": "nothing",
    "rows.one": "{number} row",
    "rows.other": "{number} rows",
    "columns.one": "{number} column",
    "columns.other": "{number} columns",
    "bytes.one": "{number} byte",
    "bytes.other": "{number} bytes",
    "line": "Line {line}",
    "error": "Error",
    "warning": "Warning",
}

_REFUSED = {
    "refused.title": "This page cannot be shown",
    "refused.not_authorized": "Only a full administrator can import clients.",
    "refused.no_upload": (
        "There is no such upload, or not any more: an upload is deleted an hour after it was last used. "
        "Upload the file again."
    ),
    "refused.bad_token": (
        "This did not come from a page of yours that is still valid. Nothing was done. Go back, load the page again, "
        "and repeat what you did."
    ),
    "refused.bad_body": "What was sent arrived only in part or took too long. Nothing was done. Try once more.",
    "refused.broken": (
        "Something went wrong here, and it was written to the log. No page but the last one writes any client, so "
        "nothing was imported by this."
    ),
    "refused.back": "To the first page",
}

_UPLOAD = {
    "upload.title": "Upload a roster",
    "upload.intro": (
        "A CSV file with one client in each row. The first row holds the names of the columns; which column goes where "
        "is decided on the next page. Nothing is imported before you have seen exactly what will happen."
    ),
    "upload.file": "CSV file",
    "upload.limit": "Up to {limit}. Excel and other spreadsheets can save as CSV UTF-8.",
    "upload.send": "Upload",
    "upload.backup_title": "First, keep a backup",
    "upload.backup": (
        "An import overwrites what is stored with what the file says. The backup holds every client as it is now; "
        "importing it again puts overwritten values back."
    ),
    "upload.download_backup": "Download the backup (CSV)",
    "upload.template_title": "No roster yet?",
    "upload.template": "The template holds a column for e-mail, names and each question of the registration form.",
    "upload.download_template": "Download the template (CSV)",
    "upload.no_file": "No file was chosen. Choose a CSV file.",
    "upload.too_large": "The file is larger than {limit}. Split it, or take out columns that are not needed.",
    "upload.under_way": "Your uploads",
    "upload.stage.open": "not imported",
    "upload.stage.claimed": "waiting to be imported",
    "upload.stage.running": "being imported",
    "upload.stage.finished": "imported",
    "upload.stage.broken_off": "broken off",
    "upload.go_on": "Open {name}",
    "upload.error_title": "The file cannot be used",
}

_MAPPING = {
    "mapping.title": "Field mapping",
    "mapping.intro": "For each column of {name}, choose the field or registration question that it goes to.",
    "mapping.column": "Column",
    "mapping.samples": "Sample data",
    "mapping.field": "Field / Registration Question",
    "mapping.why": "Why",
    "mapping.field_of": "Field for the column “{header}”",
    "mapping.no_samples": "empty",
    "mapping.masked": "passwords are not shown",
    "mapping.open": "Not decided: not imported",
    "mapping.leave_out": "Don’t import",
    "mapping.offers": "Perhaps",
    "mapping.standard": "Client",
    "mapping.questions": "Registration questions",
    "mapping.required": "Every client needs",
    "mapping.covered": "has a column",
    "mapping.not_covered": "has no column yet",
    "mapping.full_name": "One column with the full name stands for first and last name.",
    "mapping.go_on": "Continue to the review",
    "mapping.faults": "This cannot be imported yet",
    "reason.chosen": "As you chose",
    "reason.saved": "As it was saved",
    "reason.exact_id": "Same id as the field",
    "reason.id": "Same id as the field",
    "reason.label": "Same name as the field",
    "reason.label_and_id": "Same name and id as the field",
    "reason.alias": "A known name of the field",
    "reason.values": "its values look so",
    "reason.similar": "a similar name",
    "reason.bookkeeping": "Kept by the platform itself",
    "reason.ignored": "As you chose",
    "reason.offered": "Please decide: it may be a field",
    "reason.open": "No field has such a name",
}

_REVIEW = {
    "review.title": "Review (dry run)",
    "review.intro": "This is exactly what importing {name} will do. Nothing has been imported.",
    "review.to_bottom": "Jump to the bottom",
    "review.to_top": "Back to the top",
    "review.create": "new",
    "review.update": "updated",
    "review.unchanged": "unchanged",
    "review.rejected": "rejected",
    "review.passwords": "Passwords: {set} to set, {replace} to replace, {keep} kept as the client has it.",
    "review.unmapped.one": "{number} column is not imported: {names}.",
    "review.unmapped.other": "{number} columns are not imported: {names}.",
    "review.change_mapping": "Change the field mapping",
    "review.again": "Check again",
    "review.of_file": "About the file",
    "review.unmatched": "Values that are no choice of their question",
    "review.unmatched_intro": (
        "Say what is meant, for all rows at once. What you do not decide is left out with a warning."
    ),
    "review.unmatched_rejected": (
        "Say what is meant, for all rows at once. What you do not decide keeps its rows out of the import."
    ),
    "review.unmatched_more": "{shown} of {number} are listed; the next follow once these are decided.",
    "review.value": "Value",
    "review.question": "Question",
    "review.meaning": "Meaning",
    "review.meaning_of": "What “{value}” means for “{question}”",
    "review.undecided": "Leave out, with a warning",
    "review.undecided_rejected": "Not decided: reject the row",
    "review.leave_out": "Leave out, without a warning",
    "review.likely": "Perhaps",
    "review.all_choices": "All choices",
    "review.save_answers": "Apply to the review",
    "review.decided": "Decided before",
    "review.decided_line": "“{value}” ({question}) means “{choice}”",
    "review.decided_out": "“{value}” ({question}) is left out",
    "review.take_back": "Take back:",
    "review.rows": "Rows",
    "review.views": "Which rows",
    "review.view.all": "All",
    "review.view.changed": "Changed since you looked",
    "review.view.errors": "Errors",
    "review.view.warnings": "Warnings",
    "review.view.update": "Updates",
    "review.view.create": "New",
    "review.view.unchanged": "Unchanged",
    "review.find": "Find in the rows",
    "review.find_button": "Find",
    "review.find_clear": "Show all again",
    "review.found_cut": "Only the first {number} rows with that are listed.",
    "review.no_rows": "No rows.",
    "review.pages": "Pages of rows",
    "review.page": "Page {page} of {pages}",
    "review.first": "First",
    "review.previous": "Previous",
    "review.next": "Next",
    "review.last": "Last",
    "review.action.create": "New",
    "review.action.update": "Update",
    "review.action.unchanged": "Unchanged",
    "review.action.rejected": "Rejected",
    "review.action.delete": "Delete",
    "review.password.set": "Password: will be set",
    "review.password.replace": "Password: will be replaced",
    "review.password.keep": "Password: the client’s own stays",
    "review.old": "from",
    "review.new": "to",
    "review.import_title": "Import",
    "review.import.one": "Import {number} client ({created} new, {updated} updated)",
    "review.import.other": "Import {number} clients ({created} new, {updated} updated)",
    "review.nothing": "There is nothing to import: no row would create or change a client.",
    "review.left_out.one": "{number} row is rejected and will not be imported.",
    "review.left_out.other": "{number} rows are rejected and will not be imported.",
    "review.allow": "The names are right. Import even though so many change.",
    "review.mass_change": "Very many names would change",
    "review.stale_title": "Nothing was imported, since something has changed",
    "review.stale.one": "{number} row would do something else than what you saw. Look at it, then import again.",
    "review.stale.other": "{number} rows would do something else than what you saw. Look at them, then import again.",
    "review.stale_unseen": (
        "What has changed since you looked is not in the rows: perhaps the rules, the form, or a client’s password. "
        "Look once more, then import again."
    ),
    "review.see_changed": "Show the changed rows",
    "review.failed_title": "The import broke off",
    "review.failed": "It ended by an error that was written to the log. Check again to see what is left to do.",
}

_IMPORT = {
    "import.title": "Importing {name}",
    "import.waiting": "The import waits for its turn.",
    "import.progress": "Progress of the import",
    "import.done": "{done} of {total} steps are done.",
    "import.stay": "You can close this page: the import goes on, and the first page leads back here.",
    "import.look": "See how far it is",
    "broken.title": "The import of {name} broke off",
    "broken.text": (
        "The program that ran it was ended meanwhile. What was stored is whole: a client is stored with all that its "
        "row says, or not at all. A new review shows what is left to do."
    ),
    "broken.reopen": "Review what is left",
    "result.title": "Imported {name}",
    "result.created": "created",
    "result.updated": "updated",
    "result.unchanged": "unchanged",
    "result.rejected": "rejected",
    "result.conflicted": "conflicted",
    "result.passwords": (
        "Passwords: {set} set, {replaced} replaced, {kept} kept as the client has it, {overtaken} left since the "
        "client changed it meanwhile, {remaining} not set yet."
    ),
    "result.conflicted_title": "Left as they are, since they changed after the review",
    "result.remaining_title": "Not all passwords are set",
    "result.remaining": (
        "The clients are stored; those without a password can use “reset password”. Or review what remains, and set it."
    ),
    "result.kept": "This page is kept for an hour after you last looked at it. The uploaded file is deleted.",
    "result.kept_roster": "The uploaded file is kept for a day, so that the passwords can be set.",
    "result.delete": "Delete this page",
    "result.another": "Import another roster",
}

ENGLISH_PAGES: Mapping[str, str] = MappingProxyType(
    {**_EVERYWHERE, **_REFUSED, **_UPLOAD, **_MAPPING, **_REVIEW, **_IMPORT}
)
