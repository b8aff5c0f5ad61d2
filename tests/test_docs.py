"""The pages hold what the code can say, and nothing else; their links lead somewhere."""

import re
from pathlib import Path

import attrs
import pytest

from client_import import ENGLISH, ImportRules, PasswordRules, ProblemCode

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
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


def test_every_rule_has_a_section() -> None:
    """Each choice of a host is told under its name, and none that does not exist."""
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    told = [name for line in re.findall(r"^### (`.*)", page, re.MULTILINE) for name in re.findall(r"`(\w+)`", line)]
    rules = {rule.name for rule in (*attrs.fields(ImportRules), *attrs.fields(PasswordRules))}
    assert sorted(told) == sorted(rules - {"passwords"})


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """What a page beside the documentation links to is there, with the heading that is named."""
    for path, heading in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", page.read_text(encoding="utf-8")):
        assert (ROOT / path).exists(), path
        if heading:
            headings = re.findall(r"^#+ (.+)", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
