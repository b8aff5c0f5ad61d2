"""Which separator and which quotation mark a roster uses, found by reading it under each."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from client_import.reading.cells import Dialect, cell_reader
from client_import.reading.lines import iterate_lines
from client_import.reading.widths import is_filled

_DELIMITERS = (",", ";", "\t", "|")

_ADDRESS = r"(?:mailto:)?[^\s@,;|/<>\"]+@[^\s@,;|/<>\"]+\.[^\s@,;|/<>\"]+"
_EMAIL_SHAPED = re.compile(rf"\s*['\"]?{_ADDRESS}(?:[\s,;|/]+{_ADDRESS})*['\"]?\s*")
_DECLARED = re.compile(r'\A"?sep=([^\r\n"])"?[ ;,\t]*(?=[\r\n])', re.IGNORECASE)

_FIRST_LINES, _MOST_LINES = 100, 20_000
_LONGEST_LINE = 20_000
_SURE = 0.9


class Found(NamedTuple):
    """The dialect of a file, and how much of its first line only says so (`sep=;`, as Excel writes it)."""

    dialect: Dialect
    start: int = 0


def find_dialect(text: str, delimiter: str | None = None) -> Found:
    """The dialect under which most lines are of one width and have an e-mail address in a cell of its own.

    The first lines decide; where they leave a doubt, many more do. A comma where nothing speaks for another
    separator, as in a file of one column; spaces only where nothing else fits.

    Args:
        text: The file.
        delimiter: The separator, where somebody knows it.
    """
    declared = _DECLARED.match(text)
    start = declared.end() if declared else 0
    body = text[start:]
    if delimiter is None and declared:
        delimiter = declared[1]
    known = _DELIMITERS if delimiter is None else (delimiter,)
    rated = _rate_all(body, _FIRST_LINES, known)
    if delimiter is None and not _is_certain(rated):
        rated = _rate_all(body, _MOST_LINES, known)
    rating, dialect = rated[0]
    if rating.addresses == 0 and delimiter is None:
        dialect = _rate_all(body, _MOST_LINES, (dialect.delimiter, " "))[0][1]
    return Found(dialect, start)


class _Rating(NamedTuple):
    """How well a dialect fits, compared from the first value to the last."""

    addresses: float
    """The share of lines of the usual width that have an address in a cell."""
    regular: float
    """The share of lines of the usual width."""
    width: int
    preferred: int


_ONE_COLUMN = _Rating(0.0, 0.0, 0, 0)


def _rate_all(text: str, most: int, delimiters: Sequence[str]) -> list[tuple[_Rating, Dialect]]:
    """Every candidate, by its first rows; the best first."""
    lines = [line.rstrip("\r\n") for line in itertools.islice(_lines(text), most)]
    dialects = [_with_quote(lines, delimiter) for delimiter in delimiters]
    rated = [
        (_rate(_first_rows(text, most, lines, dialect), dialect, -place), dialect)
        for place, dialect in enumerate(dialects)
    ]
    return sorted(rated, key=lambda each: each[0], reverse=True)


def _lines(text: str) -> Iterator[str]:
    """The physical lines with their ends, a very long one only in part."""
    return (line[:_LONGEST_LINE] for line in iterate_lines(text))


def _first_rows(text: str, most: int, lines: Sequence[str], dialect: Dialect) -> list[list[str]]:
    """Some rows that are not blank; where the quotation marks make no sense, line by line."""
    reader = csv.reader(_lines(text), delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)
    try:
        rows = list(itertools.islice(reader, most)) if dialect.delimiter != " " else None
    except csv.Error:
        rows = None
    if rows is None:
        rows = [_split_line(line, dialect) for line in lines]
    return [_unwrap(row, dialect) for row in rows if is_filled(row)]


def _is_certain(rated: Sequence[tuple[_Rating, Dialect]]) -> bool:
    (best, _), (second, _) = rated[:2]
    return best.addresses >= _SURE / 2 and best.regular >= _SURE and second.addresses == 0


def _rate(rows: Sequence[list[str]], dialect: Dialect, preferred: int) -> _Rating:
    widths = Counter(map(len, rows))
    usual = max(widths, key=lambda width: (widths[width], width), default=1)
    if usual == 1:
        return _ONE_COLUMN._replace(preferred=preferred)
    regular = [row for row in rows if len(row) == usual]
    addresses = sum(any(map(_EMAIL_SHAPED.fullmatch, row)) for row in regular) / len(rows)
    share = len(regular) / len(rows)
    if dialect.delimiter == " " and (share < _SURE or addresses < _SURE / 2):
        return _ONE_COLUMN._replace(preferred=preferred)
    return _Rating(addresses, share, usual, preferred)


def _split_line(line: str, dialect: Dialect) -> list[str]:
    if dialect.delimiter == " ":
        line, dialect = spaces_to_tabs(line, dialect.quote), dialect._replace(delimiter="\t")
    return cell_reader(dialect).read_line(line).cells


def _unwrap(row: list[str], dialect: Dialect) -> list[str]:
    """The cells of a row that stands as a whole between quotation marks; any other as it is."""
    return cell_reader(dialect).read_line(row[0]).cells if len(row) == 1 and dialect.delimiter in row[0] else row


def spaces_to_tabs(text: str, quote: str) -> str:
    """A text whose separators are runs of spaces, with tabs in their place; what stands between marks is left alone."""
    enclosed = f"{quote}[^{quote}]*+{quote}"
    spaces = re.compile(rf"({enclosed})|(?m:^) +| +(?=[\r\n]|\Z)|( +)")
    return spaces.sub(lambda found: found[1] or ("\t" if found[2] else ""), text)


def _with_quote(lines: Sequence[str], delimiter: str) -> Dialect:
    """The apostrophe encloses cells where most, and nearly all addresses, stand between two of it.

    Two of it around an address and its neighbours come from different cells, unless the header stands so as well.
    """
    end = re.escape(delimiter)
    enclosed = re.compile(rf"(?:^|(?<={end}))\s*'([^']*(?:''[^']*)*)'\s*(?={end}|$)")
    reader = cell_reader(Dialect(delimiter, "'"))
    sample = lines[1:_FIRST_LINES]
    cells = [cell for line in sample for cell in reader.read_line(line).cells if cell.strip()]
    wrapped = [cell for line in sample for cell in enclosed.findall(line)]
    whole_rows = bool(lines) and reader.is_wrapped(lines[0])
    addresses = sum("@" in cell for cell in cells)
    wrapped_addresses = sum("@" in cell and (whole_rows or delimiter not in cell) for cell in wrapped)
    encloses = len(wrapped) > len(cells) / 2 and wrapped_addresses >= addresses * _SURE
    return Dialect(delimiter, "'" if encloses else '"')
