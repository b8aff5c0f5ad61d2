"""What the benchmarks say can be trusted: work is compared, ratios are taken in rounds, results are kept whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import pytest

from benchmarks import worlds
from benchmarks.jobs import Job, Result, count
from benchmarks.results import keep
from benchmarks.rounds import Disagreement, Line, make_lines, run_rounds
from benchmarks.single import run_apart
from benchmarks.stores import open_store
from benchmarks.systems import SYSTEMS
from benchmarks.works import WORKS, Work, narrow


def _find(name: str) -> Work:
    return next(work for work in WORKS if work.name == name)


def _results(seconds: Sequence[float], outcome: str = "done") -> Iterator[Result]:
    return (Result(each, each, 10.0, {"is": outcome}) for each in seconds)


def _line(system: str) -> Line:
    return Line("read", "", "", system, 100)


def test_time_of_other_work_does_not_count() -> None:
    """Where a system leaves something else than the first, the comparison stops and says who."""
    runs = {"floor": _results([1, 1]), "ours": _results([1, 1], outcome="something else")}
    with pytest.raises(Disagreement, match=r"ours left .*something else.*, where floor left .*done"):
        run_rounds(("floor", "ours"), 1, lambda system: next(runs[system]))


def test_first_round_warms_up() -> None:
    """The first round counts for nobody."""
    runs = {"floor": _results([9, 1, 2]), "ours": _results([8, 3, 4])}
    found = run_rounds(("floor", "ours"), 2, lambda system: next(runs[system]))
    assert {system: [each.seconds for each in results] for system, results in found.items()} == {
        "floor": [1, 2],
        "ours": [3, 4],
    }


def test_long_run_is_done_once() -> None:
    """A system that takes over thirty seconds has one run, its first, which counts."""
    runs = {"floor": _results([1, 1, 1]), "slow": _results([31])}
    found = run_rounds(("floor", "slow"), 2, lambda system: next(runs[system]))
    assert [each.seconds for each in found["slow"]] == [31]


def test_ratio_is_taken_round_by_round() -> None:
    """A machine that becomes ten times slower between two rounds changes no ratio."""
    results = {"floor": list(_results([1, 10, 1])), "ours": list(_results([2, 20, 2]))}
    assert [line.ratio for line in make_lines(results, _line)] == [1, 2]


def test_section_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """What was measured again replaces its own section and no other; sections stand in the order of the works."""
    file = tmp_path / "RESULTS.md"
    read, start = _find("read"), _find("start")
    for work, system in ((read, "old"), (start, "kept"), (read, "new")):
        keep(work, [attrs.evolve(_line(system), seconds=(1.0,))], file)
    text = file.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## start", "## read"]
    assert ("| old" in text, "| kept" in text, "| new" in text) == (False, True, True)


def test_each_store_has_its_own_section(tmp_path: Path) -> None:
    """Results on one database leave those on another alone."""
    file = tmp_path / "RESULTS.md"
    for store in ("postgresql", "sqlite"):
        keep(narrow(_find("half"), stores=[store]), [attrs.evolve(_line("ours"), seconds=(1.0,))], file)
    titles = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    assert titles == ["## half on sqlite", "## half on postgresql"]


def test_rows_narrow_the_growth() -> None:
    """Where the sizes are what a work is about, a number of rows leaves the larger ones out."""
    assert [case.rows for case in narrow(_find("growth"), rows=60_000).cases] == [10_000, 55_000]
    assert [case.rows for case in narrow(_find("half"), rows=60_000).cases] == [60_000]
    assert [case.rows for case in narrow(_find("start"), rows=60_000).cases] == [2]


def test_every_system_can_be_found() -> None:
    """Each work names systems that are there."""
    assert {system for work in WORKS for system in work.systems} == set(SYSTEMS)


def test_rosters_are_the_same_each_time(tmp_path: Path) -> None:
    """A world of one name and size is one file, whoever writes it."""
    for name in ("usual", "columns 20", "choices 300", "unmatched 300"):
        files = [tmp_path / "one.csv", tmp_path / "other.csv"]
        for file in files:
            worlds.write_roster(file, name, 120)
        assert files[0].read_bytes() == files[1].read_bytes()


def test_ours_does_the_work_of_the_loop(tmp_path: Path) -> None:
    """On a roster with every kind of fault the library leaves the same clients as the loop by hand."""
    roster = tmp_path / "roster.csv"
    worlds.write_roster(roster, "usual", 400)
    outcomes = []
    with open_store("sqlite", tmp_path) as store:
        store.fill(worlds.stored_before(400))
        for system in ("floor", "ours"):
            place = store.renew()
            done = run_apart(Job(system, "import", roster=str(roster), store="sqlite", place=place, rows=400))
            outcomes.append((done.outcome, store.digest(place)))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0] == count(created=194, updated=200, unchanged=0, rejected=6)
