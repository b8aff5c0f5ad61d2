"""Text → rows of cells, each with its physical line; what had to be guessed on the way is named.

Nearly every file follows RFC 4180, and the csv module reads it. Only where it stumbles, or where a quotation mark
may be stray, is the text mended line by line: so a mark too many or too few spoils its own row, not those below it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from client_import.errors import BadFile
from client_import.problems import ProblemCode
from client_import.reading.cells import Dialect
from client_import.reading.dialect import spaces_to_tabs
from client_import.reading.lines import iterate_lines
from client_import.reading.mending import mend_rows
from client_import.reading.rows import Rows, RowsBuilder
from client_import.reading.widths import is_filled
from client_import.rules import ImportRules

_ESCAPED = re.compile(r'\\(["\\])')


def split_rows(text: str, dialect: Dialect, rules: ImportRules) -> Rows:
    r"""The rows of a text.

    Where its quotation marks make no sense as they stand, but do with `\"` in place of `""`, as some databases write
    it, they are read so.

    Raises:
        BadFile: There is more than the rules allow, or a mark is open and nobody can tell where its cell ends.
    """
    if dialect.delimiter == " ":
        text, dialect = spaces_to_tabs(text, dialect.quote), dialect._replace(delimiter="\t")
    rows = _split_strictly(text, dialect, rules)
    if rows:
        return rows
    unescaped = _split_unescaped(text, dialect, rules) if '\\"' in text else None
    try:
        rows = mend_rows(text, dialect, rules)
    except BadFile as error:
        if unescaped is None or error.code != ProblemCode.FILE_BROKEN_QUOTES:
            raise
        return unescaped
    return unescaped if unescaped and rows.mended else rows


def _split_strictly(text: str, dialect: Dialect, rules: ImportRules) -> Rows | None:
    """The rows as the csv module reads them; None where a quotation mark may be stray."""
    delimiter, quote = dialect
    reader = csv.reader(iterate_lines(text), delimiter=delimiter, quotechar=quote, strict=True)
    builder = RowsBuilder(rules)
    line = 1
    try:
        for row in reader:
            if row and (row[0].strip() or is_filled(row)):
                builder.add(line, reader.line_num, tuple(row))
            line = reader.line_num + 1
    except csv.Error:
        return None
    if quote in text and any(_is_suspicious(row, dialect) for row in builder.cells):
        return None
    return builder.build(text, delimiter)


def _is_suspicious(row: Sequence[str], dialect: Dialect) -> bool:
    """Whether a row, as the csv module read it, may come from stray marks or stand between marks as a whole."""
    return dialect.quote in "".join(row) or (len(row) == 1 and dialect.delimiter in row[0])


def _split_unescaped(text: str, dialect: Dialect, rules: ImportRules) -> Rows | None:
    r"""The rows with `\"` in place of `""`; None where marks are in doubt even so."""
    unescaped = _ESCAPED.sub(lambda found: '""' if found[1] == '"' else found[1], text)
    try:
        rows = mend_rows(unescaped, dialect, rules)
    except BadFile:
        return None
    return None if rows.problems else rows
