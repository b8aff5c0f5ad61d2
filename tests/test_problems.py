import json
import string
from typing import Any

import attrs
import pytest

from client_import import (
    ENGLISH,
    BadFile,
    Client,
    ImportRules,
    Problem,
    ProblemCode,
    Question,
    Severity,
    check_rows,
    read_table,
    suggest_mapping,
)
from client_import.problems import ERROR_CODES, bad_file
from rosters import FORM, QUICK, plan, roster

EVERY_PARAMETER: dict[str, str | int] = {
    "line": 7,
    "limit": 72,
    "encoding": "Windows-1252",
    "value": "Astrology",
    "question": "Major",
    "found": 9,
    "expected": 4,
    "other_line": 2,
    "minimum": 6,
    "first": 1,
    "last": 3,
    "first_name": "María",
    "last_name": "de la Cruz",
    "times": 2,
    "second": "Notes [2]",
    "rows": 12,
    "swapped": 5,
    "known": 8,
    "merged": "Last Name",
    "likely": "Zoë",
    "renamed": 21,
    "count": 14,
}

RAISED_WITH: dict[str, set[str]] = {
    "file_header_only": {"line"},
    "file_no_header": {"line"},
    "file_too_large": {"limit"},
    "file_unknown_encoding": {"line"},
    "file_broken_quotes": {"line"},
    "file_cell_too_long": {"line", "limit"},
    "file_too_many_columns": {"line", "limit"},
    "file_too_many_rows": {"limit"},
    "file_wrong_encoding": {"encoding", "line"},
    "file_no_header_there": {"line"},
    "encoding_guessed": {"encoding"},
    "preamble_skipped": {"first", "last"},
    "repeated_header": {"value", "times", "second"},
    "rows_unwrapped": {"rows"},
    "maybe_swallowed": {"first", "last"},
    "names_swapped": {"swapped", "known"},
    "mass_change": {"renamed", "known"},
    "held_back:fill_missing": {"question"},
    "name_not_split": {"value"},
    "name_split_doubtful": {"value", "first_name", "last_name"},
    "duplicate_passed_over": {"other_line"},
    "unmatched_answer_rejected": {"value", "question"},
    "protected_client": {"value"},
    "invalid_email": {"value"},
    "invalid_name": {"value"},
    "too_many_cells": {"found", "expected"},
    "wrong_width": {"found", "expected"},
    "doubtful_quotes": set(),
    "file_two_tables": {"first", "line"},
    "conflicting_duplicate": {"other_line"},
    "unusual_width": {"found", "expected"},
    "cells_realigned": {"found", "expected", "merged"},
    "contains_separator": {"value"},
    "wrong_letters": {"value", "likely"},
    "damaged_value": {"value"},
    "damaged_value:zeros": {"value", "found", "expected"},
    "exact_repeat": {"other_line"},
    "unmatched_answer": {"value", "question"},
    "text_too_long": {"found", "question", "limit"},
    "pattern_mismatch": {"value", "question"},
    "password_too_short": {"minimum"},
    "password_too_long": {"limit"},
    "edited_since": {"question"},
    "passwords_lost": {"count"},
    "missing_answer": {"question"},
    "unknown_question": {"question"},
}
"""The parameters of each code that has some, beside its reason; where a reason has others, under its own key."""

REASONS = {
    "too_many_cells": ["corrections"],
    "wrong_width": ["corrections"],
    "doubtful_quotes": ["corrections"],
    "invalid_email": ["no_at", "several", "space", "local", "domain", "length"],
    "invalid_name": ["spreadsheet", "letters", "clear"],
    "held_back": ["create_only", "fill_missing"],
    "damaged_value": ["spreadsheet", "rounded", "zeros", "letters"],
    "edited_since": ["account"],
    "account_stays": ["completed", "own_password", "deactivated", "protected"],
    "account_gone": ["other"],
    "password_damaged": ["letters", "spreadsheet", "nul", "controls", "registration", "clear"],
    "password_too_short": ["registration"],
    "password_too_long": ["registration"],
    "invalid_password_hash": [
        *("argon2", "scrypt", "pbkdf2", "sha512_crypt", "sha256_crypt", "md5", "sha"),
        *("bcrypt_cost", "bcrypt_twice", "bcrypt_damaged", "plain"),
    ],
    "missing_first_name": ["registration"],
    "missing_last_name": ["registration"],
    "unmatched_answer": ["registration"],
    "text_too_long": ["registration"],
    "pattern_mismatch": ["registration"],
}


def raised_with(key: str) -> set[str]:
    """The parameters of a code, or of a code with a reason."""
    return RAISED_WITH.get(key, RAISED_WITH.get(key.partition(":")[0], set()))


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
    assert asked == raised_with(key)


def test_every_reason_has_a_sentence() -> None:
    """The catalogue has a sentence of its own for each reason there is, and for no other."""
    keys = {f"{code}:{reason}" for code, reasons in REASONS.items() for reason in reasons}
    assert {key for key in ENGLISH if ":" in key} == keys


ACROSS = "Email,First Name,Last Name"
GOOD = "a@example.edu,Ada,Byron"
ZEROS = "".join(f"c{number}@example.edu,A,B,00{number:03}\n" for number in range(10))
STORED = Client(1, "a@example.edu", "Byron", "Ada", password_mark="m", password_is_placeholder=False, active=False)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f"{ACROSS}\n,Ada,Byron\n", "missing_email"),
        (f"{ACROSS}\nada,Ada,Byron\n", "invalid_email:no_at"),
        (f"{ACROSS}\na@example.edu / b@example.edu,Ada,Byron\n", "invalid_email:several"),
        (f"{ACROSS}\na da@example.edu,Ada,Byron\n", "invalid_email:space"),
        (f"{ACROSS}\n@example.edu,Ada,Byron\n", "invalid_email:local"),
        (f"{ACROSS}\na@example..edu,Ada,Byron\n", "invalid_email:domain"),
        (f"{ACROSS}\n{'a' * 65}@example.edu,Ada,Byron\n", "invalid_email:length"),
        (f"{ACROSS}\na@example.edu,,Byron\n", "missing_first_name"),
        (f"{ACROSS}\na@example.edu,Ada,\n", "missing_last_name"),
        (f"{ACROSS}\na@example.edu,#N/A,Byron\n", "invalid_name:spreadsheet"),
        (f"{ACROSS}\na@example.edu,Zo\ufffd,Byron\n", "invalid_name:letters"),
        (f"{ACROSS}\n{GOOD},x,y\n", "too_many_cells"),
        (f"{ACROSS},PW\n{GOOD}\n", "wrong_width"),
        (f'{ACROSS},PW\na@example.edu,"Ad"a",Byron,x\n', "doubtful_quotes"),
        (f"{ACROSS}\n{GOOD}\na@example.edu,Ada,King\n", "conflicting_duplicate"),
        (f"{ACROSS},Notes\n{GOOD}\n{GOOD},\nb@example.edu,B,B,\n", "unusual_width"),
        ("Last Name,Email,First Name\nByron,PhD,a@example.edu,Ada\n", "cells_realigned"),
        (f'{ACROSS}\na@example.edu,"Ada, Dr.",Byron\n', "contains_separator"),
        (f"{ACROSS}\na@example.edu,ZoÃ«,Byron\n", "wrong_letters"),
        (f"{ACROSS},Student ID\n{GOOD},ZoÃ«\n", "wrong_letters"),
        (f"{ACROSS},Student ID\n{GOOD},#REF!\n", "damaged_value:spreadsheet"),
        (f"{ACROSS},Student ID\n{GOOD},1.23E+10\n", "damaged_value:rounded"),
        (f"{ACROSS},Student ID\n{ZEROS}{GOOD},12\n", "damaged_value:zeros"),
        (f"{ACROSS},Student ID\n{GOOD},Gr\ufffdn\n", "damaged_value:letters"),
        (f"{ACROSS}\n{GOOD}\n{GOOD}\n", "exact_repeat"),
        (f"{ACROSS},Major\n{GOOD},Golf\n", "unmatched_answer"),
        (f"{ACROSS},Help with\n{GOOD},CVs|Golf\n", "unmatched_answer"),
        (f"{ACROSS},PW\n{GOOD},geh\ufffdim\n", "password_damaged:letters"),
        (f"{ACROSS},PW\n{GOOD},x\n", "password_too_short"),
        (f"{ACROSS},PW\n{GOOD},{'x' * 73}\n", "password_too_long"),
        (f"{ACROSS},Password Hash\n{GOOD},x\n", "invalid_password_hash:plain"),
        (f"{ACROSS},PW,Password Hash\n{GOOD},secret-1,$2b$04${'u' * 52}6\n", "password_beside_hash"),
        (f"{ACROSS},PW\n{GOOD},secret-1\n", "password_kept"),
        (f"{ACROSS}\n{GOOD}\n", "names_swapped"),
        (f"{ACROSS}\n{GOOD}\n", "inactive_client"),
        (f"Old list\n\n{ACROSS}\n{GOOD}\n", "preamble_skipped"),
        (f"{ACROSS}\n{GOOD}\nTotal,1,\n", "footer_skipped"),
        (f"{ACROSS},Notes,Notes\n{GOOD},x,y\n", "repeated_header"),
        (f'{ACROSS}\n"{GOOD}"\nb@example.edu,B,B\n', "rows_unwrapped"),
        (f'{ACROSS}\na@example.edu,A"da,Byron\n', "stray_quote"),
        (f'{ACROSS}\na@example.edu,"Ada,Byron\n', "quote_closed"),
        (f'{ACROSS}\na@example.edu,Ada,"Byron\nb@example.edu,Bob,B"\n', "maybe_swallowed"),
        (f"{ACROSS}\n{GOOD}", "maybe_truncated"),
        (f"{ACROSS}\n{GOOD}\x00\n", "control_characters"),
    ],
)
def test_parameters_of_real_problems(text: str, key: str) -> None:
    """Each code is raised with the parameters that its message asks for, and its message can be written."""
    code, _, reason = key.partition(":")
    found = [each for each in plan(text, STORED).problems if each.code == code]
    assert found
    for each in found:
        assert set(each.params) - {"reason"} == raised_with(key)
        assert each.params.get("reason", "") == reason
        assert each.message == ENGLISH[key].format_map(each.params)
        assert (each.severity is Severity.ERROR) == (each.code in ERROR_CODES)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Email,First Name,Last Name\na@example.edu,Zo\xeb,B\n", "encoding_guessed"),
        ("Email,First Name,Last Name\na@example.edu,Zoë,Ångström,geheim".encode() + b"\xfc-1\n", "broken_letters"),
    ],
)
def test_parameters_of_real_bytes(content: bytes, code: str) -> None:
    """What was wrong with the bytes is told in the same way."""
    (found,) = [each for each in read_table(content).problems if each.code == code]
    assert set(found.params) == raised_with(code)
    assert found.message == ENGLISH[code].format_map(found.params)


SMALL = ImportRules(max_bytes=1_000, max_rows=3, max_columns=5, max_cell_length=50)


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("", {}, "file_empty"),
        (f"{ACROSS}\n", {}, "file_header_only"),
        (f"{GOOD}\n", {}, "file_no_header"),
        ("x" * 1_001, {}, "file_too_large"),
        (f"{ACROSS}\na@example.edu,Ada,{'x' * 51}\n", {}, "file_cell_too_long"),
        (f"{ACROSS}\n{GOOD},x,y,z\n", {}, "file_too_many_columns"),
        (f"{ACROSS}\n" + f"{GOOD}\n" * 4, {}, "file_too_many_rows"),
        (f'{ACROSS}\na@example.edu,"Ada\nByron\n', {}, "file_broken_quotes"),
        ("{}\n", {}, "file_is_json"),
        (f"{ACROSS}\na@example.edu,Zoë,B\n", {"encoding": "ascii"}, "file_wrong_encoding"),
        (f"{ACROSS}\n{GOOD}\n", {"header_line": 9}, "file_no_header_there"),
        (f"{ACROSS}\n{GOOD}\nEmail,Last Name,First Name\n{GOOD}\n", {}, "file_two_tables"),
    ],
)
def test_parameters_of_a_real_bad_file(text: str, options: dict[str, Any], code: str) -> None:
    """A file that cannot be read is refused with the parameters that its message asks for."""
    with pytest.raises(BadFile) as caught:
        read_table(text.encode(), SMALL, **options)
    assert caught.value.code == code
    assert set(caught.value.params) == raised_with(code)
    assert str(caught.value) == ENGLISH[code].format_map(caught.value.params)


@pytest.mark.parametrize("question", ["max_length", "pattern"])
def test_parameters_of_a_text_that_does_not_fit(question: str) -> None:
    """A text that is too long, or unlike its pattern, is told with the question's label."""
    limits: dict[str, Any] = {"max_length": 3} if question == "max_length" else {"pattern": "[0-9]+"}
    form = attrs.evolve(FORM, questions=[Question("city", "City", **limits)])
    table = read_table(roster(f"{ACROSS},City\n{GOOD},Paris\n"))
    (found,) = check_rows(table, suggest_mapping(table, form), form, QUICK).problems
    assert found.code == ("text_too_long" if question == "max_length" else "pattern_mismatch")
    assert set(found.params) == raised_with(found.code)
    assert found.message == ENGLISH[found.code].format_map(found.params)


@pytest.mark.parametrize("reason", REASONS["invalid_email"])
def test_message_for_reason(reason: str) -> None:
    """A refused address has a sentence for its reason, which quotes it."""
    found = problem(ProblemCode.INVALID_EMAIL, value="ada", reason=reason)
    assert found.message == ENGLISH[f"invalid_email:{reason}"].format(value="ada")
    assert found.message.startswith("“ada” ")
    assert found.message != problem(ProblemCode.INVALID_EMAIL, value="ada").message


@pytest.mark.parametrize(
    ("code", "reason"), [(code, reason) for code in ("invalid_name", "damaged_value") for reason in REASONS[code]]
)
def test_message_for_reason_of_damage(code: str, reason: str) -> None:
    """A damaged name or answer has a sentence for its reason, which quotes it."""
    params: dict[str, str | int] = {"value": "12", "found": 2, "expected": 5}
    found = problem(ProblemCode(code), reason=reason, **params)
    assert found.message == ENGLISH[f"{code}:{reason}"].format(**params)
    assert found.message.startswith("“12” ")
    assert found.message != problem(ProblemCode(code), **params).message


def test_message_for_unknown_reason() -> None:
    """A reason without a sentence of its own gets the sentence of the code."""
    found = problem(ProblemCode.INVALID_EMAIL, value="ada", reason="moon")
    assert found.message == "“ada” is not an e-mail address."


def test_message_in_another_language() -> None:
    """A host's catalogue renders the same problem in another language."""
    found = problem(ProblemCode.EXACT_REPEAT, other_line=4)
    assert found.message_in({"exact_repeat": "Wie Zeile {other_line}."}) == "Wie Zeile 4."


def test_message_in_catalogue_without_reason() -> None:
    """A host's catalogue need not know every reason."""
    found = problem(ProblemCode.INVALID_EMAIL, value="ada", reason="no_at")
    assert found.message_in({"invalid_email": "„{value}“ ist keine Adresse."}) == "„ada“ ist keine Adresse."


def test_message_missing_in_catalogue() -> None:
    """A catalogue without the code is an error of the host, not a blank message."""
    with pytest.raises(KeyError, match="exact_repeat"):
        problem(ProblemCode.EXACT_REPEAT, other_line=4).message_in({})


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
    """The codes that keep a row out, or stop the import, are these and no others."""
    assert {code.value for code in ERROR_CODES} == {
        "missing_email",
        "invalid_email",
        "missing_first_name",
        "missing_last_name",
        "doubtful_quotes",
        "missing_full_name",
        "invalid_name",
        "name_not_split",
        "unmatched_answer_rejected",
        "protected_client",
        "unknown_client",
        "inactive_client_rejected",
        "mass_change",
        "too_many_cells",
        "wrong_width",
        "conflicting_duplicate",
        "ambiguous_client",
        "conflicted",
        "delete_refused",
    }


def test_bad_file() -> None:
    """A file that cannot be read is refused in the words of the catalogue, with code and parameters."""
    error = bad_file(ProblemCode.FILE_HEADER_ONLY, line=3)
    assert isinstance(error, BadFile)
    assert type(error.code) is str
    assert (error.code, error.params) == ("file_header_only", {"line": 3})
    assert str(error) == "This file has a header on line 3 but no row below it. Add one row for each client."
