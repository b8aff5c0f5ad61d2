"""Messages about passwords, hashes that were brought along, and the first login; a part of the English catalogue."""

from __future__ import annotations

from client_import.problem_codes import ProblemCode

_RESET = "It is left out; the client can use “reset password”."

ACCOUNT_MESSAGES = {
    "password_damaged:nul": (
        "The password holds a character that nobody can type (NUL), so none is set for this client. "
        "Take the password from its source again."
    ),
    "password_damaged:controls": (
        "Characters that nobody can type were taken out of this row, so it is not certain what the password was. "
        "None is set for this client. Take the row from its source again."
    ),
    "invalid_password_hash:argon2": f"This is a hash of Argon2, and only one of bcrypt can be used. {_RESET}",
    "invalid_password_hash:scrypt": f"This is a hash of scrypt, and only one of bcrypt can be used. {_RESET}",
    "invalid_password_hash:pbkdf2": f"This is a hash of PBKDF2, and only one of bcrypt can be used. {_RESET}",
    "invalid_password_hash:sha512_crypt": (
        f"This is a hash of SHA-512 crypt, and only one of bcrypt can be used. {_RESET}"
    ),
    "invalid_password_hash:sha256_crypt": (
        f"This is a hash of SHA-256 crypt, and only one of bcrypt can be used. {_RESET}"
    ),
    "invalid_password_hash:md5": f"This looks like a hash of MD5, which is not safe and cannot be used. {_RESET}",
    "invalid_password_hash:sha": (
        f"This looks like a plain hash of the SHA family, which is not safe and cannot be used. {_RESET}"
    ),
    "invalid_password_hash:bcrypt_cost": (
        f"This is a hash of bcrypt, but its cost is not from 4 to 14: a higher one would slow every login. {_RESET}"
    ),
    "invalid_password_hash:bcrypt_twice": (
        "This is a hash of bcrypt over another hash, as WordPress and Django make them, not over the password itself. "
        f"{_RESET}"
    ),
    "invalid_password_hash:bcrypt_damaged": (
        f"This looks like a hash of bcrypt, but something is missing, changed or added. {_RESET}"
    ),
    "invalid_password_hash:plain": (
        "This is no password hash; it may be a password as plain text. It is left out. "
        "If this is a column of passwords, map it to Password; otherwise the client can use “reset password”."
    ),
    ProblemCode.MISSING_ANSWER: "“{question}” needs an answer.",
    ProblemCode.MISSING_PASSWORD: (
        "Choose a password of your own. It takes the place of the one with which you came here."
    ),
    ProblemCode.UNKNOWN_QUESTION: "The registration form has no question “{question}”.",
    "missing_first_name:registration": "Fill in your first name.",
    "missing_last_name:registration": "Fill in your last name.",
    "unmatched_answer:registration": "“{value}” is not one of the choices of “{question}”. Choose among those.",
    "text_too_long:registration": (
        "This answer has {found} characters, and “{question}” takes {limit}. Shorten the answer."
    ),
    "pattern_mismatch:registration": "“{value}” does not have the form that “{question}” asks for.",
    "password_damaged:registration": "This password holds a character that cannot be used. Choose another one.",
    "password_too_short:registration": "Choose a password of at least {minimum} characters.",
    "password_too_long:registration": (
        "This password is too long: it takes more than {limit} bytes, and accents, other scripts and signs take "
        "several each. Choose a shorter one."
    ),
}
"""In the catalogue's own terms. The reason `registration` stands for a client at the registration form."""
