"""Files and folders for one owner: `write_whole`, `delete_folder`, `is_locked`, `check_folder`."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_MOST_SIGNS = 40
"""Of a name, to which a random ending is added: a file system takes 255 bytes, and a sign may be four of them."""


def check_folder(folder: Path, *, marked_by: str) -> None:
    """See that only its owner can enter a folder, and that it is no link, and empty or marked by a file.

    Raises:
        ValueError: It is not so.
    """
    if folder.is_symlink():  # whoever can change it decides what is deleted
        raise ValueError(f"{folder} is a link: name the folder itself.")
    state = folder.stat()
    if state.st_mode & 0o077 or state.st_uid != os.geteuid():
        raise ValueError(f"{folder} will hold passwords: make it a folder that only you can enter (0700).")
    names = {path.name for path in folder.iterdir()}
    if marked_by not in names and not all(name.startswith(f"{marked_by}.") for name in names):
        raise ValueError(f"{folder} holds other things, and what expires in it is deleted: name one for uploads alone.")


def write_whole(path: Path, content: Iterable[bytes]) -> None:
    """Write a file for its owner only, and put it in place once all of it is there."""
    fresh = path.with_name(f"{path.name[:_MOST_SIGNS]}.{secrets.token_hex(8)}")
    number = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            file.writelines(content)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def delete_folder(folder: Path) -> None:
    """Put a folder out of reach in one step, then delete it."""
    hidden = folder.with_name(f".{folder.name}")
    with suppress(FileNotFoundError):  # another process is at it
        folder.rename(hidden)
    shutil.rmtree(hidden, ignore_errors=True)


def is_locked(path: Path) -> bool:
    """Whether a process holds a lock on a file."""
    try:
        number = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared, so that two who look do not see each other
    except BlockingIOError:
        return True
    finally:
        os.close(number)
    return False
