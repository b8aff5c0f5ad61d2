import pytest

from client_import import BadFile, ImportRules, Problem, ProblemCode, Severity, Table, read_table
from rosters import codes

HEADER = "Email,First Name,Last Name,Major\n"
ADA, BOB = ("ada@example.edu", "Ada", "Lovelace", "Biology"), ("bob@example.edu", "Bob", "Byron", "Art")
CLIENTS = "ada@example.edu,Ada,Lovelace,Biology\nbob@example.edu,Bob,Byron,Art\n"
LAST_EMAIL = "First Name,Last Name,Phone,Email\nAda,Lovelace,1,ada@example.edu\nBob,Byron,2,bob@example.edu\n"


def read(text: str, header_line: int | None = None) -> Table:
    return read_table(text.encode(), header_line=header_line)


def refusal(text: str, header_line: int | None = None) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadFile) as caught:
        read(text, header_line)
    return caught.value.code, dict(caught.value.params)


def skipped(first: int, last: int) -> Problem:
    params = {"first": first, "last": last}
    return Problem(ProblemCode.PREAMBLE_SKIPPED, Severity.WARNING, line=first, params=params)


@pytest.mark.parametrize(
    ("above", "first", "last"),
    [
        ("Writing Center Roster\n", 1, 1),
        ("Writing Center Roster,,,\n", 1, 1),
        ('"Roster, Fall 2024"\n', 1, 1),
        ("Roster, Fall 2024\n", 1, 1),
        ("Table 1\n", 1, 1),
        ("Email list\n", 1, 1),
        ("Email list,,,\n", 1, 1),
        ("Fall Roster\nExported 2024-09-01\n", 1, 2),
        ("Fall Roster,,,\nExported,2024-09-01,,\n", 1, 2),
        ("Fall Roster,,,\n,,,\nExported,2024-09-01,,\n,,,\n", 1, 3),
        ("\n\nFall Roster\n\nExported 2024-09-01\n\n\n", 3, 5),
        ("sep=,\nFall Roster\n", 2, 2),
        ('"Fall\nRoster"\n', 1, 1),
        ("Contact:,helpdesk@example.edu\n", 1, 1),
        ("Contact:,helpdesk@example.edu,,\n", 1, 1),
        ("Questions? helpdesk@example.edu,,,\n", 1, 1),
        ("Roster,Term: Fall,Year: 2024,By: ada@example.edu\n", 1, 1),
        ("Account,,,Program\n", 1, 1),
        ("Account,Name,,Program\n,Legal,Legal,\n", 1, 2),
        ("Title\n" * 29, 1, 29),
    ],
)
def test_titles(above: str, first: int, last: int) -> None:
    """Titles and table names above the header are passed over, whatever their width, and their lines are named."""
    table = read(above + HEADER + CLIENTS)
    assert table.header == ("Email", "First Name", "Last Name", "Major")
    assert table.cells == (ADA, BOB)
    assert table.header_line == above.count("\n") + 1
    assert table.problems == (skipped(first, last),)


@pytest.mark.parametrize("blank", ["", "\n", "\n \n", ",,,\n"])
def test_no_titles(blank: str) -> None:
    """A header with blank lines above it has no title, and nothing is said about them."""
    table = read(blank + HEADER + CLIENTS)
    assert (table.cells, table.problems, table.header_line) == ((ADA, BOB), (), blank.count("\n") + 1)


def test_titles_in_other_dialects() -> None:
    """A title is passed over in a file with semicolons and Windows line ends as well."""
    table = read("Liste der Studierenden;;;\n\n".replace("\n", "\r\n") + (HEADER + CLIENTS).replace(",", ";"))
    assert (table.delimiter, table.cells, table.problems) == (";", (ADA, BOB), (skipped(1, 1),))


def test_message_for_titles() -> None:
    """The warning says from which line to which something was passed over."""
    (problem,) = read("Fall Roster\n\nExported\n" + HEADER + CLIENTS).problems
    assert problem.message == "What stands above the column names, from line 1 to line 3, was passed over."


def test_quotation_mark_in_a_title() -> None:
    """A title is passed over also where one of its marks has to be guessed."""
    table = read('The "Write Place" roster\n' + HEADER + CLIENTS)
    assert (table.cells, table.problems[-1]) == ((ADA, BOB), skipped(1, 1))


@pytest.mark.parametrize(
    ("header", "titles"),
    [
        ("Correo,Nombre,Apellido\n", ""),
        ("Correo,Nombre,Apellido\n", "Lista\n"),
        ("Correo,Nombre,Apellido\n", "Lista,,\n"),
        ("Correo,Nombre,Apellido\n", "Lista\nOtoño 2024,,\n"),
        ("Correo,First Name,Last Name\n", "Lista\n"),
    ],
)
def test_header_without_a_known_name(header: str, titles: str) -> None:
    """A header that names no e-mail column is the first row that is no title, where rows have several cells."""
    table = read(titles + header + "ada@example.edu,Ada,Lovelace\n" * 3)
    assert table.header == tuple(header.rstrip().split(","))
    assert table.lines == tuple(titles.count("\n") + line for line in (2, 3, 4))
    assert table.problems == ((skipped(1, titles.count("\n")),) if titles else ())


@pytest.mark.parametrize("header", ["Correo", "Email", "Students"])
def test_one_column(header: str) -> None:
    """In a file of one column the first row is the header and none is a title."""
    table = read(f"{header}\nada@example.edu\nbob@example.edu\n")
    assert (table.header, table.lines, table.problems) == ((header,), (2, 3), ())


def test_two_columns() -> None:
    """In a file of two columns a first row with one cell is no title: the second name may just be missing."""
    table = read("Correo,\nada@example.edu,Ada\nbob@example.edu,Bob\n")
    assert (table.header, table.header_line, table.problems) == (("Correo", "Column 2"), 1, ())


def test_more_titles_than_are_tried() -> None:
    """A file that has nothing but titles for many lines is left as it stands, so that a person may name the line."""
    text = "Title\n" * 30 + "Correo,Nombre,Apellido\n" + "ada@example.edu,Ada,Lovelace\n" * 40
    assert (read(text).header, read(text).header_line) == (("Title",), 1)
    assert (read(text, 31).header, read(text, 31).lines[0]) == (("Correo", "Nombre", "Apellido"), 32)


def test_answer_that_is_a_name_of_a_column() -> None:
    """An answer `Email` below the header does not make its row the header, not even beside an answer `First`."""
    text = "Correo,Contact by,Year\nada@example.edu,Email,First\nbob@example.edu,Email,Last\n"
    assert (read(text).header, read(text).lines) == (("Correo", "Contact by", "Year"), (2, 3))
    text = "Adresse,Contact by,Year\n,Email,2\nbob@example.edu,Email,3\n"
    assert (read(text).header, read(text).lines) == (("Adresse", "Contact by", "Year"), (2, 3))


def test_very_wide_title() -> None:
    """A title with thousands of empty cells beside it is passed over like any other."""
    table = read_table(f"Title{',' * 3000}\n{HEADER}{CLIENTS}".encode(), ImportRules(max_columns=4))
    assert (table.cells, table.problems) == ((ADA, BOB), (skipped(1, 1),))


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("cyd@example.edu,Cyd,Smith,Law\n", 1),
        ("cyd@example.edu,Cyd,Smith,\n", 1),
        ("cyd@example.edu,,,\n", 1),
        ("mailto:cyd@example.edu,Cyd,Smith,Law\n", 1),
        ("Cyd Smith <cyd@example.edu>,Cyd,Smith,Law\n", 1),
        ("'cyd@example.edu,Cyd,Smith,Law\n", 1),
        ("cyd@example,Cyd,Smith,Law\n", 1),
        ("cyd@example.edu,Cyd,Smith,Law\n\n\n", 1),
        ("Fall Roster\ncyd@example.edu,Cyd,Smith,Law\n", 2),
        ("Fall Roster,,,\ncyd@example.edu,Cyd,Smith,Law\nMore\n", 2),
        ("cyd@example.edu,Cyd,Smith\n", 1),
        ("cyd@example.edu,Cyd,Smith,Law,\n", 1),
    ],
)
def test_client_above_the_header(above: str, line: int) -> None:
    """A client above the header is never passed over as a title: the file is refused, and a line named."""
    code, params = refusal(above + HEADER + CLIENTS)
    assert code == "file_no_header"
    assert params["line"] in {1, line}


@pytest.mark.parametrize(
    "text",
    [
        CLIENTS,
        "Ada,Lovelace,ada@example.edu\nBob,Byron,bob@example.edu\n",
        "ada.example.edu,Ada,Lovelace\nbob@example.edu,Bob,Byron\n",
        "ada@,Ada,Lovelace\nbob@example.edu,Bob,Byron\n",
        "ada@example.edu\nbob@example.edu\n",
        "ada@example.edu,Ada,Lovelace\n",
        "Kontakt:,help@example.edu,\nCorreo,Nombre,Apellido\nada@example.edu,Ada,L\n",
    ],
)
def test_no_header(text: str) -> None:
    """A file that begins with a client, even one with a broken address, is refused at that line."""
    assert refusal(text) == ("file_no_header", {"line": 1})


def test_no_header_below_a_title() -> None:
    """A title above clients is no header either, and the line of the first client is named."""
    assert refusal("Fall Roster,,,\n" + CLIENTS) == ("file_no_header", {"line": 2})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEADER, 1),
        (HEADER.rstrip(), 1),
        (HEADER + ",,,\n\n", 1),
        ("Fall Roster\n\n" + HEADER, 3),
        (HEADER + "Total,0,,\n", 1),
        ("Name\n", 1),
    ],
)
def test_header_only(text: str, line: int) -> None:
    """A header without a client below it is refused, and its line named."""
    assert refusal(text) == ("file_header_only", {"line": line})


def test_named_header_line() -> None:
    """Where somebody names the line of the header, it is that line, and what stands above is no news to anybody."""
    table = read("Cyd,Smith,cyd@example.edu,Law\nEmail,A,B,C\n\nA,B,C,D\n" + CLIENTS, header_line=4)
    assert (table.header, table.header_line) == (("A", "B", "C", "D"), 4)
    assert (table.lines, table.problems) == ((5, 6), ())


@pytest.mark.parametrize("line", [0, -1, 2, 6, 7])
def test_no_header_on_the_named_line(line: int) -> None:
    """A named line that is blank or outside the file is refused."""
    text = 'Email,First Name,Last Name\n\n"ada@example.edu",Ada,"Love\nlace"\nbob@example.edu,Bob,Byron\n'
    assert refusal(text, line) == ("file_no_header_there", {"line": line})


FOOTERS = [
    "Total,54,,\n",
    "Total,,,\n",
    "Total: 54,,,\n",
    "TOTAL,,,54\n",
    "Totals,2,100%,\n",
    "Grand Total,2,,\n",
    "Subtotal,2,,\n",
    "Sum,2,,\n",
    "Summe,2,,\n",
    "Gesamt,2,,\n",
    "Count,2,,\n",
    "Number of clients,2,,\n",
    "Number of clients: 2,,,\n",
    "Generated,2024-09-01 10:15,,\n",
    "Generated by Banner,,,\n",
    "Page,1/3,,\n",
    "Page 1 of 3,,,\n",
    "End of report,,,\n",
    "*** End of report ***,,,\n",
    ",,,Total: 2\n",
    "54 rows\n",
    "(54 rows affected)\n",
    "-- end --\n",
    "--\n",
    '"2 rows, 4 columns"\n',
    "2 rows selected.\n",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_footer(footer: str) -> None:
    """A total or a remark below the last client is passed over, and its line named."""
    table = read(HEADER + CLIENTS + footer)
    assert (table.cells, codes(table.problems)) == ((ADA, BOB), [(4, "footer_skipped")])


@pytest.mark.parametrize("footer", ["Total\n", "Page 1 of 3\n", "End of report\n", "Generated on 2024-09-01 10:15\n"])
def test_total_alone(footer: str) -> None:
    """A remark that begins with the word of a total may stand alone like any other."""
    table = read(HEADER + CLIENTS + footer)
    assert (table.cells, codes(table.problems)) == ((ADA, BOB), [(4, "footer_skipped")])


def test_several_footers() -> None:
    """Up to five totals and remarks are passed over, each line named; what stands above them is a row."""
    table = read(HEADER + CLIENTS + "\nTotal,2,,\n\n(2 rows affected)\n-- end --\n")
    assert (table.cells, codes(table.problems)) == (
        (ADA, BOB),
        [(5, "footer_skipped"), (7, "footer_skipped"), (8, "footer_skipped")],
    )
    table = read(HEADER + CLIENTS + "2 rows\n" * 6)
    assert table.lines == (2, 3, 4)
    assert codes(table.problems) == [(line, "footer_skipped") for line in (5, 6, 7, 8, 9)]


def test_total_between_clients() -> None:
    """Only what stands below the last client is passed over, no total in between."""
    table = read(HEADER + "Total,1,,\n" + CLIENTS + "Total,2,,\n")
    assert (table.lines, codes(table.problems)) == ((2, 3, 4), [(5, "footer_skipped")])


@pytest.mark.parametrize(
    "row",
    [
        "total@example.edu,Total,Recall,\n",
        "Total,helpdesk@example.edu,,\n",
        "Total,2,,a@b\n",
        "2 rows by ada@example.edu\n",
        "-- ada@example.edu --\n",
        "Total @ 54,,,\n",
    ],
)
def test_no_row_with_an_at(row: str) -> None:
    """A row with an @ is never passed over, whatever else it says."""
    table = read(HEADER + CLIENTS + row)
    assert (table.lines, table.problems) == ((2, 3, 4), ())


@pytest.mark.parametrize(
    "row",
    [
        "Total,Recall,,\n",
        "Count,Dracula,,\n",
        "Page,Larry,,\n",
        "Sum,Ting,5,\n",
        "Page,Turner,555-1234,\n",
        "Report,Card,,\n",
        "Summer,Smith,,\n",
        "Pagett,,,\n",
        "Totalli,,,\n",
        ",Page,Turner,\n",
        "Larry,Page,,\n",
        "-,Bob,,\n",
        "54,rows,,\n",
        "Cyd,,,\n",
        "Cyd\n",
        "Mary Ann,O'Hara,,\n",
    ],
)
def test_people(row: str) -> None:
    """A person whose address is missing is never passed over, whatever the name, nor is a single word."""
    table = read(LAST_EMAIL + row)
    assert (table.lines, table.problems) == ((2, 3, 4), ())


@pytest.mark.parametrize("row", ["Page Turner,,\n", "Page-Turner,,\n", "Count von Count,,\n"])
def test_people_in_one_cell(row: str) -> None:
    """A person whose whole name stands in one cell is never passed over, either."""
    table = read("Name,Email,Major\nAda Lovelace,ada@example.edu,Biology\n" + row)
    assert (table.lines, table.problems) == ((2, 3), ())


@pytest.mark.parametrize(
    "row",
    ["Total", "Cyd", "Cyd,Smi", "54 rows", "Mary Ann", "cyd@exam", "-- end", "Page,", "Sum,", "Count,,", "Total,,5"],
)
def test_cut_off(row: str) -> None:
    """A last row without a line end may be cut off; it is never passed over, and a warning says so."""
    table = read(LAST_EMAIL + row)
    assert (table.lines, codes(table.problems)) == ((2, 3, 4), [(4, "maybe_truncated")])


def test_footer_above_a_line_that_is_cut_off() -> None:
    """What may be cut off keeps the rows above it, too: below it could be more clients."""
    table = read(HEADER + CLIENTS + "Total,2,,\ncyd@exam")
    assert (table.lines, codes(table.problems)) == ((2, 3, 4, 5), [(5, "maybe_truncated")])


@pytest.mark.parametrize("row", ["Total,1\n", "Total,\n", "2 rows\n", "-- end --\n"])
def test_narrow_file(row: str) -> None:
    """In a file of fewer columns than a client needs nothing is passed over: a remark looks like a value there."""
    table = read("Email,Name\nada@example.edu,Ada\n" + row)
    assert (table.lines, table.problems) == ((2, 3), ())


def test_row_with_doubtful_quotes() -> None:
    """A row whose quotation marks are in doubt is never passed over."""
    table = read(HEADER + CLIENTS + '"54 rows\n')
    assert (table.lines, codes(table.problems)) == ((2, 3, 4), [(4, "quote_closed")])


def test_all_at_once() -> None:
    """Titles, blank lines, a header, clients, totals and remarks are told apart in one file."""
    table = read("Fall Roster,,,\n,,,\n" + HEADER + CLIENTS + ",,,\nTotal,2,,\n\n(2 rows affected)\n")
    assert (table.header_line, table.lines, table.cells) == (3, (4, 5), (ADA, BOB))
    assert codes(table.problems) == [(1, "preamble_skipped"), (7, "footer_skipped"), (9, "footer_skipped")]


@pytest.mark.parametrize(
    "names",
    [
        "Email,Last Name,First Name,Major",
        "Email,First Name,Last Name,Password",
        "Email,First Name,Last Name,NetID",
        "Email,First Name,Last Name,Major,Notes",
    ],
)
def test_two_tables(names: str) -> None:
    """A line that names other columns begins a second table, whose rows must not go under the first one's names."""
    with pytest.raises(BadFile) as caught:
        read(f"{HEADER}{CLIENTS}{names}\nzoe@example.edu,Zoe,Okafor,Law\n")
    assert (caught.value.code, dict(caught.value.params)) == ("file_two_tables", {"first": 1, "line": 4})


@pytest.mark.parametrize("names", [HEADER, "E-MAIL,Given Name,Surname,major\n", "Email,,,\n", "Email\n"])
def test_a_header_said_again(names: str) -> None:
    """A line that names the same columns again, or only one of them, is a row like any other: it has no address."""
    assert read(HEADER + CLIENTS + names).lines == (2, 3, 4)


@pytest.mark.parametrize(
    "header", ["E.mail.Address,First.Name,Last.Name", "user.contact.email,First,Last", "Student.Email.Address,A,B"]
)
def test_dotted_names(header: str) -> None:
    """Names with dots, as R and flattened documents write them, are no broken addresses."""
    assert read(f"{header}\nada@example.edu,Ada,Lovelace\n").header == tuple(header.split(","))


@pytest.mark.parametrize(
    "text",
    [
        ",Ada,Lovelace,hunter22\nbob@example.edu,Bob,Byron,swordfish\n",
        "Email,Password,First Name,Last Name ada@example.edu,hunter22,Ada,Lovelace\nbob@example.edu,x,Bob,Byron\n",
        ",Ada,Lovelace,hunter22\nbob@example.edu,B,C,x\nEmail,First Name,Last Name,Password\nc@example.edu,D,E,y\n",
    ],
)
def test_no_client_is_listed_as_column_names(text: str) -> None:
    """A first line that is a client, or holds one, is refused without a word of it."""
    with pytest.raises(BadFile) as caught:
        read(text)
    assert (caught.value.code, "hunter22" in str(caught.value)) == ("file_no_header", False)


@pytest.mark.parametrize(
    "tail", ["number of " + "1" * 99_000 + "a b,,\n", "1" * 99_000 + '"x\n', "total " * 9_000 + "\n"]
)
def test_a_long_last_line_takes_no_time(tail: str) -> None:
    """A last line of one long cell is no remark, and is not looked at for long."""
    assert read(HEADER + CLIENTS + tail).lines == (2, 3, 4)


def test_a_long_column_name_takes_no_time() -> None:
    """Neither is a column name that looks like an endless address."""
    text = "Contact," + "a." * 40_000 + " b\nada@example.edu,c\n"
    assert read(text).lines == (2,)
