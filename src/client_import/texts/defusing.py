"""Cells that no spreadsheet runs as a formula, and back again (OWASP, CSV injection).

A cell that starts with `=`, `+`, `-`, `@`, tab or carriage return, behind any number of `'`, is written with
one more `'` in front; so is one that starts with `'` and a digit, since a leading `'` before a number is taken
off as well. Exactly one is taken off on the way in: what was written comes back as it was, and a name such as
`'t Hart` is never touched. So a `'` also keeps `0042` and `1-2` from becoming a number and a date, where somebody
wants that.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]|'+[0-9]")
_DIGITS_FIRST = re.compile(r"[0-9][^@]*\Z")
_DEFUSED = re.compile(r"'+[=+\-@\t\r0-9]")
_MARKED = re.compile(r"'[=+\-@\t\r0-9]")


def defuse(cell: str) -> str:
    """The cell as it is written."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def defuse_digits(cell: str) -> str:
    """The cell as it is written where a spreadsheet shall leave numbers and dates alone; addresses are neither."""
    return f"'{cell}" if _DIGITS_FIRST.match(cell) else defuse(cell)


def undefuse(cell: str) -> str:
    """The cell as it was before `defuse`; spaces around a defused one go with the `'`."""
    text = cell.strip()
    return text[1:] if _DEFUSED.match(text) else cell


def may_hold_defused(text: str) -> bool:
    """Whether a file may hold a defused cell at all; nearly always it does not."""
    return _MARKED.search(text) is not None
