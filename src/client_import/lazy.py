"""Many rows without many objects: sequences whose items are built when somebody looks, and batches.

Fifty-five thousand small objects cost more than the import itself. The garbage collector leaves a plain tuple of
texts, or of such tuples, alone once it has seen it, but walks a named tuple, an object or a list in every pass. So
tables, records, plans and reports keep columns and rows as plain tuples, and build the object for a row on the way out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class LazySequence(Sequence[T_co]):
    """`length` items of which item `i` is `build(i)`, anew at each look."""

    __slots__ = ("_build", "_length")

    def __init__(self, length: int, build: Callable[[int], T_co]) -> None:
        self._length = length
        self._build = build

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T_co, ...]: ...
    def __getitem__(self, index: int | slice) -> T_co | tuple[T_co, ...]:
        positions = range(self._length)[index]
        if isinstance(positions, range):
            return tuple(map(self._build, positions))
        return self._build(positions)

    def __iter__(self) -> Iterator[T_co]:
        return map(self._build, range(self._length))

    def __repr__(self) -> str:
        return f"<{self._length} items>"


class InColumns(Sequence[T_co]):
    """Rows that are kept as columns: row `i` is what `build` makes of the values that stand at `i`.

    Args:
        build: Makes a row of one value from each column.
        columns: All of one length.
    """

    __slots__ = ("_build", "_columns")

    def __init__(self, build: Callable[..., T_co], *columns: Sequence[object]) -> None:
        self._build = build
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[0])

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T_co, ...]: ...
    def __getitem__(self, index: int | slice) -> T_co | tuple[T_co, ...]:
        if isinstance(index, slice):
            return tuple(map(self._build, *[column[index] for column in self._columns]))
        return self._build(*[column[index] for column in self._columns])

    def __iter__(self) -> Iterator[T_co]:
        return map(self._build, *self._columns)

    def __repr__(self) -> str:
        return f"<{len(self)} items>"


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in order, `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
