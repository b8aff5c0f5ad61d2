"""`FolderUploads`: uploads as folders on a disk that all worker processes share.

Each upload has a folder of its own that only its owner can enter (0700), with files that only their owner can read
(0600). It is deleted an hour after it was last used, or a day after that where its import left passwords to be set.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from client_import.web.private_files import check_folder, delete_folder, is_locked, write_whole
from client_import.web.uploads import Part, Stage, Upload, clean_file_name

_ID = re.compile(r"[A-Za-z0-9_-]{32}\Z")
_ABOUT, _USED, _CLAIM, _RUNNING, _SECRET = "about", "used", "claim", "running", "secret"
_PIECE = 64 * 1024
_REMAINING_TIMES = 24
"""So many times as long is an upload kept whose import has left passwords to be set."""


class FolderUploads:
    """Uploads in a folder.

    Args:
        folder: Made where it does not exist. Nobody but its owner may have rights on it, and it is for uploads alone.
        idle: After how many seconds without use an upload is deleted.
        clock: Says what time it is, in seconds since 1970.

    Raises:
        ValueError: Others than its owner have rights on the folder, it belongs to somebody else, it is a link, or it
            holds other things, which would be in danger when uploads expire.
    """

    def __init__(
        self, folder: str | os.PathLike[str], *, idle: float = 3600, clock: Callable[[], float] = time.time
    ) -> None:
        self._folder = Path(folder)
        self._idle = idle
        self._clock = clock
        self._sweeper: threading.Timer | None = None
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        check_folder(self._folder, marked_by=_SECRET)
        self.secret()  # which marks the folder as one for uploads
        self.sweep()

    def keep(self, actor: str, file_name: str, roster: BinaryIO) -> Upload:
        """Keep a roster for an actor. Uploads that have expired are deleted at this occasion."""
        self.sweep()
        upload_id, now = secrets.token_urlsafe(24), self._clock()
        folder = self._folder / upload_id
        folder.mkdir(mode=0o700)
        self.write(upload_id, Part.ROSTER, iter(lambda: roster.read(_PIECE), b""))
        size = (folder / Part.ROSTER).stat().st_size
        about = {"actor": actor, "file_name": clean_file_name(file_name), "size": size, "uploaded": now}
        write_whole(folder / _ABOUT, [json.dumps(about).encode()])
        self._touch(folder)
        self._sweep_later()
        return _to_upload(upload_id, about)

    def find(self, upload_id: str, actor: str) -> Upload | None:
        """The upload, which counts as used by that; None where there is none of this id for this actor."""
        folder = self._locate(upload_id)
        upload = self._read_about(folder) if folder and not self._has_expired(folder) else None
        if folder is None or upload is None or upload.actor != actor:
            return None
        self._touch(folder)
        return upload

    def uploads_of(self, actor: str) -> list[Upload]:
        """All of an actor's uploads, the newest first. Looking at the list is no use of them."""
        found = (self._read_about(folder) for folder in self._list() if not self._has_expired(folder))
        own = [upload for upload in found if upload and upload.actor == actor]
        return sorted(own, key=lambda upload: upload.uploaded, reverse=True)

    def stage(self, upload_id: str) -> Stage:
        """How far an upload is."""
        folder = self._locate(upload_id)
        if folder is None:
            return Stage.BROKEN_OFF
        if is_locked(folder / _RUNNING):
            return Stage.RUNNING
        if (folder / Part.REPORT).exists():
            return Stage.FINISHED
        if not (folder / _CLAIM).exists():
            return Stage.OPEN
        return Stage.BROKEN_OFF if (folder / _RUNNING).exists() else Stage.CLAIMED

    def open(self, upload_id: str, part: Part) -> BinaryIO | None:
        """A part, to read and to seek in; None where there is none."""
        folder = self._locate(upload_id)
        if folder:
            with suppress(FileNotFoundError):
                return (folder / part).open("rb")
        return None

    def write(self, upload_id: str, part: Part, content: Iterable[bytes]) -> None:
        """Write a part anew, all at once for whoever reads it.

        Raises:
            LookupError: The upload is gone.
        """
        try:
            write_whole(self._folder / upload_id / part, content)
        except FileNotFoundError:
            raise LookupError("The upload is gone.") from None

    def drop(self, upload_id: str, *parts: Part) -> None:
        """Delete some parts for good, where they are there."""
        folder = self._locate(upload_id)
        if folder:
            for part in parts:
                (folder / part).unlink(missing_ok=True)

    def claim(self, upload_id: str) -> bool:
        """Start the import of an upload: True for one caller, in whatever process, and False for every other."""
        folder = self._locate(upload_id)
        if folder is None or (folder / Part.REPORT).exists():
            return False
        try:
            os.close(os.open(folder / _CLAIM, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError:  # it is there already, or the upload has just gone
            return False
        return True

    @contextmanager
    def running(self, upload_id: str) -> Iterator[None]:
        """Entered by whoever runs a claimed import: holds a lock that the system takes from a dead process."""
        number = os.open(self._folder / upload_id / _RUNNING, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(number, fcntl.LOCK_EX)
            yield
        finally:
            os.close(number)

    def release(self, upload_id: str) -> None:
        """Take a claim back, so that the import can be started once more."""
        folder = self._locate(upload_id)
        if folder:
            for name in (_RUNNING, _CLAIM):
                (folder / name).unlink(missing_ok=True)

    def forget(self, upload_id: str) -> None:
        """Delete an upload with all of its parts."""
        folder = self._locate(upload_id)
        if folder:
            delete_folder(folder)

    def sweep(self) -> None:
        """Delete what has expired, and what was left half-made. A running import keeps its upload."""
        for folder in self._folder.glob(".*"):
            if _ID.match(folder.name[1:]):
                shutil.rmtree(folder, ignore_errors=True)
        for folder in self._list(whole=False):
            if self._has_expired(folder):
                delete_folder(folder)

    def secret(self) -> bytes:
        """32 random bytes, the same in every process and for as long as the folder exists."""
        path = self._folder / _SECRET
        if not path.exists():
            fresh = self._folder / f"{_SECRET}.{secrets.token_hex(8)}"
            write_whole(fresh, [secrets.token_bytes(32)])
            with suppress(FileExistsError):  # of several processes that start at once, one decides
                os.link(fresh, path)
            fresh.unlink()
        return path.read_bytes()

    def _locate(self, upload_id: str) -> Path | None:
        """The folder of an upload; nothing that is no id ever becomes a path."""
        folder = self._folder / upload_id if _ID.match(upload_id) else None
        return folder if folder and (folder / _ABOUT).exists() else None

    def _list(self, *, whole: bool = True) -> Iterator[Path]:
        for folder in self._folder.iterdir():
            if _ID.match(folder.name) and (not whole or (folder / _ABOUT).exists()):
                yield folder

    def _read_about(self, folder: Path) -> Upload | None:
        try:
            return _to_upload(folder.name, json.loads((folder / _ABOUT).read_bytes()))
        except FileNotFoundError:  # just deleted
            return None

    def _touch(self, folder: Path) -> None:
        with suppress(FileNotFoundError):  # just swept
            path = folder / _USED
            path.touch(mode=0o600)
            os.utime(path, (self._clock(), self._clock()))

    def _has_expired(self, folder: Path) -> bool:
        times = 1
        reported = (folder / Part.REPORT).exists() or (folder / Part.EARLIER).exists()
        if reported and (folder / Part.ROSTER).exists():
            times = _REMAINING_TIMES
        unused = self._clock() - _last_change(folder)
        return unused > self._idle * times and not is_locked(folder / _RUNNING)

    def _sweep_later(self) -> None:
        """Sweep once more when what is there now has expired, also where nobody visits the pages any more."""
        if self._sweeper is None or not self._sweeper.is_alive():
            self._sweeper = threading.Timer(self._idle, self._sweep_and_go_on)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep_and_go_on(self) -> None:
        self._sweeper = None
        self.sweep()
        if any(self._list()):
            self._sweep_later()


def _to_upload(upload_id: str, about: Mapping[str, Any]) -> Upload:
    uploaded = datetime.fromtimestamp(about["uploaded"], UTC)
    return Upload(upload_id, about["actor"], about["file_name"], about["size"], uploaded)


def _last_change(folder: Path) -> float:
    """When an upload was used last; one that was left half-made, when it was begun."""
    for path in (folder / _USED, folder):
        with suppress(FileNotFoundError):
            return path.stat().st_mtime
    return 0
