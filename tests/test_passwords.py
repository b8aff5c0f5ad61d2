import copy
import json
import pickle

import attrs
import pytest

from client_import import ExistingPasswords, HashingCost, PasswordRules, Secret, password_mark
from client_import.passwords import clean_password, find_password_fault

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


def test_password_mark() -> None:
    """A mark is the same for one stored hash, another for another, and tells nothing of it."""
    first, second = "$2b$12$" + SALTED, "$2b$12$" + SALTED[::-1]
    assert password_mark(first) == password_mark(first) != password_mark(second)
    assert password_mark("x") == "442a44457137672b3218c1007dc8f76a"


@pytest.mark.parametrize("stored", [None, ""])
def test_password_mark_of_none(stored: str | None) -> None:
    """Without a stored password there is no mark."""
    assert password_mark(stored) is None


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("a\0bcdefgh", "password_damaged", {"reason": "nul"}),
        ("\0" * 80, "password_damaged", {"reason": "nul"}),
        ("abc\ud800defgh", "password_damaged", {"reason": "letters"}),
        ("\udfff" * 80, "password_damaged", {"reason": "letters"}),
        ("12345", "password_too_short", {"minimum": 6}),
        ("", "password_too_short", {"minimum": 6}),
        ("x" * 73, "password_too_long", {"limit": 72}),
        ("é" * 37, "password_too_long", {"limit": 72}),
    ],
)
def test_password_faults(text: str, code: str, params: dict[str, object]) -> None:
    """What cannot be stored has a code and parameters that tell nothing of it."""
    assert find_password_fault(Secret(text), 6) == (code, params)


@pytest.mark.parametrize("text", ["123456", "x" * 72, "é" * 36, "😀" * 6])
def test_no_fault(text: str) -> None:
    """Six characters of any script and 72 bytes are enough and not too many."""
    assert find_password_fault(Secret(text), 6) is None


def test_no_task_key_is_made_of_a_secret() -> None:
    """Where a cluster names tasks by what they are given, equal secrets give other names each time."""
    assert len({Secret(TEXT).__dask_tokenize__() for _ in range(5)}) == 5
