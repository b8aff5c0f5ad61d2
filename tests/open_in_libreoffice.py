"""Open exports in LibreOffice, save them there, and see that no cell was run and every client is as before.

    python tests/open_in_libreoffice.py
    python tests/open_in_libreoffice.py --clients 2000 --seed 7

Clients hold everything that a spreadsheet takes for a formula, a number, a date or two cells, and texts drawn at random
from such pieces. They are exported in every option. LibreOffice opens each file as a person does who clicks "OK", and
as one who marks all columns as text, and saves it as CSV. Asked for are: no formula anywhere; each cell as it was
exported; `unchanged` for every client when the saved file is imported. Excepted are numbers and dates where no column
was marked: those that start with a digit unless digits were guarded, and those that do not (`$5`, `.5`, `May 5`,
`true`), which nothing guards. What became of them is shown.

Ends with status 1 where something of that is not so, and with 2 where LibreOffice is missing (Debian's package
`libreoffice-calc`): then nothing was tested.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from client_import import (
    Action,
    Answer,
    Client,
    ExportOptions,
    Importer,
    ImportRules,
    Question,
    RegistrationForm,
    Separator,
    export_clients,
)
from client_import.repositories.memory import MemoryClients
from client_import.texts.damage import find_damage
from client_import.texts.spaces import trim

FORMULAS = (
    *("=1+1", "=A1", "+49 30 1234", "+1+1", "-2+3", "-", "@SUM(1)", "'=1+1", "''=1+1", "=cmd|' /C calc'!A0", "="),
    *('=HYPERLINK("https://example.com","x")', "x;=1+1;y", "x,=1+1,y", "x\t=1+1\ty", "x\n=1+1\ny", '";=1+1', "＝1+1"),
)
NUMBERS = (
    *("0042", "42", "1-2", "1/2", "2024-01-05", "5.1.24", "12:30", "1e5", "3.10", "1.000,5", "1" * 20, "'0042", "''5"),
    *(
        "100%",
        "$5",
        "€5",
        "TRUE",
        "true",
        "May 5",
        "5 May",
        ".5",
        "(5)",
        "0x10",
        "1 000",
        "٤٢",
        "NaN",
        "5. Mai",
        "WAHR",
    ),
)
TEXTS = (
    *("a\tb", "two\nlines", 'say "x"', '"', "'t Hart", "Zoë", "Łódź", "王小明", "\U0001f426", "a, b; c", "'", "|"),
)
PIECES = (*"=+-@'\";,\t\n|.:/% ", "0", "42", "1+1", "A1", "May", "e", "x", "ë", "SUM(1)", "\u00a0")

FORM = RegistrationForm(
    [
        Question("note", "=Note; with, “marks”"),
        Question("0", "2024"),
        Question("pick", "Pick", kind="choice", choices=["0042", "1-2", "=1+1", "p;q"]),
        Question("help", "Help", kind="choices", choices=["0042", "A|B", "=C", "x, y", "p;q", "1-2"]),
    ]
)
_IN, _OUT = (
    "Text - txt - csv (StarCalc):{separators},34,{charset},1,{formats},{language}",
    "Text - txt - csv (StarCalc)",
)
_UTF8, _SYSTEM = "76", "0"
_ENGLISH, _GERMAN = "1033", "1031"
_SAVED = f"csv:{_OUT}:44,34,{_UTF8},1,,0,false,true,true"
_DIGIT_FIRST = re.compile(r"[0-9]")
_NUMBER_WITHOUT = re.compile(r"[.($€]|true|false|may|wahr", re.IGNORECASE)
"""What LibreOffice takes for a number although it does not start with a digit: no `'` is taken off in front of that."""
_WIDTH = 3 + len(FORM.questions)


def main() -> int:
    """Run the campaign; 0 where all is well."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--clients", type=int, default=400)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if not soffice:
        print("LibreOffice is not installed (Debian: libreoffice-calc). Nothing was tested.", file=sys.stderr)
        return 2
    clients = make_clients(chosen.clients, random.Random(chosen.seed))
    print(f"{len(clients)} clients, {len(OPTIONS)} forms of export")
    with tempfile.TemporaryDirectory() as name:
        office = Office(soffice, Path(name))
        failures = [*see_a_formula(office), *(each for opening in OPENINGS for each in opening(office, clients))]
    for failure in failures:
        print("FAILED:", failure)
    print("Something is wrong." if failures else "All is well.")
    return 1 if failures else 0


def make_clients(number: int, chance: random.Random) -> list[Client]:
    """Clients with each of the texts in each place, then with texts at random; all as the library stores them."""
    listed = [*FORMULAS, *NUMBERS, *TEXTS]
    drawn = ("".join(chance.choices(PIECES, k=chance.randint(1, 6))) for _ in itertools.count())
    texts = (text for text in map(trim, itertools.chain(listed, drawn)) if text and not find_damage(text))
    clients = []
    for place, text in enumerate(itertools.islice(texts, number)):
        pick, helps = FORM.questions[2].choices, FORM.questions[3].choices
        answers: dict[str, Answer] = {
            "note": text,
            "0": text,
            "pick": chance.choice(pick),
            "help": tuple(choice for choice in helps if chance.random() < 0.5) or helps[:1],
        }
        start = chance.choice(["c", "+c", "=", "-", "0"])
        clients.append(Client(place, f"{start}{place}@example.edu", text, text, answers))
    return clients


OPTIONS = [
    ExportOptions(labels=labels, separator=separator, byte_order_mark=mark, digits_as_text=digits)
    for labels, separator, mark, digits in itertools.product([False, True], Separator, [False, True], [False, True])
]


class Office:
    """LibreOffice without windows, with a profile of its own."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder = program, folder
        self._number = itertools.count()

    def convert(self, texts: Sequence[str], opened: str, saved: str) -> list[str]:
        """Each text as LibreOffice saves it, in another format or the same.

        Args:
            texts: The files' contents.
            opened: The filter and its options by which it opens them; empty: its own choice.
            saved: The format to save in.
        """
        folder = self._folder / str(next(self._number))
        given, taken = folder / "in", folder / "out"
        given.mkdir(parents=True)
        for place, text in enumerate(texts):
            (given / f"{place}.csv").write_text(text, encoding="utf-8", newline="")
        command = [self._program, "--headless", f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"]
        command += [f"--infilter={opened}"] if opened else []
        command += ["--convert-to", saved, "--outdir", str(taken), *map(str, sorted(given.iterdir()))]
        subprocess.run(command, capture_output=True, check=True, timeout=600)
        ending = saved.partition(":")[0]
        return [(taken / f"{place}.{ending}").read_bytes().decode("utf-8-sig") for place in range(len(texts))]


def opened_by(separators: Sequence[str], *, charset: str = _UTF8, as_text: bool = False) -> str:
    """The filter for files with these separators, looking for dates and numbers; in German for semicolons alone."""
    formats = "/".join(f"{column}/2" for column in range(1, _WIDTH + 1)) if as_text else ""
    codes = "/".join(str(ord(each)) for each in separators)
    language = _GERMAN if [*separators] == [Separator.SEMICOLON] else _ENGLISH
    detecting = "" if as_text else ",false,true"
    return _IN.format(separators=codes, charset=charset, formats=formats, language=language) + detecting


def see_a_formula(office: Office) -> Iterator[str]:
    """A cell that nobody defused is run: otherwise this campaign could find nothing."""
    text = "email,first_name\r\na@example.edu,=1+1\r\n"
    if count_formulas(office.convert([text], opened_by(","), "fods")) != 1:
        yield "LibreOffice ran no formula even where one was written."
    if "a@example.edu,2" not in office.convert([text], opened_by(","), _SAVED)[0]:
        yield "LibreOffice showed no result of a formula that was written."


def count_formulas(documents: Sequence[str]) -> int:
    """The cells that are formulas in flat OpenDocument spreadsheets."""
    return sum(document.count("table:formula=") for document in documents)


def open_with_ok(office: Office, clients: Sequence[Client]) -> Iterator[str]:
    """As a person opens them: UTF-8, the separator of the file, numbers and dates recognised."""
    for separator in Separator:
        chosen = [options for options in OPTIONS if options.separator is separator]
        yield from compare(office, clients, chosen, opened_by(separator), "opened with OK")


def open_with_every_separator(office: Office, clients: Sequence[Client]) -> Iterator[str]:
    """With comma, semicolon and tab at once, as LibreOffice proposes where it knows no better."""
    yield from compare(office, clients, OPTIONS, opened_by(",;\t"), "opened with every separator")


def open_as_text(office: Office, clients: Sequence[Client]) -> Iterator[str]:
    """With each column marked as text: then digits need no guard."""
    for separator in Separator:
        chosen = [options for options in OPTIONS if options.separator is separator]
        yield from compare(office, clients, chosen, opened_by(separator, as_text=True), "opened as text", as_text=True)


def open_by_the_mark(office: Office, clients: Sequence[Client]) -> Iterator[str]:
    """With no word about the encoding: the byte order mark alone says it."""
    chosen = [options for options in OPTIONS if options.byte_order_mark and options.separator is Separator.COMMA]
    yield from compare(office, clients, chosen, opened_by(",", charset=_SYSTEM), "opened by its mark")


OPENINGS = (open_with_ok, open_with_every_separator, open_as_text, open_by_the_mark)


def compare(
    office: Office,
    clients: Sequence[Client],
    chosen: Sequence[ExportOptions],
    opened: str,
    way: str,
    *,
    as_text: bool = False,
) -> Iterator[str]:
    """What is wrong with the files, opened so and saved again."""
    texts = ["".join(export_clients(clients, FORM, options)) for options in chosen]
    formulas = count_formulas(office.convert(texts, opened, "fods"))
    if formulas:
        yield f"{way}: {formulas} formulas were run"
    saved = office.convert(texts, opened, _SAVED)
    taken: dict[str, str] = {}
    for options, text, back in zip(chosen, texts, saved, strict=True):
        allowed = () if as_text else (_NUMBER_WITHOUT,) if options.digits_as_text else (_NUMBER_WITHOUT, _DIGIT_FIRST)
        for before, after in differences(text, back, options.separator):
            if not any(each.match(before) for each in allowed):
                yield f"{way}: {before!r} became {after!r} ({options})"
            taken[before] = after
        if _DIGIT_FIRST not in allowed:
            yield from import_again(clients, back, f"{way}, {options}", allowed)
    print(f"{way}: {len(chosen)} files, {formulas} formulas, {len(taken)} different cells changed")
    if taken:
        print("   ", ", ".join(f"{before!r}: {after!r}" for before, after in itertools.islice(taken.items(), 20)))


def differences(text: str, back: str, separator: str) -> Iterator[tuple[str, str]]:
    """The cells that are not as they were, and the first row that is missing or of another width."""
    before = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)
    after = csv.reader(io.StringIO(back, newline=""))
    nothing: list[str] = []
    for one, other in itertools.zip_longest(before, after, fillvalue=nothing):
        if len(one) != len(other):
            yield repr(one), repr(other)
            return
        yield from ((cell, now) for cell, now in zip(one, other, strict=True) if cell != now)


def import_again(clients: Sequence[Client], back: str, way: str, allowed: Sequence[re.Pattern[str]]) -> Iterator[str]:
    """What importing the saved file would change, but for clients whose texts may have become numbers."""
    texts = {client.email: client.first_name for client in clients}
    importer = Importer(form=FORM, clients=MemoryClients(clients), rules=ImportRules())
    plan = importer.plan(importer.read(back.encode()))
    if plan.counts.rows != len(clients):
        yield f"{way}: {plan.counts.rows} rows came back of {len(clients)}"
    for row in plan.rows:
        if row.action is not Action.UNCHANGED and not any(each.match(texts[row.email]) for each in allowed):
            yield f"{way}: imported again, {texts[row.email]!r} is {row}"


if __name__ == "__main__":
    sys.exit(main())
