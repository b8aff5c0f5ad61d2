"""The pages' texts in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from client_import.web.english_import import IMPORT, UNDO
from client_import.web.english_mapping import MAPPING
from client_import.web.english_review import CORRECTIONS, REVIEW

_EVERYWHERE = {
    "lang": "en",
    "direction": "ltr",
    "thousands": ",",
    "app.title": "Import clients",
    "skip": "Skip to the content",
    "steps": "Steps of the import",
    "step.upload": "Upload",
    "step.mapping": "Field mapping",
    "step.review": "Review",
    "step.import": "Import",
    "delete": "Delete this upload",
    "nothing": "nothing",
    "passwords": "Passwords:",
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
    "refused.no_page": "There is no such page.",
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
    "upload.undo_of": "Open the undo of {name}",
    "upload.undo_title": "Take an earlier import back",
    "upload.undo": ("Upload the report that was kept of it. You see what that changes before anything is written."),
    "upload.report": "Report (JSON)",
    "upload.send_report": "Upload the report",
    "upload.no_report": "No report was chosen. Choose the JSON file that was downloaded after the import.",
    "upload.report_too_large": "The report is larger than {limit}, which is more than these pages take.",
    "upload.bad_report": "This is no report of an import that could be taken back: {reason}",
    "upload.error_title": "The file cannot be used",
}

_BACKUP = {
    "backup.choose": "In another form, or only some clients",
    "backup.labels": "Name the questions in the first row, not only their ids",
    "backup.excel": "Mark the file as UTF-8, so that Excel shows accents as they are",
    "backup.digits": "Keep leading zeros in spreadsheets, by a ' before what starts with a digit",
    "backup.separator": "Separator between cells",
    "backup.comma": "Comma",
    "backup.semicolon": "Semicolon, for Excel where numbers have a decimal comma",
    "backup.tab": "Tab",
    "backup.only": "Only the clients with these e-mail addresses, one on each line",
    "backup.only_hint": "Leave it empty for all clients.",
    "backup.download": "Download in this form (CSV)",
    "backup.again": "In each form the file can be imported again as it is.",
    "backup.unknown_title": "Nothing was downloaded",
    "backup.unknown.one": "No client has the address {addresses}.",
    "backup.unknown.other": "No client has these {number} addresses: {addresses}.",
}

ENGLISH_PAGES: Mapping[str, str] = MappingProxyType(
    {**_EVERYWHERE, **_REFUSED, **_UPLOAD, **_BACKUP, **MAPPING, **REVIEW, **CORRECTIONS, **IMPORT, **UNDO}
)
