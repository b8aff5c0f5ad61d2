"""Rosters broken in every way: reading gives a table or a `BadFile`, in time and within memory; nothing else.

    python tests/fuzz_reading.py --minutes 10     # the whole campaign
    python tests/fuzz_reading.py --minutes 0.3    # as .ci/run does

First come files of 5 MB at which a careless reader hangs, each in a process of its own: at most 2 seconds of the
processor, and at most 12 times the file's size in memory. Then small files, written as people's programs write them
and damaged at random, until the time is over. Ends with status 1 at the first one that is wrong.
"""

from __future__ import annotations

import argparse
import csv
import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client_import import BadFile, BadMapping, RegistrationForm, check_rows, read_table, suggest_mapping
from rosters import FORM, QUICK

SIZE = 5 * 1024 * 1024
LONGEST, MOST_MEMORY = 2.0, 12.0

LARGE: dict[str, Callable[[], bytes]] = {
    "quotation marks": lambda: b'"' * SIZE,
    "commas": lambda: b"," * SIZE,
    "one cell": lambda: b"a" * SIZE,
    "100,000 columns": lambda: b",".join(b"c%d" % number for number in range(100_000)) + b"\n" + b"1," * 100_000,
    "line ends": lambda: b"\r\n" * (SIZE // 2),
    "an open mark in every cell of one line": lambda: b"e,f,g\n" + b'"a,' * (SIZE // 3),
    "an open mark in every line": lambda: b"e,f,g\n" + b'a,b,"c\n' * (SIZE // 7),
    "doubled marks in every line": lambda: b"e,f,g\n" + b'a,""z\n' * (SIZE // 6),
    "odd marks here and there": lambda: b"e,f,g\n" + (b'""z\n' * 50 + b'"""z\n') * (SIZE // 205),
    "one mark before everything": lambda: b'e,f,g\n"' + b"a,b,c\n" * (SIZE // 6),
    "bytes that are no letters": lambda: b"\xff" * SIZE,
    "half letters": lambda: b"\xc3(" * (SIZE // 2),
    "zeros": lambda: bytes(SIZE),
    "spaces": lambda: b" " * SIZE,
    "brackets": lambda: b"[" * SIZE,
    "apostrophes": lambda: b"'" * SIZE,
    "backslashes": lambda: b'\\"' * (SIZE // 2),
    "at signs": lambda: b"@" * SIZE,
}

CELLS = (
    "ada@example.edu",
    "zoë@example.edu",
    "Ada",
    "Zoë",
    "'t Hart",
    "Love, lace",
    'say "hi"',
    "two\nlines",
    "",
    "  ",
    '="0012"',
    "'=1+1",
    "JosÃ©",
    "#N/A",
    "1.2E+10",
    "Total",
    "mailto:ada@example.edu",
    "x" * 300,
)
HEADERS = ("Email", "First Name", "Last Name", "Password", "Major", "Notes", "", "Email")
MARKS = (
    b",",
    b";",
    b'"',
    b"'",
    b"\t",
    b"|",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\\",
    b"@",
    b"=",
    b" ",
    b"sep=;\n",
)


@st.composite
def damaged_rosters(draw: st.DrawFn) -> bytes:
    """A roster in some dialect and encoding, with bytes added, removed and changed."""
    out = io.StringIO(newline="")
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    delimiter, quote = draw(st.sampled_from(",;\t| ")), draw(st.sampled_from("\"'"))
    if draw(st.booleans()):
        out.write(draw(st.sampled_from(["Roster", "Roster,,", "sep=;", '"Spring, 2026"'])) + end)
    writer = csv.writer(out, delimiter=delimiter, quotechar=quote, lineterminator=end)
    width = draw(st.integers(1, 7))
    writer.writerow(draw(st.lists(st.sampled_from(HEADERS), min_size=width, max_size=width)))
    row = st.lists(st.sampled_from(CELLS), min_size=width, max_size=width)
    writer.writerows(draw(st.lists(row, max_size=12)))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"]))
    content = bytearray(out.getvalue().encode(encoding, "replace"))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(content)))
        content[place : place + draw(st.integers(0, 3))] = draw(st.sampled_from((b"", *MARKS)) | st.binary(max_size=4))
    return bytes(content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content)


def check(content: bytes, form: RegistrationForm = FORM) -> None:
    """Read, map and check; every problem has a line of the file and a message."""
    try:
        table = read_table(content, QUICK)
        assert list(table.lines) == sorted(set(table.lines))
        assert table.header_line < table.lines[0]
        assert len(set(table.header)) == len(table.header)
        assert all(len(cells) >= len(table.header) for cells in table.cells)
        problems = check_rows(table, suggest_mapping(table, form), form, QUICK).problems
        assert all(problem.message for problem in problems)
    except (BadFile, BadMapping):
        return


def run_small(minutes: float) -> int:
    """How many damaged rosters were read until the time was over."""
    ends = time.monotonic() + minutes * 60
    read = 0

    @settings(max_examples=2000, deadline=2000, database=None, suppress_health_check=list(HealthCheck))
    @given(content=damaged_rosters() | st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
    def read_any(content: bytes) -> None:
        nonlocal read
        read += 1
        check(content)

    while time.monotonic() < ends:
        read_any()
    return read


def run_large() -> bool:
    """Whether every large file is read in time and within memory."""
    fine = True
    for name in LARGE:
        command = [sys.executable, __file__, "--large", name]
        seconds, times = map(float, subprocess.run(command, capture_output=True, check=True).stdout.split())
        verdict = "" if seconds <= LONGEST and times <= MOST_MEMORY else "   TOO MUCH"
        fine = fine and not verdict
        print(f"{name:<42}{seconds:>6.2f} s{times:>6.1f} times its size{verdict}", flush=True)
    return fine


def read_large(name: str) -> None:
    """Print the seconds and the memory, in sizes of the file, that reading one takes."""
    content = LARGE[name]()[:SIZE]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    check(content)
    seconds = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(seconds, memory * 1024 / len(content))


def main() -> int:
    """Run what was asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=10.0)
    options.add_argument("--large", metavar="NAME", choices=LARGE, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.large:
        read_large(chosen.large)
        return 0
    if not run_large():
        return 1
    print(f"{run_small(chosen.minutes):,} damaged rosters read", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
