"""The next batch is under way while one is stored, and a batch grows until it takes long enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from client_import import Record, Secret, verify_password
from client_import.hashing_ahead import _pace, hash_ahead
from rosters import check

HASH = "$2b$04$" + "u" * 52 + "6"
ROWS = check(
    "Email,First Name,Last Name,Password,Password Hash\n"
    + "".join(f"c{number}@example.edu,C,{number},secret-{number},\n" for number in range(100))
    + f"h@example.edu,H,H,,{HASH}\n"
).rows


class NotYet(Executor):
    """Takes work and does none of it."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, *_: Any, **__: Any) -> Future[Any]:  # noqa: ANN401
        self.futures.append(Future())
        return self.futures[-1]

    def wait_for(self, number: int) -> None:
        """Until so much work was handed in; not for ever, and then nobody waits for what is not done."""
        deadline = time.monotonic() + 10
        while len(self.futures) < number and time.monotonic() < deadline:
            time.sleep(0.001)
        if len(self.futures) < number:
            for future in self.futures:
                future.cancel()
        assert len(self.futures) >= number


@pytest.mark.parametrize(
    "make_pool",
    [lambda: ThreadPoolExecutor(2), lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn"))],
    ids=["threads", "processes"],
)
def test_every_row_gets_the_hash_of_its_password(make_pool: Callable[[], Executor]) -> None:
    """All batches together hold each row once, each with its own hash; one that came along as it is."""
    with make_pool() as pool:
        hashes = [pair for batch in hash_ahead(ROWS, range(len(ROWS)), pool, 4) for pair in batch.items()]
    assert sorted(index for index, _ in hashes) == list(range(101))
    assert dict(hashes).pop(100) == Secret(HASH)
    assert all(verify_password(f"secret-{index}", secret) for index, secret in hashes if index != 100)


@pytest.mark.parametrize("indexes", [[], [100], [0, 100], range(8), range(9)])
def test_any_number_of_rows(indexes: list[int]) -> None:
    """None, one and a few rows come out, each once."""
    with ThreadPoolExecutor(1) as pool:
        assert sorted(index for batch in hash_ahead(ROWS, indexes, pool, 4) for index in batch) == list(indexes)


def test_the_next_batch_is_under_way_while_one_is_stored() -> None:
    """When a batch comes out, the one after it and the one after that were handed to the executor already."""
    executor = NotYet()
    hashing = hash_ahead(ROWS, range(100), executor, 4)
    with ThreadPoolExecutor(1) as background:
        first = background.submit(next, hashing)
        executor.wait_for(16)
        for future in executor.futures[:8]:
            future.set_result(Secret(HASH))
        assert len(first.result(60)) == 8
    assert len(executor.futures) >= 8 + 8 + 8
    hashing.close()


def test_what_is_under_way_is_cancelled() -> None:
    """Where the caller stops, nobody hashes what nobody will store."""
    executor = NotYet()
    hashing = hash_ahead([*ROWS, *ROWS], range(100), executor, 4)
    with ThreadPoolExecutor(1) as background:
        first = background.submit(next, hashing)
        executor.wait_for(16)
        for future in executor.futures[:8]:
            future.set_result(Secret(HASH))
        first.result(60)
    hashing.close()
    assert [future.cancelled() for future in executor.futures] == [False] * 8 + [True] * (len(executor.futures) - 8)


def test_a_failure_cancels_the_rest() -> None:
    """An executor that breaks reaches the caller, and leaves nothing under way."""

    class BreaksLater(NotYet):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:  # noqa: ANN401
            if len(self.futures) == 10:
                raise RuntimeError("no more")
            return super().submit()

    executor = BreaksLater()
    with pytest.raises(RuntimeError, match="no more"):
        next(hash_ahead(ROWS, range(100), executor, 4))
    assert all(future.cancelled() for future in executor.futures[:8])


@pytest.mark.parametrize(
    ("size", "seconds", "after"),
    [(8, 0.1, 16), (8, 1.0, 8), (8, 4.0, 8), (8, 4.1, 4), (1, 9.0, 1), (1500, 0.1, 2000), (2000, 0.0, 2000)],
)
def test_the_pace(size: int, seconds: float, after: int) -> None:
    """Below a second a batch doubles, up to a limit; above four it halves, down to one password."""
    assert _pace(size, seconds) == after


def test_records_without_a_password_are_no_work() -> None:
    """A row that has nothing to hash is in its batch's rows no more."""
    blank: Record = ROWS[0]._replace(password=None)
    assert list(hash_ahead([blank], [0], NotYet(), 4)) == [{}]
