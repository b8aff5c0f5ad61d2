"""A text → its physical lines, as an editor counts them: each ends with CRLF, LF or CR."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

_OTHER_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What `str.splitlines` takes for line ends as well."""

_END = re.compile(r"\r\n|\r|\n")

_CHUNK = 1 << 18


def iterate_lines(text: str) -> Iterator[str]:
    """The lines with their ends, a part of the text at a time: a list of all of them would take more than the text."""
    if any(end in text for end in _OTHER_ENDS):
        yield from io.StringIO(text, newline="")
        return
    start = 0
    while start < len(text):
        found = _END.search(text, start + _CHUNK)
        end = found.end() if found else len(text)
        yield from text[start:end].splitlines(keepends=True)
        start = end
