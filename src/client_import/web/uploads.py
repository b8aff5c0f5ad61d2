"""Where rosters wait between one page and the next: `UploadStore`, the port, and its values.

An upload is known by a random id and belongs to the actor who made it; nobody else is told that it exists. What
belongs to it is kept as parts: the roster itself, and what the pages need to remember. Only the roster holds passwords.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import BinaryIO, Protocol

import attrs


class Part(enum.StrEnum):
    """What is kept of an upload."""

    ROSTER = "roster"
    """The file as it came."""
    MAPPING = "mapping"
    """What was decided about its columns and values, as JSON; kept after the import, for a file of corrections."""
    SAVED_AS = "saved-as"
    """The name under which the mapping is kept for the next file, where one was given."""
    REVIEW = "review"
    """The dry run as it is shown."""
    ORDER = "order"
    """What the import was told when it was started, as JSON; gone once it has ended."""
    PROGRESS = "progress"
    """How far the import is, as JSON."""
    OUTCOME = "outcome"
    """How the import ended, as JSON."""
    REPORT = "report"
    """The report of the import, as JSON."""
    EARLIER = "earlier"
    """The report of an import that left passwords to be set, once it is gone on with."""
    UNDOES = "undoes"
    """The report of the import that this one takes back, as JSON, where there is no roster."""
    UNDONE_BY = "undone-by"
    """Which uploads take this one back, as JSON: the part that holds the report -> the id of the upload."""


class Stage(enum.Enum):
    """How far an upload is."""

    OPEN = enum.auto()
    """Nobody has started its import, or it ended without writing anything."""
    CLAIMED = enum.auto()
    """Its import was started and waits for its turn."""
    RUNNING = enum.auto()
    """Its import is under way."""
    FINISHED = enum.auto()
    """Its import has ended, and there is a report."""
    BROKEN_OFF = enum.auto()
    """Its import was under way, and the process that ran it is gone."""


@attrs.frozen
class Upload:
    """A roster that somebody has uploaded.

    Attributes:
        id: Random, and of letters, digits, `-` and `_` only.
        actor: Who uploaded it, as the host names them.
        file_name: What the browser called it, without folders and control characters.
        size: In bytes.
        uploaded: When.
    """

    id: str
    actor: str
    file_name: str
    size: int
    uploaded: datetime


class UploadStore(Protocol):
    """Keeps uploads for all processes that serve the pages. A method may be called from several threads at once."""

    def keep(self, actor: str, file_name: str, roster: BinaryIO) -> Upload:
        """Keep a roster for an actor."""
        ...

    def find(self, upload_id: str, actor: str) -> Upload | None:
        """The upload, which counts as used by that; None where there is none of this id for this actor."""
        ...

    def uploads_of(self, actor: str) -> Iterable[Upload]:
        """All of an actor's uploads, the newest first."""
        ...

    def stage(self, upload_id: str) -> Stage:
        """How far an upload is; a lost one is `BROKEN_OFF`."""
        ...

    def open(self, upload_id: str, part: Part) -> BinaryIO | None:
        """A part, to read and to seek in, as it is at this moment; None where there is none."""
        ...

    def write(self, upload_id: str, part: Part, content: Iterable[bytes]) -> None:
        """Write a part anew; whoever reads it sees all of the old one or all of the new one.

        Raises:
            LookupError: The upload is gone.
        """
        ...

    def drop(self, upload_id: str, *parts: Part) -> None:
        """Delete some parts for good, where they are there."""
        ...

    def claim(self, upload_id: str) -> bool:
        """Start the import of an upload: True for one caller, in whatever process, and False for every other."""
        ...

    def running(self, upload_id: str) -> AbstractContextManager[None]:
        """Entered by whoever runs a claimed import. If that process dies, the stage is `BROKEN_OFF`."""
        ...

    def release(self, upload_id: str) -> None:
        """Take a claim back, so that the import can be started once more."""
        ...

    def forget(self, upload_id: str) -> None:
        """Delete an upload with all of its parts."""
        ...

    def secret(self) -> bytes:
        """At least 32 random bytes, the same in every process and for as long as the store exists."""
        ...


def read_part(uploads: UploadStore, upload_id: str, part: Part) -> bytes | None:
    """A whole part; None where there is none."""
    file = uploads.open(upload_id, part)
    if file is None:
        return None
    with file:
        return file.read()


def clean_file_name(name: str) -> str:
    """A file's name as it can be shown: without folders, without what is not printable, and not too long.

    It is shown, never used as a path.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in last if char.isprintable()).strip()
    return shown[:120] or "roster.csv"
