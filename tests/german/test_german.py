"""The German catalogue says all that the English one says."""

import string
import subprocess
import sys

import pytest

from client_import import ENGLISH, Problem, ProblemCode, Severity
from client_import.german import GERMAN


def parameters(message: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def test_every_message_is_there() -> None:
    """No key of the English catalogue is missing, and none is there that English has not."""
    assert set(GERMAN) == set(ENGLISH)


@pytest.mark.parametrize("key", ENGLISH)
def test_every_parameter_is_there(key: str) -> None:
    """A message names what the English one names, ends as a sentence, and is none of the English ones."""
    assert parameters(GERMAN[key]) == parameters(ENGLISH[key])
    assert GERMAN[key].endswith(".")
    assert GERMAN[key] not in ENGLISH.values()
    assert not set(GERMAN[key]).intersection("“”’") - ({"“"} if "„" in GERMAN[key] else set())


def test_a_problem_is_told_in_german() -> None:
    """The reason of a problem chooses its message in any catalogue."""
    problem = Problem(ProblemCode.INVALID_EMAIL, Severity.ERROR, 3, params={"value": "ada", "reason": "no_at"})
    assert problem.message_in(GERMAN) == "„ada“ ist keine E-Mail-Adresse: Das @ fehlt."


def test_it_is_loaded_for_those_who_ask() -> None:
    """`import client_import` leaves the German messages where they are."""
    program = "import sys, client_import; print([name for name in sys.modules if 'german' in name])"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"
