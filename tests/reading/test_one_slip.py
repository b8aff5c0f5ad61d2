"""One separator or quotation mark too many or too few, or a file cut short: nobody is changed or lost unnoticed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import (
    BadFile,
    BadMapping,
    Problem,
    ProblemCode,
    Question,
    Records,
    RegistrationForm,
    check_rows,
    read_table,
    suggest_mapping,
)
from rosters import QUICK

FORM = RegistrationForm(
    [Question("major", "Major", kind="choice", choices=["Biology", "History"]), Question("note", "Note")]
)
HEADERS = ("Email", "First Name", "Last Name", "Major", "Note", "Locker")
FIRST = ("Ada", "Zoë", "Mary Ann", "'t", "王")
LAST = ("Lovelace", "de la Cruz", "O'Brien", "'t Hart", "小明")
NOTES = ("", "hello", "two\nlines", "a, b", "a; b", 'say "hi"', "first, line\nsecond", "0012")

Person = tuple[str, str, str]


@attrs.frozen
class Roster:
    """A file of uniform width, and who stands on which line."""

    text: str
    delimiter: str
    people: dict[int, Person]


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """A roster as a program writes it, in any dialect."""
    delimiter, end = draw(st.sampled_from([",", ";", "\t", "|"])), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    out = io.StringIO(newline="")
    quote_all = draw(st.booleans())
    writer = csv.writer(
        out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    )
    columns = draw(st.permutations(HEADERS))
    writer.writerow(columns)
    people = {}
    for number in range(draw(st.integers(2, 6))):
        person = (f"client{number}@example.edu", draw(st.sampled_from(FIRST)), draw(st.sampled_from(LAST)))
        answers = (draw(st.sampled_from(["", "Biology", "History"])), draw(st.sampled_from(NOTES)), "L1")
        cells = dict(zip(HEADERS, (*person, *answers), strict=True))
        people[1 + out.getvalue().replace("\r\n", "\n").replace("\r", "\n").count("\n")] = person
        writer.writerow([cells[column].replace("\n", end) for column in columns])
    return Roster(out.getvalue(), delimiter, people)


def check(text: str) -> Records | None:
    """The checked rows; None where the file or its header is refused."""
    try:
        table = read_table(text.encode(), QUICK)
        return check_rows(table, suggest_mapping(table, FORM), FORM, QUICK)
    except (BadFile, BadMapping):
        return None


def accepted(records: Records) -> dict[int, Person]:
    """Who goes in, by line."""
    fine = (record for record in records.rows if record.fate.name == "ACCEPTED")
    return {record.line: (record.email, record.first_name, record.last_name) for record in fine}


def named_lines(problem: Problem) -> Iterator[int]:
    """The lines that a problem is about."""
    if problem.line:
        first, last = problem.params.get("first", problem.line), problem.params.get("last", problem.line)
        yield from range(int(first), int(last) + 1)


def assert_nobody_is_wrong(roster: Roster, records: Records) -> None:
    """Whoever goes in otherwise than in the original has a problem on the line."""
    named = {line for problem in records.problems for line in named_lines(problem)}
    wrong = {line for line, person in accepted(records).items() if roster.people.get(line) != person}
    assert wrong <= named, (wrong, named)


def assert_nobody_is_lost(roster: Roster, records: Records) -> None:
    """Whoever does not go in is named by a problem."""
    named = {line for problem in records.problems for line in named_lines(problem)}
    lost = set(roster.people) - set(accepted(records))
    assert lost <= named, (lost, named)


@settings(deadline=None, max_examples=300)
@given(roster=rosters())
def test_without_a_slip(roster: Roster) -> None:
    """The original itself goes in as it stands."""
    records = check(roster.text)
    assert records is not None
    assert accepted(records) == roster.people
    assert {problem.code for problem in records.problems} == set()


@settings(deadline=None, max_examples=300)
@given(roster=rosters(), data=st.data())
def test_a_mark_too_many(roster: Roster, data: st.DataObject) -> None:
    """A separator or quotation mark added anywhere changes and loses nobody unnoticed."""
    place = data.draw(st.integers(0, len(roster.text)))
    place += roster.text[place - 1 : place + 1] == "\r\n"  # inside a line end it would make a line of its own
    mark = data.draw(st.sampled_from([roster.delimiter, '"']))
    records = check(roster.text[:place] + mark + roster.text[place:])
    if records:
        assert_nobody_is_wrong(roster, records)
        assert_nobody_is_lost(roster, records)


@settings(deadline=None, max_examples=300)
@given(roster=rosters(), data=st.data())
def test_a_mark_too_few(roster: Roster, data: st.DataObject) -> None:
    """A separator or quotation mark removed anywhere changes and loses nobody unnoticed."""
    places = [place for place, char in enumerate(roster.text) if char in {roster.delimiter, '"'}]
    place = data.draw(st.sampled_from(places))
    records = check(roster.text[:place] + roster.text[place + 1 :])
    if records:
        assert_nobody_is_wrong(roster, records)
        assert_nobody_is_lost(roster, records)


@settings(deadline=None, max_examples=300)
@given(roster=rosters(), data=st.data())
def test_a_file_cut_short(roster: Roster, data: st.DataObject) -> None:
    """A file that is cut anywhere but at the end of a row says so on its last line."""
    text = roster.text[: data.draw(st.integers(0, len(roster.text)))]
    records = check(text)
    if records:
        assert_nobody_is_wrong(roster, records)
        last = 1 + text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
        assert_nobody_is_lost(
            attrs.evolve(roster, people={line: each for line, each in roster.people.items() if line < last}), records
        )
        codes = {problem.code for problem in records.problems}
        assert (ProblemCode.MAYBE_TRUNCATED in codes) is not text.endswith(("\n", "\r"))
