"""What the command says of a saved mapping: how it fits a file, and which lines of it to edit."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from client_import import Fit, Mapping, RegistrationForm

_TOKEN = re.compile(r'"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"(?P<colon>\s*:)?|[{}\[\]]', re.DOTALL)
_NUMBER = re.compile(r"(\[\d+\])+$")
"""The place in a list, at the end of a path."""


@attrs.frozen
class SavedMapping:
    """A saved mapping as it stands in its file."""

    path: Path
    text: bytes

    def locate(self, place: str) -> str:
        """The file and the line on which a key stands, as an editor counts; `place` is the key's path."""
        line = self.find_line(place)
        return str(self.path) if line is None else f"{self.path}, line {line}"

    def find_line(self, place: str) -> int | None:
        """The line of that key, or of the nearest one around it; None where there is none, or only one line."""
        while place:
            if place in self._lines:
                return self._lines[place]
            outer = _NUMBER.sub("", place)
            place = outer if outer != place else place.rpartition(".")[0]
        return None

    def holds(self, place: str) -> bool:
        """Whether the key itself stands on a line of its own there."""
        return place in self._lines

    @functools.cached_property
    def _lines(self) -> dict[str, int]:
        text = self.text.decode("utf-8-sig", "replace")
        return _index_keys(text) if "\n" in text.strip() else {}


def describe_fit(document: SavedMapping, saved: Mapping, fit: Fit, form: RegistrationForm) -> Iterator[str]:
    """How a saved mapping fits the file, one thing on each line."""
    if fit.new:
        yield f"New in this file: {_list(fit.new)}"
    fields = {header: saved.assignments[header].field for header in fit.gone if header in saved.assignments}
    without_field = [header for header in fit.gone if fields.get(header) not in form.fields]
    if without_field:
        yield f"Not in this file: {_list(without_field)}"
    for header in fit.gone:
        if header not in without_field:
            place = document.locate(f"columns.{header}")
            yield f"Not in this file: “{header}” ({place}), {_tell_rest(fields[header], fit, form)}"
    if fit.lost:
        yield "No longer in the form, so passed over; the rest is kept:"
    for fault in sorted(fit.lost, key=lambda fault: document.find_line(fault.path) or 0):
        yield f"  {document.locate(fault.path)}: {fault.reason}"


def _tell_rest(field: str, fit: Fit, form: RegistrationForm) -> str:
    """What comes of the field whose column is gone."""
    instead = [header for header, other in fit.mapping.fields.items() if other == field]
    if instead:
        return f"which went to {form.fields[field]}. Now “{instead[0]}” goes there."
    return f'which went to {form.fields[field]}. If it has another name now, add --map "NAME={field}".'


def _list(headers: Sequence[str]) -> str:
    return ", ".join(f"“{header}”" for header in headers)


def _index_keys(text: str) -> dict[str, int]:
    """The path of each key in a JSON document -> its line; keys hold dots of their own, so the first of two counts."""
    lines: dict[str, int] = {}
    around: list[str] = []
    path, line, last = "", 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", last, token.start())
        last = token.start()
        if token["colon"] and around:
            path = f"{around[-1]}{_read_key(token['text'])}"
            lines.setdefault(path, line)
        elif token[0] in "{[":
            around.append(f"{path}." if path else "")
        elif token[0] in "}]" and around:
            around.pop()
    return lines


def _read_key(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return written
