"""Names from a column for each, or from one of full names."""

from __future__ import annotations

import pytest

from client_import import BadMapping, Client
from rosters import check, codes, plan


def named(cell: str) -> tuple[str, str, list[str]]:
    """First and last name of a row with this full name, and the codes of what is wrong."""
    records = check(f'Email,Full Name\nada@example.edu,"{cell}"\n')
    (record,) = records.rows
    return record.first_name, record.last_name, [problem.code.value for problem in records.problems]


@pytest.mark.parametrize(
    ("cell", "first", "last", "found"),
    [
        ("Lovelace, Ada", "Ada", "Lovelace", []),
        ("Ada Lovelace", "Ada", "Lovelace", []),
        ("Maria de la Cruz", "Maria", "de la Cruz", ["name_split_doubtful"]),
        ("Plato", "", "", ["name_not_split"]),
        ("", "", "", ["missing_full_name"]),
        ("  ", "", "", ["missing_full_name"]),
        ("#REF!", "", "", ["invalid_name"]),
    ],
)
def test_full_names(cell: str, first: str, last: str, found: list[str]) -> None:
    """A full name is split; where that is not certain there is a warning, where it cannot be an error."""
    assert named(cell) == (first, last, found)


def test_a_full_name_names_its_column() -> None:
    """The problem tells line, column and header, and how the name was taken."""
    (problem,) = check("Email,Full Name\nada@example.edu,Maria de la Cruz\n").problems
    assert (problem.line, problem.column, problem.header, problem.field) == (2, 2, "Full Name", "full_name")
    assert "“Maria”" in problem.message
    assert "“de la Cruz”" in problem.message


def test_full_names_update_first_and_last_name() -> None:
    """A stored client's names are compared one by one."""
    made = plan('Email,Full Name\nada@example.edu,"King, Ada"\n', Client(1, "ada@example.edu", "Ada", "Lovelace"))
    assert made.rows[0].changes == (("last_name", "Lovelace", "King"),)


def test_a_comma_in_a_full_name_is_no_strange_separator() -> None:
    """`Lovelace, Ada` in a file whose cells are separated by commas is what is meant; a semicolon is strange."""
    assert codes(check('Email,Full Name\nada@example.edu,"Lovelace, Ada"\n').problems) == []
    text = 'Email;Full Name\nada@example.edu;"Lovelace; Ada"\nbob@example.edu;Bob B\n'
    assert codes(check(text).problems) == [(2, "contains_separator")]


def test_a_full_name_cut_by_an_unquoted_comma_is_put_right() -> None:
    """Where only one way to join cells fits, the name is whole again."""
    text = "Email,Full Name,Major\nada@example.edu,Lovelace, Ada,History\nbob@example.edu,Bob B,Biology\n"
    records = check(text)
    assert [(record.first_name, record.last_name) for record in records.rows] == [("Ada", "Lovelace"), ("Bob", "B")]
    assert codes(records.problems) == [(2, "cells_realigned")]


def test_full_and_single_names_exclude_each_other() -> None:
    """A file cannot say a name twice."""
    with pytest.raises(BadMapping, match="mapped to Full Name and to Last Name as well"):
        check(
            "Email,Name,Surname\na@example.edu,A B,B\n",
            decide=lambda mapping: mapping.assign("Surname", "last_name").assign("Name", "full_name"),
        )
