"""What the import and its result say in English, and what is said where one is taken back."""

from __future__ import annotations

from collections.abc import Mapping

IMPORT: Mapping[str, str] = {
    "import.title": "Importing {name}",
    "import.waiting": "The import waits for its turn.",
    "import.progress": "Progress",
    "import.done": "{done} of {total} steps are done.",
    "import.stay": "You can close this page: it goes on, and the first page leads back here.",
    "import.look": "See how far it is",
    "broken.title": "The import of {name} broke off",
    "broken.text": (
        "The program that ran it was ended meanwhile. What was stored is whole: a client is stored with all that its "
        "row says, or not at all. A new review shows what is left to do."
    ),
    "broken.reopen": "Review what is left",
    "result.title": "Imported {name}",
    "result.finished": "Finished on {time} UTC.",
    "result.created": "created",
    "result.updated": "updated",
    "result.unchanged": "unchanged",
    "result.rejected": "rejected",
    "result.conflicted": "conflicted",
    "result.passwords.set": "{number} set",
    "result.passwords.replaced": "{number} replaced",
    "result.passwords.kept": "{number} kept as the client has it",
    "result.passwords.overtaken": "{number} left, since the client changed it meanwhile",
    "result.passwords.remaining": "{number} not set yet",
    "result.conflicted_title": "Left as they are, since they changed after the review",
    "result.remaining_title": "Not all passwords are set",
    "result.remaining": (
        "The clients are stored; those without a password can use “reset password”. Or review what remains, and set it."
    ),
    "result.report_title": "Keep the report",
    "result.report": (
        "It says who imported which file, when, and what happened to each client. With it the import can be taken "
        "back later as well. It holds no passwords."
    ),
    "result.download_report": "Download the report (JSON)",
    "result.download_first": "Download the report of the first part (JSON)",
    "result.kept": "This page is kept for an hour after you last looked at it. The uploaded file is deleted.",
    "result.kept_roster": "The uploaded file is kept for a day, so that the passwords can be set.",
    "result.delete": "Delete this page",
    "result.another": "Import another roster",
}

UNDO: Mapping[str, str] = {
    "undo.title": "Take this import back",
    "undo.text": (
        "Clients that it created are deleted; values that it changed get their old ones back. Whoever has used or "
        "edited the account since keeps it as it is. Passwords cannot be put back. You see all of it before anything "
        "is written."
    ),
    "undo.again_title": "Take that back in its turn",
    "undo.again": (
        "Values that were put back change again. Who was deleted stays deleted: import the roster again, and they get "
        "new accounts. You see all of it before anything is written."
    ),
    "undo.report": "It says who took back which import, when, and what happened to each client.",
    "undo.kept": "This page is kept for an hour after you last looked at it.",
    "undo.start": "Review what that would do",
    "undo.start_first": "Review that for the first part",
    "undo.started": "You have begun to take it back already; the button leads there.",
    "undo.review_title": "Take {name} back (dry run)",
    "undo.intro": "This is exactly what taking back the import of {name} will do. Nothing has been written.",
    "undo.of_file": "About the import",
    "undo.forget": "Delete this review",
    "undo.delete": "deleted",
    "undo.put_back": "put back",
    "undo.left": "left as they are",
    "undo.rejected": "not possible",
    "undo.import_title": "Take it back",
    "undo.import.one": "Take back the import of {number} client ({deleted} deleted, {updated} put back)",
    "undo.import.other": "Take back the import of {number} clients ({deleted} deleted, {updated} put back)",
    "undo.nothing": "There is nothing to take back: what the import wrote has been edited, used or taken back since.",
    "undo.stale_title": "Nothing was taken back, since something has changed",
    "undo.failed_title": "The undo broke off",
    "undo.broken_title": "The undo of {name} broke off",
    "undo.broken": (
        "The program that ran it was ended meanwhile. What is stored is whole: a client is put back with all that the "
        "import changed, or not at all. A new review shows what is left to do."
    ),
    "undo.stage.open": "not taken back",
    "undo.stage.claimed": "waiting to be taken back",
    "undo.stage.running": "being taken back",
    "undo.stage.finished": "taken back",
    "undo.stage.broken_off": "broken off",
    "undo.waiting": "The undo waits for its turn.",
    "undo.running": "Taking {name} back",
    "undo.result_title": "Took back the import of {name}",
}
