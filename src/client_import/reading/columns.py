"""The header row → columns, each with a name of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from client_import.problems import Problem, ProblemCode, Severity


@attrs.frozen
class Column:
    """A column of the file.

    Attributes:
        position: From 1, as a spreadsheet counts.
        header: Its name, unlike any other column's: a repeated one is `Notes [2]`, a blank one `Column 4`.
        text: What stands in the header row, spaces tidied; empty where it is blank.
    """

    position: int
    header: str
    text: str


def name_columns(header: Sequence[str]) -> tuple[Column, ...]:
    """A column for each cell of the header row."""
    texts = [" ".join(cell.split()) for cell in header]
    real, taken = set(texts), set[str]()
    numbers: dict[str, int] = {}
    columns = []
    for position, text in enumerate(texts, start=1):
        base = name = text or f"Column {position}"
        while name in taken or (name != text and name in real):
            numbers[base] = numbers.get(base, 1) + 1
            name = f"{base} [{numbers[base]}]"
        taken.add(name)
        columns.append(Column(position, name, text))
    return tuple(columns)


def warn_of_repeated(columns: Sequence[Column], line: int) -> Iterator[Problem]:
    """A warning for each text that stands above several columns."""
    alike: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        if column.text:
            alike[column.text].append(column)
    for text, found in alike.items():
        if len(found) > 1:
            first, second, *_ = found
            params: dict[str, str | int] = {"value": text, "times": len(found), "second": second.header}
            yield Problem(
                ProblemCode.REPEATED_HEADER,
                Severity.WARNING,
                line=line,
                column=first.position,
                header=first.header,
                params=params,
            )
