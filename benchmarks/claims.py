"""What docs/comparison.md says of others, tried on the versions that are installed: `python -m benchmarks.claims`.

Each claim is a function that gives whether it holds; one that does not ends the program with status 1. It needs the
extra `[bench]`.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from typing import Any

HEADER = "email,first_name,last_name,major,password\n"
ADA = HEADER + "ada@example.edu,Ada,Lovelace,Biology,start-1815\n"


@cache
def start_django() -> tuple[Any, Any]:
    """A model of accounts in a database in memory, and its resource as the documentation shows one."""
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "import_export"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_I18N=False,
    )
    django.setup()
    from django.db import connection, models  # noqa: PLC0415
    from import_export.resources import modelresource_factory  # noqa: PLC0415

    def text(*, blank: bool = False) -> Any:  # noqa: ANN401 - a field
        return models.CharField(max_length=99, blank=blank)

    fields = {
        "email": models.CharField(max_length=99, unique=True),
        "first_name": text(),
        "last_name": text(),
        "major": text(blank=True),
        "password": text(blank=True),
    }
    meta = type("Meta", (), {"app_label": "import_export"})
    account: Any = type("Account", (models.Model,), {**fields, "Meta": meta, "__module__": __name__})
    with connection.schema_editor() as editor:
        editor.create_model(account)
    options = {"fields": list(fields), "import_id_fields": ["email"], "skip_unchanged": True}
    return account, modelresource_factory(account, meta_options=options)


def bring(roster: str, *, dry_run: bool = False) -> Any:  # noqa: ANN401 - its Result
    """What django-import-export makes of a roster, with nobody but Ada stored before."""
    from tablib import Dataset  # noqa: PLC0415

    _, resource = start_django()
    return resource().import_data(Dataset().load(roster, format="csv"), dry_run=dry_run)


def store_ada() -> Any:  # noqa: ANN401 - the model
    """Nobody but Ada is stored."""
    account, _ = start_django()
    account.objects.all().delete()
    bring(ADA)
    return account.objects


def it_has_a_dry_run() -> bool:
    """django-import-export: a dry run counts and writes nothing."""
    stored = store_ada()
    result = bring(HEADER + "bob@example.edu,Bob,B,,\n", dry_run=True)
    return bool(result.totals["new"] == 1) and stored.count() == 1


def it_overwrites_what_changed_since() -> bool:
    """django-import-export: what changed between the dry run and the import is overwritten without a word."""
    stored = store_ada()
    bring(HEADER + "ada@example.edu,Ada,King,Biology,start-1815\n", dry_run=True)
    stored.update(last_name="Byron")
    result = bring(HEADER + "ada@example.edu,Ada,King,Biology,start-1815\n")
    return bool(stored.get().last_name == "King") and not result.has_errors()


def it_empties_by_blank_cells() -> bool:
    """django-import-export: a blank cell empties what is stored."""
    stored = store_ada()
    bring(HEADER + "ada@example.edu,Ada,Lovelace,,start-1815\n")
    return bool(stored.get().major == "")


def it_tells_addresses_apart_by_case() -> bool:
    """django-import-export: another spelling of an address is another account."""
    stored = store_ada()
    bring(HEADER + "ADA@example.edu,Ada,Lovelace,Biology,\n")
    return bool(stored.count() == 2)


def it_shows_and_stores_passwords() -> bool:
    """django-import-export: a column of passwords is stored as it is, and shown in the dry run."""
    stored = store_ada()
    result = bring(HEADER + "bob@example.edu,Bob,B,,canary-77\n", dry_run=True)
    return bool(stored.get().password == "start-1815") and "canary-77" in str(result.rows[0].diff)


def it_wants_the_names_of_its_fields() -> bool:
    """django-import-export: other headers than those of its fields, and other separators, are refused."""
    store_ada()
    headers = bring("E-mail,Given Name,Surname\nbob@example.edu,Bob,B\n", dry_run=True)
    separators = bring("email;first_name;last_name\nbob@example.edu;Bob;B\n", dry_run=True)
    return bool(headers.base_errors) and bool(separators.base_errors)


def it_takes_any_text_for_an_address() -> bool:
    """django-import-export: an address that is none goes into a field of text, unless the host writes a check."""
    store_ada()
    result = bring(HEADER + "not an address,Bob,B,,\n", dry_run=True)
    return bool(result.totals["new"] == 1) and not result.has_validation_errors()


def it_refuses_a_file_for_one_wide_row() -> bool:
    """django-import-export: one row with a cell too many stops the whole file."""
    from tablib import InvalidDimensions  # noqa: PLC0415

    try:
        bring(ADA + "bob@example.edu,Bob,B,,,more\n", dry_run=True)
    except InvalidDimensions:
        return True
    return False


def it_exports_formulas() -> bool:
    """django-import-export: a cell that a spreadsheet would run is exported as it is, by default."""
    store_ada()
    bring(HEADER + "bob@example.edu,=1+1,B,,\n")
    return "bob@example.edu,=1+1" in start_django()[1]().export().csv


def pandas_and_polars_guess_types() -> bool:
    """Pandas and polars: leading zeros of a number are lost, unless the host asks for texts."""
    import pandas as pd  # noqa: PLC0415
    import polars as pl  # noqa: PLC0415

    roster = b"email,sid\nada@example.edu,0042\n"
    return {int(pd.read_csv(io.BytesIO(roster))["sid"][0]), pl.read_csv(io.BytesIO(roster))["sid"][0]} == {42}


def pandas_and_polars_want_utf_8() -> bool:
    """Pandas and polars: a file in Windows-1252 is an error, and its encoding is not found out."""
    return fail("email,first_name\nzoe@example.edu,Zoë\n".encode("cp1252"))


def pandas_and_polars_want_commas() -> bool:
    """Pandas and polars: semicolons are not found out; the file is one column."""
    import pandas as pd  # noqa: PLC0415
    import polars as pl  # noqa: PLC0415

    roster = b"email;first_name\nada@example.edu;Ada\n"
    return {len(pd.read_csv(io.BytesIO(roster)).columns), len(pl.read_csv(io.BytesIO(roster)).columns)} == {1}


def pandas_and_polars_stop_at_one_row() -> bool:
    """Pandas and polars: one row with a cell too many, or a quotation mark too few, stops the whole file."""
    wide = b"email,first_name\nada@example.edu,Ada\nbob@example.edu,Bob,B\n"
    quoted = b'email,first_name\nada@example.edu,"Ada\nbob@example.edu,Bob\n'
    return fail(wide) and fail(quoted)


def pandas_and_polars_have_ways_around() -> bool:
    """Pandas and polars: separators are found with `sep=None`, wide rows skipped by the one and cut by the other."""
    import pandas as pd  # noqa: PLC0415
    import polars as pl  # noqa: PLC0415

    found = pd.read_csv(io.BytesIO(b"email;first_name\nada@example.edu;Ada\n"), sep=None, engine="python")
    wide = b"email,first_name\nada@example.edu,Ada\nbob@example.edu,Bob,B\n"
    kept = pd.read_csv(io.BytesIO(wide), on_bad_lines="skip")
    cut = pl.read_csv(io.BytesIO(wide), truncate_ragged_lines=True)
    return (len(found.columns), len(kept), cut.rows()[1]) == (2, 1, ("bob@example.edu", "Bob"))


def fail(roster: bytes) -> bool:
    """Whether pandas and polars both end with an error."""
    import pandas as pd  # noqa: PLC0415
    import polars as pl  # noqa: PLC0415

    for read in (pd.read_csv, pl.read_csv):
        try:
            read(io.BytesIO(roster))
        except (UnicodeDecodeError, pd.errors.ParserError, pl.exceptions.ComputeError):
            continue
        return False
    return True


CLAIMS: tuple[Callable[[], bool], ...] = (
    it_has_a_dry_run,
    it_overwrites_what_changed_since,
    it_empties_by_blank_cells,
    it_tells_addresses_apart_by_case,
    it_shows_and_stores_passwords,
    it_wants_the_names_of_its_fields,
    it_takes_any_text_for_an_address,
    it_refuses_a_file_for_one_wide_row,
    it_exports_formulas,
    pandas_and_polars_guess_types,
    pandas_and_polars_want_utf_8,
    pandas_and_polars_want_commas,
    pandas_and_polars_stop_at_one_row,
    pandas_and_polars_have_ways_around,
)


def main() -> int:
    """Try each; 0 where all hold."""
    print(", ".join(f"{name} {version(name)}" for name in ("django", "django-import-export", "pandas", "polars")))
    held = [claim() for claim in CLAIMS]
    for claim, holds in zip(CLAIMS, held, strict=True):
        print("holds   " if holds else "DOES NOT", (claim.__doc__ or "").strip())
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
