import json
import string

import attrs
import pytest

from client_import import ENGLISH, BadFile, Problem, ProblemCode, Severity
from client_import.problems import ERROR_CODES, bad_file

EVERY_PARAMETER: dict[str, str | int] = {
    "line": 7,
    "limit": 72,
    "encoding": "Windows-1252",
    "value": "Astrology",
    "question": "Major",
    "found": 9,
    "expected": 4,
    "first_line": 2,
    "minimum": 6,
}


def problem(code: ProblemCode, **params: str | int) -> Problem:
    return Problem(code, Severity.WARNING, params=params)


@pytest.mark.parametrize("code", list(ProblemCode))
def test_catalogue_is_complete(code: ProblemCode) -> None:
    """Every code has an English sentence that needs known parameters only."""
    message = problem(code, **EVERY_PARAMETER).message
    assert message == ENGLISH[code].format_map(EVERY_PARAMETER)
    assert message.strip()
    assert "{" not in message


def test_catalogue_has_no_stranger() -> None:
    """Every key of the English catalogue is a code, or a code and a reason."""
    assert {key.partition(":")[0] for key in ENGLISH} == {code.value for code in ProblemCode}


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_catalogue_parameters(key: str) -> None:
    """The English catalogue asks for no parameter that no problem has."""
    asked = {name for _, name, _, _ in string.Formatter().parse(ENGLISH[key]) if name is not None}
    assert asked <= EVERY_PARAMETER.keys()


@pytest.mark.parametrize("reason", ["no_at", "several", "space", "local", "domain", "length"])
def test_message_for_reason(reason: str) -> None:
    """A refused address has a sentence for its reason, which quotes it."""
    found = problem(ProblemCode.INVALID_EMAIL, value="ada", reason=reason)
    assert found.message == ENGLISH[f"invalid_email:{reason}"].format(value="ada")
    assert found.message.startswith("“ada” ")
    assert found.message != problem(ProblemCode.INVALID_EMAIL, value="ada").message


def test_message_for_unknown_reason() -> None:
    """A reason without a sentence of its own gets the sentence of the code."""
    found = problem(ProblemCode.INVALID_EMAIL, value="ada", reason="moon")
    assert found.message == "“ada” is not an e-mail address."


def test_message_in_another_language() -> None:
    """A host's catalogue renders the same problem in another language."""
    found = problem(ProblemCode.EXACT_REPEAT, first_line=4)
    assert found.message_in({"exact_repeat": "Wie Zeile {first_line}."}) == "Wie Zeile 4."


def test_message_in_catalogue_without_reason() -> None:
    """A host's catalogue need not know every reason."""
    found = problem(ProblemCode.INVALID_EMAIL, value="ada", reason="no_at")
    assert found.message_in({"invalid_email": "„{value}“ ist keine Adresse."}) == "„ada“ ist keine Adresse."


def test_message_missing_in_catalogue() -> None:
    """A catalogue without the code is an error of the host, not a blank message."""
    with pytest.raises(KeyError, match="exact_repeat"):
        problem(ProblemCode.EXACT_REPEAT, first_line=4).message_in({})


def test_braces_in_value() -> None:
    """Braces in a cell are shown as they stand."""
    found = problem(ProblemCode.UNMATCHED_ANSWER, value="{question} {0}", question="Major")
    assert found.message == "“{question} {0}” is not one of the choices of “Major”, so it is left out."


def test_whole_file() -> None:
    """A problem of the whole file has no line, column, header and field."""
    found = Problem(ProblemCode.ENCODING_GUESSED, Severity.WARNING)
    assert (found.line, found.column, found.header, found.field, found.params) == (None, None, None, None, {})


def test_to_dict() -> None:
    """A problem's plain data has its place, plain texts and the English sentence, and can be written as JSON."""
    found = Problem(
        ProblemCode.INVALID_EMAIL,
        Severity.ERROR,
        line=4,
        column=2,
        header="E-Mail",
        field="email",
        params={"value": "ada", "reason": "no_at"},
    )
    assert json.loads(json.dumps(found.to_dict())) == {
        "code": "invalid_email",
        "severity": "error",
        "line": 4,
        "column": 2,
        "header": "E-Mail",
        "field": "email",
        "params": {"reason": "no_at", "value": "ada"},
        "message": "“ada” is not an e-mail address: it has no @.",
    }


def test_frozen() -> None:
    """A problem cannot be changed."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        problem(ProblemCode.EXACT_REPEAT).line = 3  # type: ignore[misc]


def test_codes_are_texts() -> None:
    """Codes and severities are plain texts to a host that stores them."""
    assert json.dumps([ProblemCode.MISSING_EMAIL, Severity.ERROR]) == '["missing_email", "error"]'


def test_error_codes() -> None:
    """The codes that keep a row out are these and no others."""
    assert {code.value for code in ERROR_CODES} == {
        "missing_email",
        "invalid_email",
        "missing_first_name",
        "missing_last_name",
        "swallowed_line",
        "too_many_cells",
        "wrong_width",
        "conflicting_duplicate",
        "ambiguous_client",
        "conflicted",
    }


def test_bad_file() -> None:
    """A file that cannot be read is refused in the words of the catalogue, with code and parameters."""
    error = bad_file(ProblemCode.FILE_HEADER_ONLY, line=3)
    assert isinstance(error, BadFile)
    assert type(error.code) is str
    assert (error.code, error.params) == ("file_header_only", {"line": 3})
    assert str(error) == "This file has a header on line 3 but no row below it. Add one row for each client."
