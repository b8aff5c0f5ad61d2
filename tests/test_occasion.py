"""When, by whom and from which file an import was made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from client_import import Importer, ImportRules, Occasion, PasswordRules, apply_plan
from client_import.repositories.memory import MemoryClients
from rosters import FORM, plan

MORNING = datetime(2026, 9, 1, 9, 30, tzinfo=timezone(timedelta(hours=2)))
ROSTER = b"Email,First Name,Last Name,Password\nada@example.edu,Ada,Lovelace,canary-77\n"


class Ticking:
    """A clock that is one minute on at each look."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return MORNING + timedelta(minutes=self.looks)


def importer(clock: Ticking) -> Importer:
    return Importer(form=FORM, clients=MemoryClients(), rules=ImportRules(passwords=PasswordRules(cost=4)), clock=clock)


def test_a_report_says_who_when_and_from_which_file(tmp_path: Path) -> None:
    """The actor as the host names them, times in UTC from the host's clock, and the file's own name and size."""
    path = tmp_path / "autumn.csv"
    path.write_bytes(ROSTER)
    imports = importer(Ticking())
    report = imports.apply(imports.plan(imports.read(path)), actor="admin 7")
    assert report.occasion == Occasion(
        actor="admin 7",
        started=MORNING + timedelta(minutes=1),
        finished=MORNING + timedelta(minutes=3),
        file_name="autumn.csv",
        file_size=len(ROSTER),
        delimiter=",",
    )
    assert report.occasion.started.tzinfo is UTC
    assert report.occasion.duration == timedelta(minutes=2)


def test_passwords_set_later_move_the_end() -> None:
    """Profiles and passwords are one import: it is finished with the last of them."""
    imports = importer(Ticking())
    made = imports.plan(imports.read(ROSTER, file_name="upload.csv"))
    profiles = imports.apply(made, passwords="later")
    done = imports.set_passwords(made, profiles)
    assert profiles.occasion.file_name == done.occasion.file_name == "upload.csv"
    assert profiles.occasion.finished == MORNING + timedelta(minutes=2)
    assert done.occasion.finished == MORNING + timedelta(minutes=3)
    assert done.occasion.started == profiles.occasion.started


def test_a_clock_without_a_zone_is_refused_before_anything_is_written() -> None:
    """A time that may mean two moments proves nothing."""
    store = MemoryClients()
    made = plan("Email,First Name,Last Name\na@example.edu,A,B\n")
    with pytest.raises(ValueError, match="must say its zone, and 2026-09-01T09:30:00 does not"):
        apply_plan(made, store, clock=lambda: datetime(2026, 9, 1, 9, 30))  # noqa: DTZ001
    assert list(store.all()) == []


def test_names_that_are_no_text_are_kept_as_far_as_a_document_can() -> None:
    """A file or an actor named in bytes that are no UTF-8 does not keep the report from being saved."""
    occasion = Occasion(actor="ren\udce9", file_name="caf\udce9.csv", started=MORNING, finished=MORNING)
    assert (occasion.actor, occasion.file_name) == ("ren?", "caf?.csv")
