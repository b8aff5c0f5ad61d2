"""Lines → a table, and the file of results: one section for each work, with the day and what it ran on."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.rounds import Line
from benchmarks.works import WORKS, Work

FILE = Path(__file__).with_name("RESULTS.md")

_HEAD = """\
# Results

Written by `python -m benchmarks`, never by hand; a work that is measured whole in a store replaces its section there.
Each system did the same work, in turn, in processes of its own, and what it left was compared before its time counted.

Seconds are those of the work: not of starting Python, importing modules and, for Django, its setup. CPU seconds are
those for which the process had a core; where they are far below the others, it waited, for a database server (whose own
are not counted) or because the machine was busy with other work. Peak memory is that of the whole process. Both ratios
are to the first system of the table; that of the seconds is taken round by round, so that it holds on a machine whose
speed drifts, but not for a system whose run takes over thirty seconds: that has one run only.

`floor` is a loop by hand that reports no problems, has no plan and does not look again before it overwrites; polars and
pandas do as much. `import-export` is django-import-export, dry run and import: as documented, with its fastest
settings, and with the best subclass we could write. `ours` is `SqliteClients`, and on PostgreSQL `SqlAlchemyClients`.
"""
_COLUMNS = (
    "work",
    "system",
    "store",
    "rows",
    "runs",
    "median s",
    "min",
    "max",
    "CPU s",
    "rows/s",
    "peak MB",
    "ratio",
    "CPU ratio",
)
_PACKAGES = (
    "client_import", "attrs", "bcrypt", "cattrs", "sqlalchemy", "psycopg", "polars", "pandas", "django",
    "django-import-export",
)  # fmt: skip


def show_table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table, its columns as wide as what stands in them."""
    rows = [_COLUMNS, *(_show_line(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_COLUMNS))]
    aligned = [
        "| "
        + " | ".join(_align(cell, width, place) for place, (cell, width) in enumerate(zip(row, widths, strict=True)))
        + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 1) + ("-" if place < 3 else ":") for place, width in enumerate(widths)) + "|"
    return "\n".join([aligned[0], rule, *aligned[1:]])


def keep(work: Work, lines: Sequence[Line], file: Path = FILE) -> None:
    """Put the section of a work in its one store into the file, in the place of the one that stands there."""
    sections = _read_sections(file)
    title = _title(work.name, *work.stores)
    sections[title] = f"## {title}\n\n{work.says}\n\n{describe_machine(lines)}\n\n{show_table(lines)}\n"
    titles = [_title(each.name, store) for each in WORKS for store in each.stores or ("",)]
    ordered = [sections[each] for each in titles if each in sections]
    file.write_text("\n".join([_HEAD, *ordered]), encoding="utf-8")


def _title(work: str, store: str = "") -> str:
    return f"{work} on {store}" if store else work


def describe_machine(lines: Sequence[Line]) -> str:
    """The day, the machine and the versions."""
    cores, memory = os.cpu_count(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    machine = f"{platform.system()} on {platform.machine()}, {cores} cores, {memory:.0f} GB"
    databases = dict.fromkeys(line.database for line in lines if line.database)
    packages = (f"{name} {found}" for name in _PACKAGES if (found := _find_version(name)))
    versions = [f"{platform.python_implementation()} {platform.python_version()}", *databases, *packages]
    today = dt.datetime.now(tz=dt.UTC).date()
    return f"{today}; {machine}; {', '.join(versions)}; commit {_find_commit()}."


def _show_line(line: Line) -> tuple[str, ...]:
    return (
        line.work,
        line.system,
        line.store,
        f"{line.rows:,}",
        str(len(line.seconds)),
        f"{line.median:.3f}",
        f"{min(line.seconds):.3f}",
        f"{max(line.seconds):.3f}",
        f"{line.cpu:.2f}",
        f"{line.rows / line.median:,.0f}",
        f"{line.peak:.0f}",
        f"{line.ratio:.2f}",
        f"{line.cpu_ratio:.2f}",
    )


def _align(cell: str, width: int, place: int) -> str:
    return cell.ljust(width) if place < 3 else cell.rjust(width)


def _read_sections(file: Path) -> dict[str, str]:
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)[1:]
    return {name: f"## {name}\n{body.rstrip()}\n" for name, body in zip(parts[::2], parts[1::2], strict=True)}


def _find_version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _find_commit() -> str:
    """Of the code as it is checked out; with a plus sign where files other than the results differ from it."""
    commit = _ask_git("rev-parse", "--short", "HEAD").stdout.strip()
    differs = _ask_git("diff", "--quiet", "HEAD", "--", ":/", f":!{FILE.name}").returncode
    return commit + "+" * (differs != 0) if commit else "unknown"


def _ask_git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=FILE.parent, capture_output=True, text=True, check=False)
