"""Values, texts, files and exceptions → the secrets that show in them. What a `Secret` hides is not looked for.

A secret is found as it is, as JSON, URLs, Base64 and hexadecimals write it, and as an unsalted digest; so is any
bcrypt hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from pathlib import Path
from types import TracebackType

from client_import import Mapping as ColumnMapping
from client_import import Plan, Problem, RegistrationForm, Report, SavedPlan, Secret, Table, dump_json

_BCRYPT = re.compile(r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}")
_DIGESTS = ("md5", "sha1", "sha256", "sha512")
_SHORTEST = 6
_DEEPEST = 20

_SHOWN: Sequence[tuple[type | tuple[type, ...], Sequence[str]]] = (
    (Secret, ()),
    (Table, ("header", "problems")),
    ((Plan, SavedPlan, Report), ("rows", "problems")),
)
"""Of what may be shown only in part: a table's cells and a plan's records hold passwords, for nobody to look at."""


class Looker:
    """Looks through whatever it is given, and remembers where a secret showed.

    Attributes:
        places: One line for each, without the secret.

    Args:
        canaries: The passwords to look for.

    Raises:
        ValueError: There are none, or one is so short that it may stand anywhere by chance.
    """

    def __init__(self, canaries: Sequence[str]) -> None:
        if not canaries or min(map(len, canaries)) < _SHORTEST:
            raise ValueError(f"Give canary passwords of at least {_SHORTEST} characters.")
        self.places: list[str] = []
        self._forms = {
            form: f"canary {number}{how}"
            for number, canary in enumerate(canaries, start=1)
            for form, how in _write_forms(canary)
        }

    def look_at_text(self, text: str, place: str, *, stored: bool = False) -> None:
        """Look for the canaries; outside of the storage also for any bcrypt hash."""
        found = [what for form, what in self._forms.items() if form in text]
        if not stored and _BCRYPT.search(text):
            found.append("a bcrypt hash")
        self.places += [f"{place}: {what}" for what in found]

    def look_at(self, shown: object, place: str, *, stored: bool = False, depth: int = 0) -> None:
        """Look at a value as a host can show, save or log it, and at what it is made of.

        Args:
            shown: A text, bytes, the path of a file or folder, an exception, or any value or collection of values.
            place: What it is, for the person who finds the leak.
            stored: Whether it comes from the storage, where hashes belong.
            depth: How deep in a value it stands.
        """
        if isinstance(shown, str):
            self.look_at_text(shown, place, stored=stored)
        elif isinstance(shown, bytes):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                self.look_at_text(shown.decode(encoding, "replace"), place, stored=stored)
        elif isinstance(shown, Path):
            for file in filter(Path.is_file, [shown, *sorted(shown.rglob("*"))]):
                self.look_at(file.read_bytes(), f"{place}: file {file.name}", stored=stored)
        elif isinstance(shown, BaseException):
            self.look_at_exception(shown, place, stored=stored)
        elif depth < _DEEPEST:
            self._look_into(shown, place, stored=stored, depth=depth)

    def look_at_exception(self, error: BaseException, place: str, *, stored: bool = False) -> None:
        """Look at its message, arguments, notes and attributes, at every local of its frames, and at its causes."""
        name = f"{place}: {type(error).__name__}"
        self.look_at_text(f"{error} {error!r}", f"{name}: message", stored=stored)
        self.look_at(getattr(error, "__notes__", ()), f"{name}: note", stored=stored)
        self.look_at((error.args, vars(error)), f"{name}: attributes", stored=stored, depth=1)
        for frame, local, text in _walk_locals(error.__traceback__):
            self.look_at_text(text, f"{name}: local variable {local!r} in {frame}", stored=stored)
        context = None if error.__suppress_context__ else error.__context__
        more = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
        for other in [error.__cause__, context, *more]:
            if other is not None:
                self.look_at_exception(other, place, stored=stored)

    def _look_into(self, shown: object, place: str, *, stored: bool, depth: int) -> None:
        for text, where in _show(shown):
            self.look_at_text(text, f"{place}: {where}", stored=stored)
        for part, where in _take_apart(shown):
            self.look_at(part, f"{place}{where}", stored=stored, depth=depth + 1)


def _write_forms(canary: str) -> Iterator[tuple[str, str]]:
    encoded = canary.encode()
    yield canary, ""
    for form, how in (
        (json.dumps(canary)[1:-1], "as JSON writes it"),
        (repr(canary)[1:-1], "as Python writes it"),
        (urllib.parse.quote(canary), "as a URL writes it"),
        (urllib.parse.quote_plus(canary), "as a form writes it"),
        (base64.b64encode(encoded).decode().rstrip("="), "in Base64"),
        (encoded.hex(), "in hexadecimals"),
        *(
            (hashlib.new(name, encoded).hexdigest(), f"as {name.upper()}")
            for name in ("md5", "sha1", "sha256", "sha512")
        ),
    ):
        if form != canary:
            yield form, f" {how}"


def _show(shown: object) -> Iterator[tuple[str, str]]:
    """The texts that a value becomes where it is printed, logged or saved, beside those of its parts."""
    if type(shown) in {dict, list, tuple, set, frozenset}:
        return
    name = type(shown).__name__
    yield f"{shown!r} {shown}", name
    if isinstance(shown, Plan | SavedPlan | Report | ColumnMapping | RegistrationForm):
        yield dump_json(shown), f"JSON of {name}"
    if isinstance(shown, Problem):
        yield f"{shown.message} {shown.to_dict()}", f"problem {shown.code.value}"


def _take_apart(shown: object) -> Iterable[tuple[object, str]]:
    """The parts of a value, each with where in it."""
    names = _list_attributes(shown)
    if names is not None:
        return [(getattr(shown, name), f".{name}") for name in names]
    if isinstance(shown, Mapping):
        return chain(((key, " key") for key in shown), ((value, f"[{key!r}]") for key, value in shown.items()))
    if isinstance(shown, Sequence | AbstractSet | Iterator):
        return ((item, f"[{index}]") for index, item in enumerate(shown))
    return ()


def _list_attributes(shown: object) -> Sequence[str] | None:
    for kind, names in _SHOWN:
        if isinstance(shown, kind):
            return names
    found = getattr(type(shown), "__attrs_attrs__", None) or getattr(type(shown), "__dataclass_fields__", {}).values()
    if found:
        return [field.name for field in found]
    return getattr(shown, "_fields", None) if isinstance(shown, tuple) else None


def _walk_locals(traceback: TracebackType | None) -> Iterator[tuple[str, str, str]]:
    """Of every frame but the test kit's own: where it is, and the name and text of each local variable."""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if Path(code.co_filename).parent != Path(__file__).parent:
            where = f"{code.co_name} of {Path(code.co_filename).name}, line {traceback.tb_lineno}"
            for name, value in traceback.tb_frame.f_locals.items():
                yield where, name, _repr(value)
        traceback = traceback.tb_next


def _repr(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # noqa: BLE001 - a value that cannot be shown shows nothing
        return ""
