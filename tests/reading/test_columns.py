"""The header row as columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import import Problem, ProblemCode, Severity
from client_import.reading.columns import Column, name_columns, warn_of_repeated


def test_columns() -> None:
    """A column has its position, a name of its own and what stands above it."""
    assert name_columns([" First \n Name", "", "Notes", "Notes"]) == (
        Column(1, "First Name", "First Name"),
        Column(2, "Column 2", ""),
        Column(3, "Notes", "Notes"),
        Column(4, "Notes [2]", "Notes"),
    )


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ([], []),
        (["", " ", "\t"], ["Column 1", "Column 2", "Column 3"]),
        (["a", "a", "a [2]", "a"], ["a", "a [3]", "a [2]", "a [4]"]),
        (["a [2]", "a [2]", "a", "a"], ["a [2]", "a [2] [2]", "a", "a [3]"]),
        (["", "Column 1", ""], ["Column 1 [2]", "Column 1", "Column 3"]),
        (["", "Column 1", "Column 1"], ["Column 1 [2]", "Column 1", "Column 1 [3]"]),
        (["Note", "note"], ["Note", "note"]),
    ],
)
def test_names(header: list[str], names: list[str]) -> None:
    """No name that is made up is that of another column, before it or behind it."""
    assert [column.header for column in name_columns(header)] == names


@given(st.lists(st.sampled_from(["", " ", "a", "a ", "a [2]", "a [3]", "a [2] [2]", "Column 1", "Column 2"])))
def test_names_are_unlike(header: list[str]) -> None:
    """However headers repeat, every column has a name of its own, and the first of its text keeps it."""
    columns = name_columns(header)
    assert len({column.header for column in columns}) == len(header)
    firsts = {column.text: column.header for column in reversed(columns) if column.text}
    assert all(text == name for text, name in firsts.items())


def test_warnings() -> None:
    """Each text above several columns has one warning, at the first of them; blank ones have none."""
    columns = name_columns(["Notes", "", "Email", "Notes", "", "Email", "Notes"])
    assert list(warn_of_repeated(columns, 4)) == [
        Problem(
            ProblemCode.REPEATED_HEADER,
            Severity.WARNING,
            line=4,
            column=1,
            header="Notes",
            params={"value": "Notes", "times": 3, "second": "Notes [2]"},
        ),
        Problem(
            ProblemCode.REPEATED_HEADER,
            Severity.WARNING,
            line=4,
            column=3,
            header="Email",
            params={"value": "Email", "times": 2, "second": "Email [2]"},
        ),
    ]


def test_no_warning() -> None:
    """Columns that differ are no reason for one."""
    assert list(warn_of_repeated(name_columns(["a", "A", "", ""]), 1)) == []
