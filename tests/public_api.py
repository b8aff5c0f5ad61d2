"""What is public, with signatures, as lines: `python tests/public_api.py > tests/public_api.txt` after a change.

A change of the list is a change for those who use the library: it belongs in the CHANGELOG, and docs/versions.md says
what it may be.
"""

from __future__ import annotations

import ast
import enum
import inspect
import re
import textwrap
from collections.abc import Iterator
from importlib import import_module

import attrs

MODULES = (
    "client_import",
    "client_import.german",
    "client_import.repositories.django",
    "client_import.repositories.memory",
    "client_import.repositories.sqlalchemy",
    "client_import.repositories.sqlite",
    "client_import.testing",
    "client_import.testing.strategies",
    "client_import.web",
    "client_import.web.german",
)

_LONGEST_DEFAULT = 80
"""A longer one, such as a whole catalogue, is shown as an ellipsis."""


def public_names(module: str) -> list[str]:
    """What a module offers: its `__all__`, or the classes and functions that are defined in it."""
    names = vars(import_module(module))
    defined = [name for name, value in names.items() if getattr(value, "__module__", "") == module and name[0] != "_"]
    return sorted(names.get("__all__", defined))


def members(found: type) -> Iterator[tuple[str, object]]:
    """The public methods and properties of a class, those that it inherits from this library among them."""
    ours = [each for each in reversed(found.__mro__) if each.__module__.startswith("client_import")]
    for name, value in sorted({name: value for each in ours for name, value in vars(each).items()}.items()):
        is_method = isinstance(value, property | classmethod | staticmethod) or inspect.isfunction(value)
        if name[0] != "_" and is_method:
            yield name, value


def kept_properties(found: type) -> Iterator[tuple[str, str, str]]:
    """Name, type and docstring of what a class works out once, from its source: attrs makes slots of those."""
    if not attrs.has(found):
        return
    [of_class] = ast.parse(textwrap.dedent(inspect.getsource(found))).body
    functions = [each for each in ast.walk(of_class) if isinstance(each, ast.FunctionDef) and each.name[0] != "_"]
    for each in functions:
        if each.returns and any("cached_property" in ast.unparse(decorator) for decorator in each.decorator_list):
            yield each.name, ast.unparse(each.returns), ast.get_docstring(each) or ""


def describe() -> Iterator[str]:
    """A line for each name, and for what a class has."""
    for module in MODULES:
        for name in public_names(module):
            yield from _describe_name(f"{module}.{name}", getattr(import_module(module), name))


def _describe_name(path: str, value: object) -> Iterator[str]:
    if not inspect.isclass(value):
        yield f"{path}{_signature_of(value)}" if inspect.isfunction(value) else path
        return
    if issubclass(value, enum.Enum):
        yield path
        yield from (f"{path}.{member.name} = {member.value!r}" for member in value)
        return
    is_made = "__init__" in vars(value) and not getattr(value, "_is_protocol", False)
    yield f"{path}{_signature_of(value)}" if is_made or issubclass(value, tuple) else path
    yield from (f"{path}.{name}: {returned}" for name, returned, _ in sorted(kept_properties(value)))
    for name, member in members(value):
        inner = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        yield f"{path}.{name}{_signature_of(inner) if inspect.isfunction(inner) else ''}"


def _signature_of(called: object) -> str:
    """As it is written, whatever the version of Python makes of it, and wherever a default function lies in memory."""
    signature = inspect.signature(called)  # type: ignore[arg-type] # it is called
    shown = [
        each.replace(default=...) if len(repr(each.default)) > _LONGEST_DEFAULT else each
        for each in signature.parameters.values()
    ]
    written = str(signature.replace(parameters=shown))
    written = re.sub(r"<function (\w+) at 0x\w+>", r"\1", written)
    return re.sub(r"ForwardRef\(('[^']*')[^)]*\)", r"\1", written)


if __name__ == "__main__":
    print("\n".join(describe()))
