"""What people and their programs do to rosters, habit by habit: the bytes, and what becomes of them.

Each case gives the header as the table names it, the line of each row with what is imported from it (`None`: nothing),
and line and code of each problem.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping

import attrs
import pytest

from client_import import BadFile, BadMapping, Client, Importer, ImportRules, Question, RegistrationForm
from client_import.repositories.memory import MemoryClients

FORM = RegistrationForm(
    [
        Question("sid", "SID"),
        Question("major", "Major", kind="choice", choices=["Biology", "History"]),
        Question("note", "Note"),
    ]
)
NAMES = ("Email", "First Name", "Last Name")
HEAD = "Email,First Name,Last Name\n"
ADA = "ada@example.edu,Ada,Lovelace\n"
ZOE = "zoe@example.edu,Zoë,Okafor\n"
ADA_IN = ("ada@example.edu", "Ada", "Lovelace")
ZOE_IN = ("zoe@example.edu", "Zoë", "Okafor")
PLAIN = {2: ADA_IN, 3: ZOE_IN}
WIDE = "Email,First Name,Last Name,Major,Note\n"


@attrs.frozen
class Habit:
    """A file, and what becomes of it."""

    content: bytes
    rows: Mapping[int, tuple[str, ...] | None]
    problems: list[tuple[int | None, str]] = attrs.field(factory=list)
    header: tuple[str, ...] = NAMES


def text(
    content: str, rows: Mapping[int, tuple[str, ...] | None], *problems: tuple[int | None, str], more: str = ""
) -> Habit:
    """A file in UTF-8."""
    return Habit(content.encode(), rows, list(problems), (*NAMES, *more.split()))


SILENT = {
    "spaces around values": text(HEAD + " ada@example.edu , Ada,Lovelace \n" + ZOE, PLAIN),
    "no-break spaces": text(HEAD + "ada@example.edu\u00a0,\u00a0Ada,Lovelace\n" + ZOE, PLAIN),
    "zero-width characters": text(f"\u200bEmail\u200b,First Name,Last Name\n\ufeff{ADA}\u200e{ZOE}", PLAIN),
    "line breaks around values": text(f'{HEAD}ada@example.edu,"\nAda","Lovelace\r\n"\n', {2: ADA_IN}),
    "a byte order mark": Habit((HEAD + ADA + ZOE).encode("utf-8-sig"), PLAIN),
    "UTF-16 with a mark": Habit((HEAD + ADA + ZOE).encode("utf-16"), PLAIN),
    "UTF-16 without a mark": Habit((HEAD + ADA + ZOE).encode("utf-16-be"), PLAIN),
    "semicolons": text((HEAD + ADA + ZOE).replace(",", ";"), PLAIN),
    "tabs": text((HEAD + ADA + ZOE).replace(",", "\t"), PLAIN),
    "pipes": text((HEAD + ADA + ZOE).replace(",", "|"), PLAIN),
    "comma and space": text((HEAD + 'ada@example.edu,"Ada","Lovelace"\n' + ZOE).replace(",", ", "), PLAIN),
    "spaces between cells": text('Email "First Name" "Last Name"\nada@example.edu  Ada Lovelace\n', {2: ADA_IN}),
    "apostrophes around cells": text(
        "'Email','First Name','Last Name'\n'ada@example.edu','Ada','Lovelace'\n", {2: ADA_IN}
    ),
    "backslashes before marks": text(
        f'{HEAD}bob@example.edu,"Robert \\"Bob\\"",Ross\n', {2: ("bob@example.edu", 'Robert "Bob"', "Ross")}
    ),
    "line ends of old Macs": text((HEAD + ADA + ZOE).replace("\n", "\r"), PLAIN),
    "line ends of three kinds": text(HEAD.replace("\n", "\r\n") + ADA.replace("\n", "\r") + ZOE, PLAIN),
    "the separator declared": text("sep=;\n" + (HEAD + ADA).replace(",", ";"), {3: ADA_IN}),
    "blank rows": text(f"\n{HEAD}\n,,\n{ADA} , ,\n\n{ZOE}\n,,\n", {5: ADA_IN, 8: ZOE_IN}),
    "empty columns at the end": text((HEAD + ADA + ZOE).replace("\n", ",,\n"), PLAIN),
    "trailing cells left out": text(
        f"{WIDE}{ADA}{ZOE}eve@example.edu,Eve,Li\nkim@example.edu,Kim,Lee,Biology,hi\nmia@example.edu,Mia,Ro,History,\n",
        {
            **PLAIN,
            4: ("eve@example.edu", "Eve", "Li"),
            5: ("kim@example.edu", "Kim", "Lee", "Biology", "hi"),
            6: ("mia@example.edu", "Mia", "Ro", "History"),
        },
        more="Major Note",
    ),
    "a number kept as text": text(
        f'{HEAD.strip()},SID\nada@example.edu,Ada,Lovelace,="00123"\n', {2: (*ADA_IN, "00123")}, more="SID"
    ),
    "a formula defused": text(
        f"{HEAD.strip()},Note\nada@example.edu,Ada,'t Hart,'=1+1\n",
        {2: ("ada@example.edu", "Ada", "'t Hart", "=1+1")},
        more="Note",
    ),
    "mailto": text(f"{HEAD}mailto:{ADA}", {2: ADA_IN}),
    "a name around the address": text(f'{HEAD}"Lovelace, Ada <ada@example.edu>",Ada,Lovelace\n', {2: ADA_IN}),
    "capitals in an address": text(
        f"{HEAD}ADA@Example.EDU,Ada,Lovelace\n", {2: ("ADA@Example.EDU", "Ada", "Lovelace")}
    ),
}

WARNED = {
    "Windows-1252": Habit((HEAD + ADA + ZOE).encode("cp1252"), PLAIN, [(3, "encoding_guessed")]),
    "CSV (Macintosh)": Habit((HEAD + ADA + ZOE).encode("mac_roman"), PLAIN, [(3, "encoding_guessed")]),
    "CSV (MS-DOS)": Habit(
        (HEAD + ADA + "j@example.edu,Zoë,Müller\n").encode("cp850"),
        {2: ADA_IN, 3: ("j@example.edu", "Zoë", "Müller")},
        [(3, "encoding_guessed")],
    ),
    "a title above the header": text(
        f"Spring roster,,\nExported 2026-11-20,,\n{HEAD}{ADA}", {4: ADA_IN}, (1, "preamble_skipped")
    ),
    "a total below": text(f"{HEAD}{ADA}Total,1,\n", {2: ADA_IN}, (3, "footer_skipped")),
    "a remark below": text(f"{HEAD}{ADA}(1 row affected)\n", {2: ADA_IN}, (3, "footer_skipped")),
    "rows between marks": text(f'{HEAD}"{ADA.strip()}"\n{ZOE}', PLAIN, (2, "rows_unwrapped")),
    "a mark not closed": text(f'{HEAD}ada@example.edu,Ada,"Lovelace\n{ZOE}', PLAIN, (2, "quote_closed")),
    "a stray mark": text(
        f'{HEAD}ada@example.edu,Ada "A",Lovelace\n', {2: ("ada@example.edu", 'Ada "A"', "Lovelace")}, (2, "stray_quote")
    ),
    "NUL": text(f"{HEAD}{ADA}zoe@example.edu,Zoë\0,Okafor\n", PLAIN, (3, "control_characters")),
    "one header twice": Habit(
        f"{HEAD.strip()},Note,Note\nada@example.edu,Ada,Lovelace,x,y\n".encode(),
        {2: ADA_IN},
        [(1, "repeated_header")],
        (*NAMES, "Note", "Note [2]"),
    ),
    "letters in the wrong encoding": text(
        f"{HEAD}zoe@example.edu,ZoÃ«,Okafor\n", {2: ("zoe@example.edu", "ZoÃ«", "Okafor")}, (2, "wrong_letters")
    ),
    "a number rounded": text(
        f"{HEAD.strip()},SID\nada@example.edu,Ada,Lovelace,1.23E+10\nzoe@example.edu,Zoë,Okafor,12345678901\n",
        {2: ADA_IN, 3: (*ZOE_IN, "12345678901")},
        (2, "damaged_value"),
        more="SID",
    ),
    "zeros lost": text(
        f"{HEAD.strip()},SID\nada@example.edu,Ada,Lovelace,123\nzoe@example.edu,Zoë,Okafor,00456\n"
        + "".join(f"c{n}@example.edu,C,D,00{n}\n" for n in range(100, 110)),
        {
            2: ADA_IN,
            3: (*ZOE_IN, "00456"),
            **{n - 96: (f"c{n}@example.edu", "C", "D", f"00{n}") for n in range(100, 110)},
        },
        (2, "damaged_value"),
        more="SID",
    ),
    "an error in a cell": text(
        f"{HEAD.strip()},Note\nada@example.edu,Ada,Lovelace,#N/A\n", {2: ADA_IN}, (2, "damaged_value"), more="Note"
    ),
    "names that look like errors": text(f"{HEAD}ada@example.edu,NA,Null\n", {2: ("ada@example.edu", "NA", "Null")}),
    "a cell left out": text(
        f"{WIDE}ada@example.edu,Ada,Lovelace,Biology,hi\nzoe@example.edu,Zoë,Okafor,History\n",
        {2: (*ADA_IN, "Biology", "hi"), 3: (*ZOE_IN, "History")},
        (3, "unusual_width"),
        more="Major Note",
    ),
    "the end cut off": text(
        f"{HEAD}{ADA}zoe@example.edu,Zoë,Oka", {2: ADA_IN, 3: ("zoe@example.edu", "Zoë", "Oka")}, (3, "maybe_truncated")
    ),
    "a comma too many, put right": text(
        "First Name,Email,Last Name\nAda, M.,ada@example.edu,Lovelace\n",
        {2: ("ada@example.edu", "Ada, M.", "Lovelace")},
        (2, "cells_realigned"),
        (2, "contains_separator"),
    ),
}

REJECTED = {
    "a comma too many": text(
        f"{HEAD}ada@example.edu,Ada,King, Jr.\n{ZOE}", {2: None, 3: ZOE_IN}, (2, "too_many_cells")
    ),
    "two addresses": text(f"{HEAD}ada@example.edu; a@example.edu,Ada,Lovelace\n", {2: None}, (2, "invalid_email")),
    "an error for a name": text(f"{HEAD}ada@example.edu,#N/A,Lovelace\n", {2: None}, (2, "invalid_name")),
    "a letter lost in a name": Habit(
        (HEAD + ZOE).encode() + b"zoe2@example.edu,Zo\xeb,Okafor\n",
        {2: ZOE_IN, 3: None},
        [(3, "broken_letters"), (3, "invalid_name")],
    ),
}

CASES = SILENT | WARNED | REJECTED


@pytest.mark.parametrize("habit", CASES.values(), ids=CASES)
def test_habit(habit: Habit) -> None:
    """What is certain is mended, what was done is said, and nobody comes in changed."""
    importer = Importer(form=FORM, clients=MemoryClients())
    table = importer.read(habit.content)
    assert sorted(table.header) == sorted(habit.header)
    plan = importer.plan(table)
    assert {row.line: tuple(change.new for change in row.changes) or None for row in plan.rows} == habit.rows
    assert [(problem.line, problem.code.value) for problem in plan.problems] == habit.problems


def test_the_habits_that_are_silent() -> None:
    """Most habits need no word; the others say what was done."""
    assert not [habit for habit in SILENT.values() if habit.problems]
    assert [name for name, habit in (WARNED | REJECTED).items() if not habit.problems] == [
        "names that look like errors"
    ]


def test_names_the_other_way_round() -> None:
    """Where over half of the stored clients hold their names the other way round, the columns may be swapped."""
    stored = [Client(1, "ada@example.edu", "Lovelace", "Ada"), Client(2, "zoe@example.edu", "Okafor", "Zoë")]
    importer = Importer(form=FORM, clients=MemoryClients(stored))
    plan = importer.plan(importer.read((HEAD + ADA + ZOE).encode()))
    assert [(problem.line, problem.code.value) for problem in plan.problems] == [(None, "names_swapped")]


REFUSED = {
    "a mark that cannot be placed": (f'{HEAD}ada@example.edu,"Ada\n{ZOE}', "file_broken_quotes"),
    "no header": (ADA + ZOE, "file_no_header"),
    "two tables": (f"{HEAD}{ADA}Email,Last Name,First Name\n{ZOE}", "file_two_tables"),
    "JSON": ('[{"email": "ada@example.edu"}]', "file_is_json"),
    "HTML named .xls": ("<html><table><tr><td>Email</td></tr></table></html>", "file_is_html"),
    "too many columns": (HEAD.strip() + ",x" * 1000 + "\n" + ADA, "file_too_many_columns"),
    "a cell too long": (HEAD + ADA.replace("Ada", "A" * 100_001), "file_cell_too_long"),
    "nothing": ("", "file_empty"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(content: str, code: str) -> None:
    """What cannot be read with certainty is refused, with what it is and what to do."""
    with pytest.raises(BadFile) as caught:
        Importer(form=FORM, clients=MemoryClients()).read(content.encode())
    assert caught.value.code == code


@pytest.mark.parametrize("names", ["Email,First Name,Family", "Email,E-mail,First Name,Last Name"])
def test_columns_that_do_not_fit(names: str) -> None:
    """A required column that is missing, or claimed by two, is refused with the headers found."""
    importer = Importer(form=FORM, clients=MemoryClients())
    with pytest.raises(BadMapping) as caught:
        importer.plan(importer.read(f"{names}\nada@example.edu,Ada,Lovelace,x\n".encode()))
    assert all(f"“{name}”" in str(caught.value) for name in names.split(","))


def test_the_user_knows_better() -> None:
    """Encoding, separator and header line can be given, and what was found stands on the table."""
    content = "Term: Spring\r\nEmail^First Name^Last Name\r\nzoe@example.edu^Žofie^Łuk\r\n".encode("cp1250")
    table = Importer(form=FORM, clients=MemoryClients(), rules=ImportRules()).read(
        content, encoding="cp1250", delimiter="^", header_line=2
    )
    assert (table.header, table.header_line) == (NAMES, 2)
    assert (codecs.lookup(table.encoding).name, table.delimiter, table.quote) == ("cp1250", "^", '"')
    assert (table.cells, table.problems) == ((("zoe@example.edu", "Žofie", "Łuk"),), ())
