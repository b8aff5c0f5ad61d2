"""Passwords → hashes, in batches of a second or two; the next batch is always under way while one is stored.

So no core and no machine waits for the storage, a commit costs nothing beside the hashing of its batch, and an
interrupt loses little. A batch grows until it takes long enough, for nobody knows how many an executor does at once.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from typing import NamedTuple

from client_import.hashing import draw_salt, hash_with_salt
from client_import.passwords import Secret
from client_import.records.row_checks import Record

_FIRST_BATCH, _LARGEST_BATCH = 8, 2000
_SHORTEST, _LONGEST = 1.0, 4.0
"""Seconds between two batches: below, the next one is twice as large, above, half as large."""


class _Batch(NamedTuple):
    """Row index -> a hash that came along, or one that is being made."""

    given: Mapping[int, Secret]
    under_way: Mapping[int, Future[Secret]]

    def wait(self) -> dict[int, Secret]:
        """All hashes."""
        return {**self.given, **{index: future.result() for index, future in self.under_way.items()}}


def hash_ahead(
    records: Sequence[Record], indexes: Iterable[int], pool: Executor, cost: int
) -> Generator[dict[int, Secret], None, None]:
    """Batch by batch, row index -> the hash to store; what is under way is cancelled where the caller stops.

    Args:
        records: All rows.
        indexes: Those whose passwords are to be hashed.
        pool: Where they are hashed.
        cost: bcrypt's work factor.
    """
    rest = iter(indexes)
    size = _FIRST_BATCH
    queue: deque[_Batch] = deque()

    def submit() -> None:
        chosen = {index: records[index] for index in itertools.islice(rest, size)}
        if chosen:
            queue.append(_submit(chosen, pool, cost))

    try:
        submit()
        submit()
        while queue:
            started = time.monotonic()
            hashes = queue[0].wait()
            queue.popleft()
            size = _pace(size, time.monotonic() - started)
            submit()
            yield hashes
    finally:
        for batch in queue:
            for future in batch.under_way.values():
                future.cancel()


def _submit(records: Mapping[int, Record], pool: Executor, cost: int) -> _Batch:
    """Salts are drawn here and not where hashes are made, so that equal passwords never share one."""
    given = {index: secret for index, record in records.items() if (secret := record.password_hash) is not None}
    under_way = {
        index: pool.submit(hash_with_salt, secret, draw_salt(cost))
        for index, record in records.items()
        if (secret := record.password) is not None
    }
    return _Batch(given, under_way)


def _pace(size: int, seconds: float) -> int:
    """The size of the next batch, after one of this size was waited for so long."""
    if seconds < _SHORTEST:
        return min(2 * size, _LARGEST_BATCH)
    return max(size // 2, 1) if seconds > _LONGEST else size
