import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import.headers import looks_like_password, normalise_header


@pytest.mark.parametrize(
    ("header", "normalised"),
    [
        ("Email", "email"),
        ("E-mail  Address", "emailaddress"),
        ("EmailAddress", "emailaddress"),
        ("first_name", "firstname"),
        ("  First Name:* ", "firstname"),
        ("PRÉNOM", "prenom"),
        ("Pre\u0301nom", "prenom"),
        ("Straße", "strasse"),
        ("Ｎａｍｅ", "name"),
        ("ﬁrst", "first"),
        ("İd", "id"),
        ("Notes [2]", "notes2"),
        ("メール", "メール"),
        ("Фамилия", "фамилия"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_normalise_header(header: str, normalised: str) -> None:
    """Case, spaces, punctuation, accents and compatibility forms make no difference."""
    assert normalise_header(header) == normalised


@pytest.mark.parametrize(("header", "normalised"), [("#", "#"), (" % ", "%"), ("***", "***"), ("- -", "- -")])
def test_headers_of_signs(header: str, normalised: str) -> None:
    """Headers of signs only are kept, so that two of them stay different."""
    assert normalise_header(header) == normalised


@given(st.text(st.characters(codec="cp1252", exclude_characters="™")))
def test_normalise_header_twice(header: str) -> None:
    """A normalised header is normalised already."""
    normalised = normalise_header(header)
    assert normalise_header(normalised) == normalised


@given(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1), st.text(" -_.:/()*", max_size=3))
def test_normalise_header_ignores_punctuation(word: str, around: str) -> None:
    """Punctuation around and inside a header, and its case, make no difference."""
    assert normalise_header(around + around.join(word.upper()) + around) == normalise_header(word)


@pytest.mark.parametrize(
    "header",
    [
        "Password",
        "password_hash",
        "PASS WORD",
        "Passwords",
        "User Password (temporary)",
        "Password hint",
        "ｐａｓｓｗｏｒｄ",
        "passwd",
        "Passphrase",
        "Passcode",
        "Passwort",
        "Kennwort",
        "Wachtwoord",
        "Mot de passe",
        "Contraseña",
        "bcrypt hash",
        "Pass",
        " pass: ",
        "PW",
        "pw",
        "Initial PW",
        "userPwd",
        "user_pw",
        "PWD1",
        "pword",
        "pswd",
        "Password [2]",
    ],
)
def test_looks_like_password(header: str) -> None:
    """A password's header is known in every usual spelling."""
    assert looks_like_password(header)


@pytest.mark.parametrize(
    "header",
    ["Email", "PWC status", "Passport number", "Bus pass", "Passed", "Compass", "Power", "Upward", "Hash", "", "#"],
)
def test_does_not_look_like_password(header: str) -> None:
    """Words that only begin or end like a password's header are no such header."""
    assert not looks_like_password(header)


@pytest.mark.parametrize("header", ["P.W.", "ＰＷ", "PWs", "pwds", "Student PWs", "™Password"])
def test_odd_spellings_of_password(header: str) -> None:
    """Dots, full-width letters and plurals hide no password column."""
    assert looks_like_password(header)


def test_a_trademark_is_two_letters() -> None:
    """Compatibility characters are compared as what they stand for, in one case."""
    assert normalise_header("Brand™") == normalise_header("brandTM") == normalise_header(normalise_header("Brand™"))


@pytest.mark.parametrize(
    "header",
    [
        *("Temp Pass", "Initial Pass", "user pass", "Login pass", "Pass 1", "Pass(initial)", "userpwd", "USERPWD"),
        *("Passwrd", "Pasword", "Passw0rd", "PIN", "Secret", "Senha", "Пароль", "Passord", "密码", "パスワード"),
    ],
)
def test_more_names_of_passwords(header: str) -> None:
    """Slips of the pen, run-together words and other languages hide no password column."""
    assert looks_like_password(header)


@pytest.mark.parametrize("header", ["Bus pass", "Pass/Fail", "Secret Santa", "Pinyin", "PWC status", "Passport"])
def test_names_that_only_sound_so(header: str) -> None:
    """A word that is not about logging in makes no password of a pass."""
    assert looks_like_password(header) is False


@pytest.mark.parametrize(
    "header",
    ["ContraseÃ±a", "HasÅ‚o", "Moodle Pass", "Pass for LMS", "userpass", "P@ssword", "mdp", "Mật khẩu", "Clave"],
)
def test_passwords_spelled_in_other_ways(header: str) -> None:
    """Other languages, other programs, and letters saved in the wrong encoding still name a password."""
    assert looks_like_password(header)


@pytest.mark.parametrize("header", ["JosÃ©", "Passport", "Bus pass", "Enclosure", "Pass/Fail"])
def test_no_passwords(header: str) -> None:
    """What only resembles one does not."""
    assert not looks_like_password(header)
