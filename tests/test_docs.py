"""The page for helpdesks holds what the code can say, and nothing else."""

import re
from pathlib import Path

import pytest

from client_import import ENGLISH, ProblemCode

PAGE = (Path(__file__).parents[1] / "docs" / "problems.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_every_code_has_a_section() -> None:
    """No problem code is undocumented, and none is documented that does not exist."""
    assert set(SECTIONS) == {code.value for code in ProblemCode}


@pytest.mark.parametrize("key", ENGLISH)
def test_the_message_is_quoted(key: str) -> None:
    """Each message stands in the section of its code, word for word."""
    section = SECTIONS[key.partition(":")[0]]
    quotes = re.findall(r"^> (.+(?:\n> .+)*)", section, re.MULTILINE)
    quoted = [" ".join(quote.replace("\n> ", " ").split()) for quote in quotes]
    assert re.sub(r"\{\w+(?::,)?\}", "…", ENGLISH[key]) in quoted


@pytest.mark.parametrize("code", ProblemCode)
def test_there_is_advice(code: ProblemCode) -> None:
    """Each section says something beyond the message."""
    advice = re.sub(r"^>.*\n?", "", SECTIONS[code.value], flags=re.MULTILINE).strip()
    assert advice.endswith((".", ")"))
