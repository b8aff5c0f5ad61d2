"""What is public is written down, documented, and changed on purpose only."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from public_api import MODULES, describe, kept_properties, members, public_names

ROOT = Path(__file__).parents[1]
REFERENCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("api*.md")))


def test_it_is_what_is_written_down() -> None:
    """Names and signatures are those of the list; `python tests/public_api.py > tests/public_api.txt` makes it anew."""
    assert list(describe()) == (ROOT / "tests" / "public_api.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("module", MODULES)
def test_everything_is_documented(module: str) -> None:
    """Each class, function, method and property says what it is, and the module does."""
    silent = [] if import_module(module).__doc__ else [module]
    for name in public_names(module):
        value = getattr(import_module(module), name)
        if inspect.isclass(value):
            silent += [f"{name}.{inner}" for inner, _, doc in kept_properties(value) if not doc]
            silent += [f"{name}.{inner}" for inner, member in members(value) if not inspect.getdoc(member)]
        if (inspect.isclass(value) or inspect.isfunction(value)) and not value.__doc__:
            silent.append(name)
    assert silent == []


@pytest.mark.parametrize("module", MODULES)
def test_everything_is_in_the_reference(module: str) -> None:
    """The reference has each name once, under its module, and none that is not public."""
    parts = REFERENCE.split(".. currentmodule:: ")
    listed = [
        name
        for part in parts
        if part.splitlines()[0] == module
        for name in re.findall(r"^\.\. (?:auto|py:)\w+:: (\w+)$", part, re.MULTILINE)
    ]
    assert sorted(listed) == public_names(module)


@pytest.mark.parametrize("module", MODULES)
def test_everything_is_typed_as_by_a_host(module: str) -> None:
    """`typing_tests/` uses each name, so that mypy and pyright see it as a host does."""
    written = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "typing_tests").glob("*.py")))
    assert [name for name in public_names(module) if not re.search(rf"\b{name}\b", written)] == []
