"""A text as physical lines, a part of it at a time."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import.reading import lines


@given(st.text(alphabet="a\r\n\x0b\u2028", max_size=40))
def test_lines(text: str) -> None:
    """Lines end with CRLF, LF or CR and nothing else, wherever one part of the text ends and the next begins."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_CHUNK", 3)
        assert list(lines.iterate_lines(text)) == list(io.StringIO(text, newline=""))


@given(st.text(alphabet="a\r\n", max_size=40))
def test_lines_without_other_ends(text: str) -> None:
    """The same where no other character could be taken for a line end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_CHUNK", 3)
        assert list(lines.iterate_lines(text)) == list(io.StringIO(text, newline=""))
