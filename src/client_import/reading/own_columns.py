"""The columns that a corrections file has beside those of its roster, each with a name that no roster gives by chance.

Wherever a spreadsheet moves them, they are known by these names; and what stands in the last one of them says what was
odd about a row in the first file, until a person clears it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from client_import.problem_codes import ProblemCode

LINE = "[corrections] line in the first file"
WRONG = "[corrections] what is wrong"
FITTING = "[corrections] what would fit"
TO_CLEAR = "[corrections] clear when mended"

OWN_COLUMNS = (LINE, WRONG, FITTING, TO_CLEAR)
"""In the order in which they are written, before the columns of the roster."""

_EXTRA = re.compile(r"\[corrections\] cell (\d{1,5})")
_DECLARED = re.compile(rf'"?{re.escape(LINE)}"?([,;\t|])', re.IGNORECASE)

MARKED_CODES = (
    ProblemCode.TOO_MANY_CELLS,
    ProblemCode.WRONG_WIDTH,
    ProblemCode.DOUBTFUL_QUOTES,
    ProblemCode.UNUSUAL_WIDTH,
    ProblemCode.CELLS_REALIGNED,
)
"""What a person has to clear, or may."""

_BETWEEN = " • "
_MARK = re.compile(rf"({'|'.join(MARKED_CODES)}): (\d{{1,4}}) cells")
_DAMAGE = re.compile(r"(?:(\d{1,4}) digits|rounded): (.+)")


class Mark(NamedTuple):
    """What was odd about the cells of a row in the first file.

    Attributes:
        code: What was said about it.
        found: How many cells it had.
    """

    code: ProblemCode
    found: int


class LeftOut(NamedTuple):
    """A value that could not be what was meant, beside the others of its column in the first file.

    Attributes:
        header: The column.
        digits: How many the others had; None where this one was rounded.
    """

    header: str
    digits: int | None


class Marks(NamedTuple):
    """What is not cleared of a row: the first is about its width, the others about values."""

    mark: Mark | None
    left_out: tuple[LeftOut, ...] = ()


def name_extra(number: int) -> str:
    """The column of the cell that stands, counted from 1, beyond the last column of the roster."""
    return f"[corrections] cell {number}"


def find_extra(header: str) -> int | None:
    """The number in such a name; None for any other."""
    found = _EXTRA.fullmatch(tidy_name(header))
    return int(found[1]) if found else None


def tidy_name(header: str) -> str:
    """A header as it is compared with these names."""
    return " ".join(header.split()).casefold()


def is_own(header: str) -> bool:
    """Whether a column is none of the roster's."""
    tidy = tidy_name(header)
    return tidy in OWN_COLUMNS or _EXTRA.fullmatch(tidy) is not None


def declared_delimiter(text: str) -> str | None:
    """What separates the cells of a file that begins as a corrections file does; None for any other."""
    found = _DECLARED.match(text)
    return found[1] if found else None


def write_marks(marks: Marks) -> str:
    """Marks as they stand in their column."""
    widths = [f"{marks.mark.code}: {marks.mark.found} cells"] if marks.mark else []
    values = [
        f"rounded: {each.header}" if each.digits is None else f"{each.digits} digits: {each.header}"
        for each in marks.left_out
    ]
    return _BETWEEN.join([*widths, *values])


def read_marks(cell: str, width: int) -> Marks:
    """The marks in a cell. What a person wrote there holds the row back as well.

    Args:
        cell: Of the column `TO_CLEAR`.
        width: How many columns the roster has.
    """
    mark, left_out = None, []
    for part in filter(None, map(str.strip, cell.split(_BETWEEN))):
        is_width, is_value = _MARK.fullmatch(part), _DAMAGE.fullmatch(part)
        if is_value:
            left_out.append(LeftOut(is_value[2], int(is_value[1]) if is_value[1] else None))
        else:
            mark = Mark(ProblemCode(is_width[1]), int(is_width[2])) if is_width else Mark(_HELD, width)
    return Marks(mark, tuple(left_out))


_HELD = ProblemCode.WRONG_WIDTH
