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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from client_import import Mapping as ColumnMapping
from client_import import Plan, Problem, RegistrationForm, Report, SavedPlan, dump_json
from client_import.testing.taking_apart import take_apart

_BCRYPT = re.compile(r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}")
_SHORTEST = 6
_DEEPEST = 20


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

    def look_at(self, shown: object, place: str, *, stored: bool = False) -> None:
        """Look at a value as a host can show, save or log it, and at what it is made of.

        Args:
            shown: A text, bytes, the path of a file or folder, an exception, or any value or collection of values.
            place: What it is, for the person who finds the leak.
            stored: Whether it comes from the storage, where hashes belong.
        """
        _Look(self, stored=stored).at(shown, place)


class _Look:
    """One look at a value and all that it is made of, each part once, however it is reached."""

    def __init__(self, looker: Looker, *, stored: bool) -> None:
        self._looker = looker
        self._stored = stored
        self._seen: dict[int, object] = {}
        """By `id`; the values themselves too, since the id of one that is gone may be another's."""

    def at(self, shown: object, place: str, depth: int = 0) -> None:
        if isinstance(shown, str):
            self._at_text(shown, place)
        elif isinstance(shown, bytes | bytearray | memoryview):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                self._at_text(bytes(shown).decode(encoding, "replace"), place)
        elif isinstance(shown, Path):
            for file in filter(Path.is_file, [shown, *sorted(shown.rglob("*"))]):
                self.at(file.read_bytes(), f"{place}: file {file.name}")
        elif id(shown) not in self._seen and depth < _DEEPEST and shown is not self._looker:
            self._seen[id(shown)] = shown
            if isinstance(shown, BaseException):
                self._into_exception(shown, place, depth)
            else:
                self._into(shown, place, depth)

    def _at_text(self, text: str, place: str) -> None:
        self._looker.look_at_text(text, place, stored=self._stored)

    def _into_exception(self, error: BaseException, place: str, depth: int) -> None:
        """Its message, arguments, notes and attributes, every local of its frames, and its causes."""
        name = f"{place}: {type(error).__name__}"
        self._at_text(f"{error} {error!r}", f"{name}: message")
        self.at(getattr(error, "__notes__", ()), f"{name}: note", depth + 1)
        self.at((error.args, vars(error)), f"{name}: attributes", depth + 1)
        for frame, local, text in _walk_locals(error.__traceback__):
            self._at_text(text, f"{name}: local variable {local!r} in {frame}")
        context = None if error.__suppress_context__ else error.__context__
        more = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
        for other in [error.__cause__, context, *more]:
            self.at(other, place, depth + 1)

    def _into(self, shown: object, place: str, depth: int) -> None:
        for text, where in _show(shown):
            self._at_text(text, f"{place}: {where}")
        for part, where in take_apart(shown, stored=self._stored):
            self.at(part, f"{place}{where}", depth + 1)


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
    yield f"{_write(repr, shown)} {_write(str, shown)}", name
    if isinstance(shown, Plan | SavedPlan | Report | ColumnMapping | RegistrationForm):
        yield dump_json(shown), f"JSON of {name}"
    if isinstance(shown, Problem):
        yield f"{shown.message} {shown.to_dict()}", f"problem {shown.code.value}"


def _walk_locals(traceback: TracebackType | None) -> Iterator[tuple[str, str, str]]:
    """Of every frame but the test kit's own: where it is, and the name and text of each local variable."""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if Path(code.co_filename).parent != Path(__file__).parent:
            where = f"{code.co_name} of {Path(code.co_filename).name}, line {traceback.tb_lineno}"
            for name, value in traceback.tb_frame.f_locals.items():
                yield where, name, _write(repr, value)
        traceback = traceback.tb_next


def _write(how: Callable[[object], str], value: object) -> str:
    try:
        return how(value)
    except Exception:  # noqa: BLE001 - a value that cannot be shown shows nothing
        return ""
