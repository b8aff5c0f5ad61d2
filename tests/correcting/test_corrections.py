"""Rows that did not go in, as a file to mend and to import again."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence

import attrs
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from client_import import (
    Action,
    BadFile,
    BadMapping,
    Client,
    Importer,
    ImportRules,
    Mapping,
    Plan,
    Problem,
    ProblemCode,
    Severity,
    Table,
    Writes,
    corrections,
    dump_json,
    load_report,
)
from client_import.decisions import Decisions
from client_import.reading.own_columns import FITTING, LINE, OWN_COLUMNS, TO_CLEAR, WRONG
from client_import.repositories.memory import MemoryClients
from rosters import FORM, QUICK, roster
from worlds import World, importer_for, mapping_for, worlds

law = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])

OF_FILE = frozenset(
    {
        ProblemCode.ENCODING_GUESSED,
        ProblemCode.BROKEN_LETTERS,
        ProblemCode.CONTROL_CHARACTERS,
        ProblemCode.PREAMBLE_SKIPPED,
        ProblemCode.FOOTER_SKIPPED,
        ProblemCode.REPEATED_HEADER,
        ProblemCode.ROWS_UNWRAPPED,
        ProblemCode.STRAY_QUOTE,
        ProblemCode.QUOTE_CLOSED,
        ProblemCode.ROW_MAY_GO_ON,
        ProblemCode.MAYBE_SWALLOWED,
        ProblemCode.MAYBE_TRUNCATED,
        ProblemCode.NAMES_SWAPPED,
        ProblemCode.MASS_CHANGE,
    }
)
HEADERS = ("", "Locker", "=1+1", "-note", "Note", "Temp PW", "Notes [2]", "Last Login", "'12")
CELLS = ("", "", "0012", "=2+3", "'t Hart", "\tq", "x\ny", "3.10", "123456789012", "sec-ret-77")
HASH = f"$2b$04${'a' * 53}"
OF_PASSWORDS = frozenset(code for code in ProblemCode if "password" in code)
OF_REPEATS = frozenset({ProblemCode.EXACT_REPEAT, ProblemCode.CONFLICTING_DUPLICATE, ProblemCode.DUPLICATE_PASSED_OVER})

Said = Counter[tuple[int | None, str, str | None]]


@attrs.frozen
class Wrecked:
    """A world whose roster has rows of the wrong width, under some separator."""

    world: World
    content: bytes


@st.composite
def wrecked(draw: st.DrawFn, *, passwords: bool) -> Wrecked:
    """Any world; of its rows some have cells too many, too few, or in the wrong place."""
    world = draw(worlds(doubles=True, passwords=passwords, every_choice=True))
    protected = world.rules.protected
    if callable(protected):  # such rules have no JSON form
        world = attrs.evolve(world, rules=attrs.evolve(world.rules, protected=frozenset(filter(protected, world.keys))))
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=draw(st.sampled_from(",;\t|")))
    more = draw(st.lists(st.sampled_from(HEADERS), max_size=3))
    some_cells = st.sampled_from((*CELLS, HASH) if passwords else CELLS)
    writer.writerow([*world.header, *more])
    for row in world.rows:
        cells = [*(row[column] for column in world.header), *(draw(some_cells) for _ in more)]
        kind = draw(st.sampled_from(("as it is", "as it is", "insert", "blank", "cut", "add")))
        place = draw(st.integers(0, len(cells)))
        if kind in {"insert", "blank"}:
            cells.insert(place, "" if kind == "blank" else draw(st.sampled_from(("x", "Jr.", "=1+1", "0012"))))
        elif kind == "cut":
            del cells[max(place, 1) :]
        elif kind == "add":
            cells += draw(st.lists(st.sampled_from(("", "x", "ada@example.edu")), max_size=3))
        writer.writerow(cells if any(cell.strip() for cell in cells) else ["x"])
    return Wrecked(world, file.getvalue().encode())


def plan_wrecked(given_: Wrecked) -> tuple[Importer, Plan]:
    """The importer and the dry run; a roster that is wrecked to the point of being none is passed over."""
    importer = importer_for(given_.world, MemoryClients(given_.world.clients))
    try:
        table = importer.read(given_.content)
        return importer, importer.plan(table, mapping_for(given_.world, importer, table))
    except (BadFile, BadMapping):
        reject()


def read_again(importer: Importer, text: str | bytes, mapping: Mapping) -> tuple[Table, Plan]:
    """The plan for a corrections file under the mapping of the first one."""
    table = importer.read(text.encode() if isinstance(text, str) else text)
    return table, importer.plan(table, importer.fit_mapping(table, mapping).mapping)


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a file, by header."""
    plain = text.removeprefix("\ufeff")
    if not plain:
        return []
    return list(csv.DictReader(io.StringIO(plain, newline=""), delimiter=plain[len(LINE)]))


def with_rows(rows: Sequence[dict[str, str]], delimiter: str = ",", headers: Sequence[str] = ()) -> str:
    """A file with these rows, as a spreadsheet saves it."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(headers or rows[0]), delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def said_of(problems: Iterable[Problem], lines: dict[int, int], *, fold: bool = False) -> Said:
    """What is said of each row, by the line that it has in the first file.

    Args:
        problems: All that is said.
        lines: Line in this file -> line in the first one, of the rows to compare.
        fold: Whether repeats count as one: without their passwords, rows may say the same.
    """
    return Counter(
        (lines[each.line], "a repeat" if fold and each.code in OF_REPEATS else each.code.value, each.field)
        for each in problems
        if each.line is not None and each.line in lines and each.code not in OF_FILE | OF_PASSWORDS
    )


def first_lines(table: Table) -> dict[int, int]:
    """Line in a corrections file -> line in the first file."""
    assert table.first_lines is not None
    return {table.lines[index]: line for index, line in table.first_lines.items()}


@law
@given(wrecked(passwords=False), st.booleans())
def test_nothing_mended_gives_the_same_problems(given_: Wrecked, warned: bool) -> None:
    """Imported as it is, the file says of each row what was said in the first file, and every rejected row is in it."""
    importer, plan = plan_wrecked(given_)
    text = "".join(corrections(plan, warned=warned))
    rejected = {row.line for row in plan.rows if row.action is Action.REJECTED}
    if not text:
        assert not rejected
        return
    table, again = read_again(importer, text, plan.records.mapping)
    lines = first_lines(table)
    assert said_of(again.problems, lines) == said_of(plan.problems, {line: line for line in lines.values()})
    assert {lines[row.line] for row in again.rows if row.action is Action.REJECTED} == rejected
    warnings = {each.line for each in plan.problems if each.severity is Severity.WARNING} & {r.line for r in plan.rows}
    assert not warned or warnings <= set(lines.values())


@law
@given(wrecked(passwords=True), st.booleans())
def test_beside_passwords_nothing_mended_gives_the_same_problems(given_: Wrecked, warned: bool) -> None:
    """Likewise where the roster has passwords: without them, two rows that differed in nothing else are repeats."""
    importer, plan = plan_wrecked(given_)
    text = "".join(corrections(plan, warned=warned))
    assert "cnry-" not in text
    assert not any(row[header] for row in rows_of(text) for header in row if "PW" in header)
    assert "$2b$" not in text
    if text:
        table, again = read_again(importer, text, plan.records.mapping)
        lines = first_lines(table)
        before = said_of(plan.problems, {line: line for line in lines.values()}, fold=True)
        assert said_of(again.problems, lines, fold=True) == before
        assert not any(row.password for row in again.rows)


@law
@given(wrecked(passwords=False) | wrecked(passwords=True), st.booleans())
def test_plan_report_and_saved_report_give_the_same_file(given_: Wrecked, warned: bool) -> None:
    """Where nobody changed between dry run and import, it does not matter what the file is written from."""
    importer, plan = plan_wrecked(given_)
    report = importer.apply(plan, allow_mass_change=True)
    written = ["".join(corrections(each, warned=warned)) for each in (plan, report, load_report(dump_json(report)))]
    assert len(set(written)) == 1


def mend(row: dict[str, str], mapping: Mapping, number: int) -> dict[str, str]:
    """A row that a person put right: every value in its place, and nothing to clear."""
    good = {"email": f"mended{number}@example.edu", "full_name": "Hopper, Grace", "first_name": "Grace"}
    good |= {"last_name": "Hopper", "year": "2031", "note": "mended", "major": "History", "help": "Essays"}
    cells = {header: good.get(mapping.fields.get(header, ""), "") for header in row}
    return {**cells, LINE: row[LINE], WRONG: row[WRONG], FITTING: row[FITTING], TO_CLEAR: ""}


@law
@given(wrecked(passwords=False) | wrecked(passwords=True), st.booleans())
def test_everything_mended_is_imported(given_: Wrecked, warned: bool) -> None:
    """After the first import, each mended row creates its client, with nothing said about it."""
    importer, plan = plan_wrecked(given_)
    report = importer.apply(plan, allow_mass_change=True)
    text = "".join(corrections(report, warned=warned))
    if not text:
        return
    importer = attrs.evolve(importer, rules=attrs.evolve(importer.rules, writes=Writes.CREATE_AND_UPDATE))
    rows = [mend(row, report.mapping, number) for number, row in enumerate(rows_of(text))]
    _, again = read_again(importer, with_rows(rows), report.mapping)
    assert again.problems == ()
    assert importer.apply(again).counts.created == len(rows)


ROSTER = """
    Email,First name,Last name,SID,Major,Notes,Notes
    ada@example.edu,Ada,Lovelace,0012,Biolgy,=1+1,n
    bob@,Bob,B,1234,History,,
    wide@example.edu,X,Y,Z,1,History,a,b,c
    ok@example.edu,O,K,2,Biology,,
    ok@example.edu,O,Kay,2,Biology,,
    fine@example.edu,F,F,3,Biology,,
"""


def first_plan(text: str = ROSTER, rules: ImportRules | None = None, *clients: Client) -> tuple[Importer, Plan]:
    importer = Importer(
        form=FORM, clients=MemoryClients(clients), rules=rules or attrs.evolve(QUICK, unmatched_answers="reject")
    )
    table = importer.read(roster(text))
    mapping = importer.suggest_mapping(table)
    return importer, importer.plan(table, mapping.assign("SID", "sid") if "SID" in table.header else mapping)


def test_each_row_says_where_what_and_how() -> None:
    """The line of the first file, the messages, and what would fit: choices that a value may mean, or advice."""
    _, plan = first_plan()
    found = {row[LINE]: (row[WRONG], row[FITTING]) for row in rows_of("".join(corrections(plan)))}
    assert found == {
        "2": (f"Major: {plan.problems[1].message}", "Major: “Biology”"),
        "3": (f"Email: {plan.problems[2].message}", "Email: one address, such as ada@example.edu"),
        "4": (
            "This row had 9 cells for 7 columns. Put every value under its header, empty the columns "
            "“[corrections] cell …”, and then “[corrections] clear when mended”; until then the row is not imported.",
            "every value under its header, and nothing under “[corrections] clear when mended”",
        ),
        "5": ("Line 6 has the same e-mail address. This is the row that counts; keep only one.", ""),
        "6": (f"Email: {plan.problems[4].message}", "Email: one row for this address: delete the other one"),
    }


def test_cells_stand_as_in_the_file_and_run_nowhere() -> None:
    """Under the names of their columns, defused; a number that a spreadsheet would shorten is kept as a text."""
    _, plan = first_plan()
    first, _, wide, *_ = rows_of("".join(corrections(plan)))
    assert list(first) == [
        *OWN_COLUMNS,
        *("Email", "First name", "Last name", "SID", "Major", "Notes", "Notes [2]"),
        *("[corrections] cell 1", "[corrections] cell 2"),
    ]
    assert [first[name] for name in ("SID", "Major", "Notes", "Notes [2]")] == ["'0012", "Biolgy", "'=1+1", "n"]
    assert [wide["[corrections] cell 1"], wide["[corrections] cell 2"]] == ["b", "c"]
    assert wide[TO_CLEAR] == "too_many_cells: 9 cells"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_that_of_the_roster(delimiter: str) -> None:
    """What opens the roster in a spreadsheet opens this file, with a byte order mark for the letters."""
    importer = Importer(form=FORM, clients=MemoryClients(), rules=QUICK)
    plan = importer.plan(importer.read("Email;First name;Last name\nbob;Zoë;B\n".replace(";", delimiter).encode()))
    assert "".join(corrections(plan)).startswith(f"\ufeff{LINE}{delimiter}{WRONG}{delimiter}")


def test_a_rare_separator_gives_way_to_a_comma() -> None:
    """Spaces between columns, or a sign that somebody named, are no separators that a spreadsheet looks for."""
    importer = Importer(form=FORM, clients=MemoryClients(), rules=QUICK)
    table = importer.read(b"Email^First name^Last name\nbob^Bob^B\n", delimiter="^")
    assert rows_of("".join(corrections(importer.plan(table))))[0]["Email"] == "bob"
    assert "".join(corrections(importer.plan(table))).startswith(f"\ufeff{LINE},")


def test_where_every_row_goes_in_there_is_no_file() -> None:
    """Nothing is written, not even a header, where nothing is to be mended; nor for an import that has no file."""
    importer, plan = first_plan("Email,First name,Last name\nada@example.edu,Ada,L\n")
    assert list(corrections(plan, warned=True)) == []
    records = attrs.evolve(plan.records, table=None, lines=(), fates=(), checked=(), problems=())
    without_file = attrs.evolve(plan, records=records, decisions=Decisions((), (), (), (), ()))
    assert list(corrections(without_file)) == []
    assert list(corrections(importer.apply(plan), warned=True)) == []


def test_warned_rows_are_written_when_asked() -> None:
    """Rows that went in with a warning come only where somebody wants them."""
    _, plan = first_plan("Email,First name,Last name,Major\nada@example.edu,Ada,L,Golf\nx,X,X,\n", QUICK)
    assert [row[LINE] for row in rows_of("".join(corrections(plan)))] == ["3"]
    rows = rows_of("".join(corrections(plan, warned=True)))
    assert [(row[LINE], row[FITTING]) for row in rows if row[LINE] == "2"] == [("2", "Major: “Biology”, “History”")]


def test_a_long_file_comes_in_pieces() -> None:
    """The header with a byte order mark comes first, then some hundred rows at a time."""
    rows = "".join(f"no{number},A,B\n" for number in range(1200))
    _, plan = first_plan(f"Email,First name,Last name\n{rows}")
    header, *pieces = corrections(plan)
    assert header.startswith("\ufeff")
    assert [piece.count("\r\n") for piece in pieces] == [500, 500, 200]


def test_a_conflicting_client_is_mended_too() -> None:
    """A client that changed after the dry run was left out of the import, and is in the file."""
    importer, plan = first_plan("Email,First name,Last name\nada@example.edu,Ada,L\n")
    importer.apply(importer.plan(importer.read(b"Email,First name,Last name\nada@example.edu,Ida,M\n")))
    report = importer.apply(plan)
    (row,) = rows_of("".join(corrections(report)))
    assert (row[LINE], row["First name"], row[FITTING]) == (
        "2",
        "Ada",
        "Email: this row as it is, if it is still right",
    )


def test_a_wide_row_stays_rejected_until_all_is_cleared() -> None:
    """Neither an empty mark alone nor empty columns alone let the row in; both do."""
    importer, plan = first_plan()
    mapping = plan.records.mapping
    (wide,) = [row for row in rows_of("".join(corrections(plan))) if row[LINE] == "4"]
    mended = {**wide, "SID": "1", "Major": "History", "Notes": "a", "Notes [2]": "b"}
    no_surplus = {"[corrections] cell 1": "", "[corrections] cell 2": ""}
    for row in (mended, {**mended, TO_CLEAR: ""}, {**mended, **no_surplus}, {**mended, **no_surplus, TO_CLEAR: "ok"}):
        _, again = read_again(importer, with_rows([row]), mapping)
        assert again.counts.rejected == 1
    _, again = read_again(importer, with_rows([{**mended, **no_surplus, TO_CLEAR: " "}]), mapping)
    assert (again.counts.created, again.problems) == (1, ())


def test_a_row_of_wrong_width_beside_passwords_is_not_quoted() -> None:
    """It is located only; without its mark it is a row without an address, and mended it goes in."""
    importer, plan = first_plan("Email,First name,Last name,Password\nada@example.edu,Ada,pass-word-1\n")
    text = "".join(corrections(plan))
    (row,) = rows_of(text)
    assert (row[LINE], row[TO_CLEAR]) == ("2", "wrong_width: 3 cells")
    assert {row[header] for header in ("Email", "First name", "Last name", "Password")} == {""}
    _, again = read_again(importer, with_rows([{**row, TO_CLEAR: ""}]), plan.records.mapping)
    assert again.counts.rejected == 1
    mended = {**row, TO_CLEAR: "", "Email": "ada@example.edu", "First name": "Ada", "Last name": "L"}
    _, again = read_again(importer, with_rows([mended]), plan.records.mapping)
    assert (again.counts.created, again.rows[0].password) == (1, None)


def test_a_tampered_report_shows_no_cell_of_a_password() -> None:
    """What somebody wrote into a saved report under a password's header does not come out."""
    importer, plan = first_plan("Email,First name,Last name,Password\nada,Ada,L,\n")
    document = json.loads(dump_json(importer.apply(plan)))
    document["original_rows"][0]["cells"] = ["ada", "Ada", "L", "pass-word-1"]
    assert "pass-word" not in "".join(corrections(load_report(json.dumps(document))))
    document["original_rows"][0]["cells"] = ["ada"]
    (row,) = rows_of("".join(corrections(load_report(json.dumps(document)))))
    assert (row["Email"], row["Password"]) == ("ada", "")
    document["problems"] = []
    (row,) = rows_of("".join(corrections(load_report(json.dumps(document)))))
    assert (row[LINE], row[WRONG], row[FITTING]) == ("2", "", "")


def by_spreadsheet(rows: list[dict[str, str]]) -> list[tuple[str, bytes]]:
    """What spreadsheets make of the file: other separators, encodings and places."""
    headers = list(rows[0])
    plain = with_rows(rows)
    return [
        ("semicolons", with_rows(rows, ";").encode("utf-8-sig")),
        ("UTF-16 with tabs", with_rows(rows, "\t").encode("utf-16")),
        ("own columns last", with_rows(rows, headers=sorted(headers, key=lambda each: each in OWN_COLUMNS)).encode()),
        ("turned round", with_rows(rows, ";", headers=[*headers[4:], *headers[3::-1]]).encode()),
        ("capitals", plain.replace("[corrections]", "[Corrections]").encode()),
        ("below a title", f"Mended in October\n\n{plain}".encode()),
        ("without what is wrong", with_rows(rows, headers=[each for each in headers if each != WRONG]).encode()),
        ("trailing separators cut", "".join(f"{line.rstrip(',')}\n" for line in plain.splitlines()).encode()),
    ]


def test_own_columns_are_known_wherever_a_spreadsheet_puts_them() -> None:
    """Saved again by a spreadsheet, the file still says the same of the same rows, and nothing of its own columns."""
    importer, plan = first_plan()
    rows = rows_of("".join(corrections(plan)))
    kept = {int(row[LINE]) for row in rows}
    for how, content in by_spreadsheet(rows):
        table, again = read_again(importer, content, plan.records.mapping)
        assert table.header == plan.records.mapping.headers, how
        lines = first_lines(table)
        assert said_of(again.problems, lines) == said_of(plan.problems, {line: line for line in kept}), how
        assert [problem for problem in again.problems if problem.line not in lines] == [
            problem for problem in again.problems if problem.code is ProblemCode.PREAMBLE_SKIPPED
        ]


def test_every_column_of_the_first_file_means_what_it_meant() -> None:
    """Repeated, blank and dangerous headers, one that was left open, one that was left out, and decided values."""
    importer = Importer(form=FORM, clients=MemoryClients(), rules=QUICK)
    header = "Mail,Mail,Given,Sur,,=SID,Major,Help with,Last Login,PW"
    table = importer.read(f"{header}\nx,bob@,Bob,B,Zo,0012,Maths,Essays,1/2,geheim-1\n".encode())
    mapping = Mapping(table.header)
    for name, field in (("Mail [2]", "email"), ("Given", "first_name"), ("Sur", "last_name"), ("Column 5", "help")):
        mapping = mapping.assign(name, field)
    mapping = mapping.assign("=SID", "sid").assign("PW", "password").ignore("Help with")
    mapping = mapping.translate("major", "Maths", "History").set_default("major", "Biology")
    text = "".join(corrections(importer.plan(table, mapping)))
    again = importer.read(text.encode())
    fit = importer.fit_mapping(again, mapping)
    assert again.header == table.header
    assert fit.mapping.fields == mapping.fields
    assert (fit.mapping.answers, fit.mapping.defaults) == (mapping.answers, mapping.defaults)
    assert (fit.new, fit.gone, fit.lost, fit.score) == ((), (), (), 1.0)
    assert importer.best_fit(again, {"this": mapping}) == ("this", fit)
    assert "geheim" not in text


def test_corrections_of_corrections_keep_the_line_of_the_first_file() -> None:
    """A row that is still wrong names its line in the first file; one that a person added names none."""
    importer, plan = first_plan()
    mapping = plan.records.mapping
    rows = rows_of("".join(corrections(plan)))
    added = {**rows[0], LINE: "", "Email": "new@", "Major": ""}
    fixed = {**rows[0], "Major": "Biology"}
    _, again = read_again(importer, with_rows([fixed, added, *rows[1:]]), mapping)
    second = rows_of("".join(corrections(load_report(dump_json(importer.apply(again))))))
    assert [row[LINE] for row in second] == ["", "3", "4", "5", "6"]
    assert "Line 5 has the same" in second[-1][WRONG]
    assert "Line 6 has the same" in second[-2][WRONG]
    assert second[2] == rows[2]


def test_damage_that_showed_beside_others_is_left_out_again() -> None:
    """A number that lost its zeros shows beside whole ones only: it stays out until it is mended or cleared."""
    whole = "".join(f"c{number}@example.edu,A,B,{number:07}\n" for number in range(20))
    importer, plan = first_plan(f"Email,First name,Last name,SID\n{whole}bad,A,B,12345\n")
    (row,) = rows_of("".join(corrections(plan)))
    assert (row[TO_CLEAR], row[FITTING]) == (
        "7 digits: SID",
        "Email: one address, such as ada@example.edu • SID: 7 digits",
    )
    row["Email"] = "good@example.edu"
    for change, sid in (({}, None), ({"SID": "0012345"}, "0012345"), ({TO_CLEAR: ""}, "12345")):
        _, again = read_again(importer, with_rows([{**row, **change}]), plan.records.mapping)
        changes = {each.field: each.new for each in again.rows[0].changes}
        assert changes.get("sid") == sid
        assert [problem.code for problem in again.problems] == ([] if sid else [ProblemCode.DAMAGED_VALUE])


def test_a_rounded_number_is_left_out_again() -> None:
    """Likewise a number that a spreadsheet shortened, in a column of numbers; not where that is ignored."""
    whole = "".join(f"c{number}@example.edu,A,B,{number + 1000}\n" for number in range(5))
    importer, plan = first_plan(f"Email,First name,Last name,SID\n{whole}bad,A,B,1.2E+11\n")
    text = "".join(corrections(plan))
    assert rows_of(text)[0][TO_CLEAR] == "rounded: SID"
    _, again = read_again(importer, text, plan.records.mapping)
    assert {problem.code for problem in again.problems} == {ProblemCode.INVALID_EMAIL, ProblemCode.DAMAGED_VALUE}
    _, again = read_again(importer, text, plan.records.mapping.ignore("SID"))
    assert [problem.code for problem in again.problems] == [ProblemCode.INVALID_EMAIL]


def test_a_note_about_a_password_hides_no_column() -> None:
    """Among the worst rows one may say `password` right below the header; the column holds none for that."""
    notes = "".join(f"c{number}@example.edu,A,B,x\n" for number in range(5))
    importer, plan = first_plan(f"Email,First name,Last name,SID\n{notes}bad,A,B,forgot the password\n")
    _, again = read_again(importer, "".join(corrections(plan)), plan.records.mapping)
    assert again.records.mapping.fields == plan.records.mapping.fields


def test_a_row_like_a_total_is_a_row() -> None:
    """What would be a remark below a table is none in a file that has rejected rows only."""
    importer, plan = first_plan("Email,First name,Last name\nTotal,12,\nada@example.edu,Ada,L\n")
    _, again = read_again(importer, "".join(corrections(plan)), plan.records.mapping)
    assert (len(again.rows), again.counts.rejected) == (1, 1)


def test_two_files_put_together_are_refused() -> None:
    """Below a second header of corrections the columns may be others."""
    importer, plan = first_plan()
    text = "".join(corrections(plan))
    with pytest.raises(BadFile) as caught:
        importer.read((text + text.removeprefix("\ufeff")).encode())
    assert caught.value.code == "file_two_tables"


def test_the_limits_of_the_first_file_are_enough() -> None:
    """As many columns as the rules allow, and no longer cells, although the file has columns and texts of its own."""
    rules = attrs.evolve(QUICK, max_columns=3, max_cell_length=40)
    importer, plan = first_plan("Email,First name,Last name\nada,Ada,L\n", rules)
    text = "".join(corrections(plan))
    _, again = read_again(importer, text, plan.records.mapping)
    assert again.counts.rejected == 1
    assert max(len(cell) for row in rows_of(text) for cell in row.values()) <= 40


def test_the_numbers_of_a_few_rows_make_no_habit() -> None:
    """Beside many other texts a short number was none that lost zeros, and it is none beside the worst rows alone."""
    texts = "".join(f"c{number}@example.edu,A,B,text\n" for number in range(30))
    numbers = "".join(f"bad{number},A,B,{number:07}\n" for number in range(20))
    importer, plan = first_plan(f"Email,First name,Last name,SID\n{texts}{numbers}bad,A,B,123\n")
    _, again = read_again(importer, "".join(corrections(plan)), plan.records.mapping)
    assert {problem.code for problem in plan.problems} == {ProblemCode.INVALID_EMAIL}
    assert {problem.code for problem in again.problems} == {ProblemCode.INVALID_EMAIL}


def test_a_row_that_was_put_right_by_its_number_of_cells_is_put_right_again() -> None:
    """Blank cells at its end count: without them a name in two cells would not be told from one."""
    text = "Name,Email,Major\nLovelace, Ada,ada@example.edu,\nBob Berg,bob@example.edu,Biology\n"
    importer, plan = first_plan(text)
    assert [problem.code for problem in plan.problems] == [ProblemCode.CELLS_REALIGNED]
    _, again = read_again(importer, "".join(corrections(plan, warned=True)), plan.records.mapping)
    assert [problem.code for problem in again.problems] == [problem.code for problem in plan.problems]
    assert again.rows[0].changes == plan.rows[0].changes
