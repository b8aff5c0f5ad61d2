import copy
import json
import pickle

import attrs
import bcrypt
import pytest

from client_import import ExistingPasswords, HashingCost, PasswordRules, Secret, password_mark
from client_import.passwords import clean_password, draw_salt, hash_password, is_bcrypt_hash

TEXT = "correct-horse"
SECRET = Secret(TEXT)
SALTED = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxy"


@attrs.frozen
class Holder:
    secret: Secret


def test_reveal() -> None:
    """A secret gives its text to whoever asks for it by name."""
    assert SECRET.reveal() == TEXT


@pytest.mark.parametrize(
    "shown",
    [
        repr(SECRET),
        str(SECRET),
        f"{SECRET}",
        f"{SECRET!r}",
        format(SECRET),
        "{}".format(SECRET),  # noqa: UP032 - one of the ways a secret could be shown
        "%s %r" % (SECRET, SECRET),  # noqa: UP031
        repr([SECRET]),
        repr({"password": SECRET}),
        repr(Holder(SECRET)),
        repr(attrs.asdict(Holder(SECRET))),
        repr(attrs.astuple(Holder(SECRET))),
        json.dumps(attrs.asdict(Holder(SECRET)), default=str),
        json.dumps(SECRET, default=repr),
    ],
)
def test_shown_to_nobody(shown: str) -> None:
    """A secret shows dots in every way a value is usually shown."""
    assert TEXT not in shown
    assert "•••" in shown or r"\u2022\u2022\u2022" in shown


def test_dots_tell_no_length() -> None:
    """The dots are as many for every secret."""
    assert (repr(Secret("")), str(Secret("x" * 50))) == ("Secret(•••)", "•••")


def test_no_json() -> None:
    """A secret has no JSON form, and the refusal does not quote it."""
    with pytest.raises(TypeError) as caught:
        json.dumps(SECRET)
    assert TEXT not in str(caught.value)


def test_no_format_specification() -> None:
    """A width in a format is refused without quoting the text."""
    with pytest.raises(TypeError) as caught:
        f"{SECRET:>20}"
    assert TEXT not in str(caught.value)


def test_no_attributes() -> None:
    """A secret has no dictionary of attributes that a debugger or logger would print."""
    with pytest.raises(TypeError):
        vars(SECRET)


@pytest.mark.parametrize(("text", "length", "size"), [("", 0, 0), ("abc", 3, 3), ("пароль", 6, 12), ("😀", 1, 4)])
def test_lengths(text: str, length: int, size: int) -> None:
    """A secret tells its length in characters and in bytes of UTF-8."""
    assert (len(Secret(text)), Secret(text).size) == (length, size)


def test_equality() -> None:
    """Two secrets with one text are equal; a secret and its text are not."""
    assert Secret(TEXT) == SECRET
    assert hash(Secret(TEXT)) == hash(SECRET)
    assert Secret("other") != SECRET
    assert SECRET != TEXT
    assert len({SECRET, Secret(TEXT), Secret("other")}) == 2


def test_pickling() -> None:
    """A secret can be sent to another process and copied."""
    for twin in (pickle.loads(pickle.dumps(SECRET)), copy.deepcopy(SECRET)):
        assert type(twin) is Secret
        assert twin.reveal() == TEXT


def test_default_rules() -> None:
    """By default a placeholder needs six characters, a chosen password ten, and only placeholders are replaced."""
    rules = PasswordRules()
    assert attrs.astuple(rules) == (6, 10, 12, ExistingPasswords.REPLACE_PLACEHOLDER)


@pytest.mark.parametrize(
    ("minimum", "registration", "cost"), [(1, 1, 4), (10, 10, 14), (6, 10, HashingCost.FOR_TESTS), (1, 100, 12)]
)
def test_good_rules(minimum: int, registration: int, cost: int) -> None:
    """Rules at their limits are accepted."""
    rules = PasswordRules(minimum, registration, cost)
    assert (rules.import_minimum, rules.registration_minimum, rules.cost) == (minimum, registration, cost)


@pytest.mark.parametrize(("minimum", "registration"), [(0, 10), (-1, 10), (11, 10), (0, 0)])
def test_bad_minimum(minimum: int, registration: int) -> None:
    """The import's minimum is at least one and not above the registration's."""
    with pytest.raises(ValueError, match=r"^import_minimum must be at least 1 and not above registration_minimum$"):
        PasswordRules(minimum, registration)


@pytest.mark.parametrize("cost", [3, 15, 0, -4, 31])
def test_bad_cost(cost: int) -> None:
    """The work factor is from four to fourteen."""
    with pytest.raises(ValueError, match=r"^cost must be from 4 to 14$"):
        PasswordRules(cost=cost)


def test_existing_as_text() -> None:
    """What happens to existing passwords can be set by its word."""
    assert PasswordRules(existing="keep").existing is ExistingPasswords.KEEP
    with pytest.raises(ValueError, match="'burn' is not a valid ExistingPasswords"):
        PasswordRules(existing="burn")


@pytest.mark.parametrize(
    ("cell", "cleaned"),
    [("  horse battery ", "horse battery"), ("\u00a0x\t", "x"), ("e\u0301", "é"), ("ﬁ", "ﬁ"), ("   ", "")],
)
def test_clean_password(cell: str, cleaned: str) -> None:
    """A password loses the spaces around it and is put in NFC; spaces inside stay."""
    assert clean_password(cell) == cleaned


@pytest.mark.parametrize("start", ["$2a$04$", "$2b$12$", "$2y$14$", "$2b$09$", "$2b$10$"])
def test_bcrypt_hash(start: str) -> None:
    """A bcrypt hash of every usual version, cost 4 to 14, is taken over."""
    assert is_bcrypt_hash(start + SALTED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT,
        "$2x$12$" + SALTED,
        "$2$12$" + SALTED,
        "$2b$03$" + SALTED,
        "$2b$15$" + SALTED,
        "$2b$31$" + SALTED,
        "$2b$4$" + SALTED,
        "$2b$12$" + SALTED[1:],
        "$2b$12$" + SALTED + "a",
        "$2b$12$" + SALTED + "\n",
        " $2b$12$" + SALTED,
        "$2b$12$" + "=" + SALTED[1:],
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g",
    ],
)
def test_no_bcrypt_hash(text: str) -> None:
    """Other versions, costs, lengths and kinds of hash are not taken over."""
    assert not is_bcrypt_hash(text)


@pytest.mark.parametrize("text", ["secret word", "пароль", "x" * 72])
def test_hash_password(text: str) -> None:
    """A hash is a bcrypt hash of the secret's text under the salt that was drawn."""
    salt = draw_salt(HashingCost.FOR_TESTS)
    hashed = hash_password(Secret(text), salt)
    assert is_bcrypt_hash(hashed)
    assert hashed.startswith(salt.decode())
    assert bcrypt.checkpw(text.encode(), hashed.encode())
    assert not bcrypt.checkpw(b"other", hashed.encode())


def test_draw_salt() -> None:
    """Every salt is another one, of the cost asked for."""
    salts = {draw_salt(HashingCost.FOR_TESTS) for _ in range(20)}
    assert len(salts) == 20
    assert all(salt.startswith(b"$2b$04$") for salt in salts)


def test_password_mark() -> None:
    """A mark is the same for one stored hash, another for another, and tells nothing of it."""
    first, second = "$2b$12$" + SALTED, "$2b$12$" + SALTED[::-1]
    assert password_mark(first) == password_mark(first) != password_mark(second)
    assert password_mark("x") == "442a44457137672b3218c1007dc8f76a"


@pytest.mark.parametrize("stored", [None, ""])
def test_password_mark_of_none(stored: str | None) -> None:
    """Without a stored password there is no mark."""
    assert password_mark(stored) is None
