"""A text → its physical lines, as an editor counts them: each ends with CRLF, LF or CR."""

from __future__ import annotations

import io
from collections.abc import Iterator

_OTHER_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What `str.splitlines` takes for line ends as well."""

_CHUNK = 1 << 18


def iterate_lines(text: str) -> Iterator[str]:
    """The lines with their ends, a part of the text at a time: a list of all of them would take more than the text."""
    if any(end in text for end in _OTHER_ENDS):
        yield from io.StringIO(text, newline="")
        return
    start = 0
    while start < len(text):
        end = _end_of_line(text, start + _CHUNK)
        yield from text[start:end].splitlines(keepends=True)
        start = end


def _end_of_line(text: str, position: int) -> int:
    """Where the line ends that goes over `position`."""
    ends = [text.find(end, position) + len(end) for end in ("\n", "\r")]
    first = min((end for end in ends if end), default=len(text))
    return first + text.startswith("\n", first) if text[first - 1 : first] == "\r" else first
