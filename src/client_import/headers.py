"""How column headers are compared, and which of them look like a password's.

One place for both, because the form, the mapping and every place that shows a sample must agree.
"""

from __future__ import annotations

import re
import unicodedata

from client_import.texts.damage import likely_letters

_PASSWORD_WORDS = (
    *("passw", "pasword", "pssword", "pwd", "passphrase", "passcode", "userpass", "loginpass", "bcrypt"),
    *("initialpw", "temppw", "newpw", "pwhash", "clave", "contrasea", "kodeord", "geslo", "slaptazodis", "katasandi"),
    *("matkhau", "hasło", "암호", "口令", "ססמה"),
    *("passord", "kennwort", "wachtwoord", "adgangskode", "losenord", "salasana", "motdepasse", "contrasena"),
    *("senha", "haslo", "heslo", "jelszo", "lozinka", "parola", "parool", "sifre", "парол", "κωδικοσπροσβασης"),
    *("סיסמ", "كلمةالمرور", "كلمةالسر", "पासवर्ड", "密码", "密碼", "パスワード", "비밀번호"),
)
"""A header that contains one of these, spelled in whatever way, belongs to a column of passwords."""

_PASSWORD_TOKENS = frozenset({"pw", "pws", "pword", "pwords", "pswd", "pswds", "psw", "mdp"})
"""Abbreviations count as a word of their own only: `Initial PW`, not `PWC status`."""

_PASS = frozenset({"pass", "passes", "pin", "secret"})
_BESIDE_PASS = frozenset({"account", "client", "default", "first", "initial", "login", "my", "new", "student", "temp"})
_BESIDE_PASS |= {"canvas", "moodle", "blackboard", "generated", "for", "the"}
_BESIDE_PASS |= {"temporary", "tmp", "user", "username", "web", "code", "number", "key", "portal", "lms", "word"}
"""`Temp Pass` is a password; `Bus pass`, `Pass/Fail` and `Secret Santa` are none."""

_TOKEN = re.compile(r"[A-Z]+s?(?![a-z])|[A-Z]?[a-z]+")


def normalise_header(header: str) -> str:
    """A header without case, spaces, punctuation, accents and compatibility forms.

    `"E-mail  Address"` and `"EmailAddress"` give the same text. A header of signs only (`"#"`) is
    kept as it is, so that two of them stay different.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", header).casefold())
    kept = "".join(char for char in decomposed if unicodedata.category(char)[0] in "LN")
    return kept or header.strip()


def looks_like_password(header: str) -> bool:
    """Whether a column of this name may hold passwords or their hashes.

    Wrong on the careful side: `Password hint` counts too.
    """
    mended = likely_letters(header)
    if mended and looks_like_password(mended):
        return True
    normalised = normalise_header(header)
    if normalised in _PASSWORD_TOKENS or any(normalise_header(word) in normalised for word in _PASSWORD_WORDS):
        return True
    tokens = {token.casefold() for token in _TOKEN.findall(unicodedata.normalize("NFKC", header))}
    return bool(tokens & _PASSWORD_TOKENS) or (bool(tokens & _PASS) and tokens <= _PASS | _BESIDE_PASS)
