"""A dry run that was kept for showing, page by page: `open_review`. `review_file` says what the file holds."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import attrs

from client_import import Change, Problem, ProblemCode, Severity

ALL, ERRORS, WARNINGS, CHANGED = "all", "errors", "warnings", "changed"
"""Ways to look at the rows, beside the actions; `CHANGED`: those that differ from what was reviewed before."""

ROWS_IN_BLOCK = 50
HEAD = 10
"""So many digits say how long the summary is."""

_MOST_FOUND = 500


@attrs.frozen
class ShownRow:
    """A row as a review shows it: as `PlannedRow`, with what is wrong with it."""

    line: int
    action: str
    email: str
    changes: tuple[Change, ...]
    password: str | None
    problems: tuple[Problem, ...]


@attrs.frozen(repr=False, eq=False)
class Review:
    """A review, open to be read.

    Attributes:
        summary: What is said of the whole.
    """

    summary: Mapping[str, Any]
    _file: BinaryIO
    _start: int

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def count(self, view: str) -> int:
        """How many rows one sees."""
        return int({ALL: self.summary["rows"], **self.summary["views"]}.get(view, 0))

    def rows(self, view: str, start: int, most: int) -> list[ShownRow]:
        """Some rows, of which the first stands at `start`."""
        if view == ALL:
            places: Sequence[int] = range(start, min(start + most, self.count(ALL)))
        else:
            places = self._places(view)[start : start + most]
        return [self._show(row) for row in self._read_rows(places)]

    def search(self, view: str, text: str) -> tuple[list[ShownRow], bool]:
        """The first rows that hold a text, without regard to case; and whether there are more."""
        folded = text.casefold()
        escaped = json.dumps(folded, ensure_ascii=False)[1:-1]
        wanted = None if view == ALL else set(self._places(view))
        found: list[ShownRow] = []
        for block, content in enumerate(self._read_blocks()):
            if escaped not in content.casefold():
                continue
            for place, row in enumerate(json.loads(content), start=block * ROWS_IN_BLOCK):
                if (wanted is None or place in wanted) and folded in _texts_of(row).casefold():
                    if len(found) == _MOST_FOUND:
                        return found, True
                    found.append(self._show(row))
        return found, False

    def every_row(self) -> Iterator[tuple[int, list[Any]]]:
        """Each row by its line, as it was kept."""
        for content in self._read_blocks():
            yield from ((row[0], row) for row in json.loads(content))

    def _places(self, view: str) -> array[int]:
        places, start = array("I"), self._start
        for name, count in self.summary["views"].items():
            size = count * places.itemsize
            if name == view:
                self._file.seek(start)
                places.frombytes(self._file.read(size))
            start += size
        return places

    @property
    def _first_block(self) -> int:
        return int(self._start + sum(self.summary["views"].values()) * array("I").itemsize)

    def _read_rows(self, places: Iterable[int]) -> Iterator[list[Any]]:
        sizes, block, rows = self.summary["blocks"], -1, []
        for place in places:
            if place // ROWS_IN_BLOCK != block:
                block = place // ROWS_IN_BLOCK
                self._file.seek(self._first_block + sum(sizes[:block]))
                rows = json.loads(self._file.read(sizes[block]).decode(errors="surrogatepass"))
            yield rows[place % ROWS_IN_BLOCK]

    def _read_blocks(self) -> Iterator[str]:
        self._file.seek(self._first_block)
        for size in self.summary["blocks"]:
            yield self._file.read(size).decode(errors="surrogatepass")

    def _show(self, row: Sequence[Any]) -> ShownRow:
        line, action, email, values, changes, password, found = row
        if values is not None:
            fields = self.summary["created_fields"]
            changes = [(field, None, new) for field, new in zip(fields, values, strict=True) if new is not None]
        shown = tuple(Change(field, _to_answer(old), _to_answer(new)) for field, old, new in changes)
        return ShownRow(line, action, email, shown, password, tuple(map(to_problem, found)))


def open_review(file: BinaryIO | None) -> Review | None:
    """A review that was kept; None where there is none."""
    if file is None:
        return None
    size = int(file.read(HEAD))
    return Review(json.loads(file.read(size).decode(errors="surrogatepass")), file, HEAD + size)


def to_problem(flat: Sequence[Any]) -> Problem:
    """A problem as it was kept."""
    code, severity, line, column, header, field, params = flat
    return Problem(ProblemCode(code), Severity(severity), line, column, header, field, params)


def _to_answer(value: Any) -> Any:  # noqa: ANN401 - what JSON holds of an answer
    return tuple(value) if isinstance(value, list) else value


def _texts_of(row: Sequence[Any]) -> str:
    """All that can be searched for in a row."""
    _, _, email, values, changes, _, found = row
    parts = [email, *(values or ()), *(part for change in changes for part in change[1:])]
    parts += [value for problem in found for value in problem[6].values()]
    flat = (", ".join(part) if isinstance(part, list) else str(part) for part in parts if part is not None)
    return "\n".join(flat)
