"""Messages about taking an import back; a part of the English catalogue."""

from __future__ import annotations

from client_import.problem_codes import ProblemCode

UNDO_MESSAGES = {
    ProblemCode.EDITED_SINCE: "“{question}” was changed after the import, so it keeps the value that it has now.",
    "edited_since:account": "“{question}” was changed after the import, so the account that it created is not deleted.",
    ProblemCode.ACCOUNT_STAYS: "This account stays as it is.",
    "account_stays:completed": "This client has completed the registration, so the account is not deleted.",
    "account_stays:own_password": "This client has chosen a password, so the account is not deleted.",
    "account_stays:deactivated": "This account was deactivated after the import, so it is not deleted.",
    "account_stays:protected": (
        "This is a protected account, such as an administrator's, so nothing is taken back here."
    ),
    ProblemCode.ACCOUNT_GONE: (
        "The account that the import wrote is gone, or has another address now, so nothing is taken back here."
    ),
    "account_gone:other": (
        "Another account has this address now, not the one that the import wrote. It stays as it is."
    ),
    ProblemCode.DELETED_FOR_GOOD: (
        "This account was deleted when its import was undone, and cannot be brought back. Import the roster again to "
        "create a new one."
    ),
    ProblemCode.PASSWORDS_LOST: (
        "Passwords that cannot be put back: {count}. The import set or replaced them for clients who had an account "
        "before. Those clients can use “reset password”."
    ),
}
"""In the catalogue's own terms."""
