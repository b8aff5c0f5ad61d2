import io
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from client_import import BadFile
from client_import.reading.source import Source, load_bytes

CONTENT = b"Email,Name\nada@example.edu,Ada\n"


class Endless(io.RawIOBase):
    """A stream that never ends and remembers how much was asked of it."""

    def __init__(self, chunk: int) -> None:
        super().__init__()
        self.chunk = chunk
        self.asked: list[int] = []
        self.given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "a whole endless file was asked for"
        self.asked.append(size)
        part = b"x" * min(size, self.chunk)
        self.given += len(part)
        return part


class Trickle(io.BytesIO):
    """A stream that gives one byte at a time, as a socket may."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(1 if size else 0)


@pytest.mark.parametrize(
    "source", [CONTENT, bytearray(CONTENT), memoryview(CONTENT), io.BytesIO(CONTENT), Trickle(CONTENT)]
)
def test_content(source: Source) -> None:
    """Bytes, and a file opened in binary mode, are read whole, as bytes."""
    content = load_bytes(source, 1000)
    assert type(content) is bytes
    assert content == CONTENT


def test_path(tmp_path: Path) -> None:
    """A path is read whether it is a text or a Path."""
    path = tmp_path / "roster.csv"
    path.write_bytes(CONTENT)
    assert load_bytes(path, 1000) == load_bytes(str(path), 1000) == CONTENT


def test_open_file(tmp_path: Path) -> None:
    """An open file is read from where it stands, and left open."""
    path = tmp_path / "roster.csv"
    path.write_bytes(CONTENT)
    with path.open("rb") as file:
        file.read(6)
        assert load_bytes(file, 1000) == CONTENT[6:]
        assert not file.closed


def test_empty() -> None:
    """Nothing is as good as any content here."""
    assert load_bytes(b"", 1) == load_bytes(io.BytesIO(), 1) == b""


@pytest.mark.parametrize("stream", [True, False])
def test_limit(stream: bool) -> None:
    """A file of exactly the limit is read, one of a byte more is refused."""
    size = len(CONTENT)
    assert load_bytes(io.BytesIO(CONTENT) if stream else CONTENT, size) == CONTENT
    with pytest.raises(BadFile) as caught:
        load_bytes(io.BytesIO(CONTENT) if stream else CONTENT, size - 1)
    assert (caught.value.code, caught.value.params) == ("file_too_large", {"limit": f"{size - 1} bytes"})


def test_limit_of_path(tmp_path: Path) -> None:
    """A file on disk is held to the limit too."""
    path = tmp_path / "roster.csv"
    path.write_bytes(CONTENT)
    with pytest.raises(BadFile) as caught:
        load_bytes(path, 5)
    assert caught.value.code == "file_too_large"


def test_limit_counts_bytes() -> None:
    """A view of wider items is measured in bytes, not in items."""
    view = memoryview(bytes(8)).cast("I")
    assert load_bytes(view, 8) == bytes(8)
    with pytest.raises(BadFile):
        load_bytes(view, 7)


@pytest.mark.parametrize("chunk", [1, 7, 100, 101, 10_000])
def test_endless_stream(chunk: int) -> None:
    """Of a stream that never ends no more than one byte above the limit is asked for and taken."""
    stream = Endless(chunk)
    with pytest.raises(BadFile) as caught:
        load_bytes(cast("BinaryIO", stream), 100)
    assert caught.value.code == "file_too_large"
    assert stream.given == 101
    assert max(stream.asked) <= 101
    taken = 0
    for asked in stream.asked:
        assert taken + asked <= 101
        taken += min(asked, chunk)


@pytest.mark.parametrize(
    ("limit", "named"),
    [(5 * 1024 * 1024, "5 MB"), (1024 * 1024, "1 MB"), (1_500_000, "1,500,000 bytes"), (1, "1 bytes")],
)
def test_name_of_limit(limit: int, named: str) -> None:
    """The refusal names the limit as people do, in whole megabytes or in bytes."""
    with pytest.raises(BadFile) as caught:
        load_bytes(bytes(limit + 1), limit)
    assert caught.value.params == {"limit": named}
    assert str(caught.value) == f"This file is larger than the limit of {named}. Split the roster into several files."


def test_text_file() -> None:
    """A file opened as text is refused, for its bytes are lost."""
    with pytest.raises(TypeError, match=r"^The file is open as text. Open it with mode 'rb', or hand in its path.$"):
        load_bytes(cast("BinaryIO", io.StringIO("Email")), 1000)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is the system's error."""
    with pytest.raises(FileNotFoundError):
        load_bytes(tmp_path / "none.csv", 1000)
