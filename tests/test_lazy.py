import pytest

from client_import.lazy import InColumns, LazySequence


def squares(length: int) -> LazySequence[int]:
    return LazySequence(length, lambda index: index * index)


def test_items() -> None:
    """An item is what the function builds for its position, counted from either end."""
    items = squares(5)
    assert (items[0], items[4], items[-1], items[-5]) == (0, 16, 16, 0)


@pytest.mark.parametrize("index", [5, -6, 100])
def test_out_of_range(index: int) -> None:
    """There is no item beyond either end."""
    with pytest.raises(IndexError):
        squares(5)[index]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (slice(1, 3), (1, 4)),
        (slice(None, None, -1), (16, 9, 4, 1, 0)),
        (slice(3, 99), (9, 16)),
        (slice(-2, None), (9, 16)),
        (slice(4, 1), ()),
    ],
)
def test_slices(part: slice, expected: tuple[int, ...]) -> None:
    """A slice is a tuple of the items, as of a list."""
    assert squares(5)[part] == expected


def test_iteration() -> None:
    """Going through it gives every item once, in order, as often as one likes."""
    items = squares(4)
    assert [list(items), list(items)] == [[0, 1, 4, 9], [0, 1, 4, 9]]


def test_is_a_sequence() -> None:
    """It has a length, can be searched and reversed."""
    items = squares(4)
    assert (len(items), 4 in items, 5 in items, items.index(9), list(reversed(items))) == (
        4,
        True,
        False,
        3,
        [9, 4, 1, 0],
    )


def test_empty() -> None:
    """Without items it is false and gives nothing."""
    assert not squares(0)
    assert list(squares(0)) == []


def test_builds_only_what_is_looked_at() -> None:
    """Nothing is built before somebody looks, and then only that item."""
    built: list[int] = []

    def build(index: int) -> int:
        built.append(index)
        return index

    items = LazySequence(1_000_000, build)
    before = list(built)
    items[7]
    items[10:12]
    assert (before, built) == ([], [7, 10, 11])


def test_repr() -> None:
    """Its repr tells how many items there are and shows none of them."""
    assert repr(squares(3)) == "<3 items>"


def test_rows_are_built_from_their_columns() -> None:
    """Rows that are kept as columns are built when somebody looks, and can be sliced, counted and shown."""
    rows = InColumns(lambda line, email: f"{line}: {email}", [2, 3, 4], ["ada", "bob", "eve"])
    assert rows[1] == "3: bob"
    assert rows[-2:] == ("3: bob", "4: eve")
    assert list(rows) == ["2: ada", "3: bob", "4: eve"]
    assert (len(rows), repr(rows)) == (3, "<3 items>")
