"""When, by whom and from which file an import was made: `Occasion`.

The host says who, and may hand in a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import attrs

Clock: TypeAlias = Callable[[], datetime]
"""Says what time it is, as an aware `datetime`."""


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def _to_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"A time of an import must say its zone, and {moment.isoformat()} does not.")
    return moment.astimezone(UTC)


def _to_utc_or_none(moment: datetime | None) -> datetime | None:
    return None if moment is None else _to_utc(moment)


def _to_text(name: str | None) -> str | None:
    """A name that a document can hold: the bytes in it that are no text become question marks."""
    return None if name is None else name.encode(errors="replace").decode()


@attrs.frozen(kw_only=True)
class Occasion:
    """The circumstances of one import. Times are in UTC.

    Attributes:
        actor: Who imported, as the host names them; None where it did not say.
        started: When writing began.
        finished: When the last profile or password was stored.
        file_name: Of the roster, without its folder; None where it came without a name.
        file_size: Of the roster, in bytes; None for an import that takes another back.
        delimiter: What separates the cells of the roster; None for an import that takes another back.
        undoes: When the import was started that this one took back; None for every other.

    Raises:
        ValueError: A time without a zone.
    """

    actor: str | None = attrs.field(default=None, converter=_to_text)
    started: datetime = attrs.field(converter=_to_utc)
    finished: datetime = attrs.field(converter=_to_utc)
    file_name: str | None = attrs.field(default=None, converter=_to_text)
    file_size: int | None = None
    delimiter: str | None = None
    undoes: datetime | None = attrs.field(default=None, converter=_to_utc_or_none)

    @property
    def duration(self) -> timedelta:
        """How long writing took."""
        return self.finished - self.started
