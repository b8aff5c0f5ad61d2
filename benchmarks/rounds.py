"""Systems in turn, each run in a process of its own: what the machine does meanwhile meets all of them alike."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence

import attrs

from benchmarks.jobs import Result

_LONG = 30.0
"""Seconds from which a system runs once only: a disk that is warm and a ratio of rounds are nothing to it."""


@attrs.frozen
class Line:
    """One line of a table.

    Attributes:
        work: What was done, with its case.
        store: Where, or empty.
        database: The store's name and version, or empty.
        system: By whom.
        rows: How many rows.
        seconds: Of each run that counts.
        cpu: The median of the seconds for which they had a core.
        peak: The median of their peaks, in megabytes.
        ratio: Of the seconds, to the first system, round by round; the median.
        cpu_ratio: Of the CPU seconds, to the first system.
    """

    work: str
    store: str
    database: str
    system: str
    rows: int
    seconds: tuple[float, ...] = ()
    cpu: float = 0.0
    peak: float = 0.0
    ratio: float = 0.0
    cpu_ratio: float = 0.0

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)


class Disagreement(Exception):
    """Two systems did not do the same work, so that their times say nothing."""


def run_rounds(systems: Sequence[str], rounds: int, run: Callable[[str], Result]) -> dict[str, list[Result]]:
    """What each system gave in each round.

    A first round, which warms the disk up, is not counted, but where a system takes so long that its first run is
    the only one.

    Raises:
        Disagreement: Two of them did not do the same.
    """
    results: dict[str, list[Result]] = {system: [] for system in systems}
    done: set[str] = set()
    first: tuple[str, Result] | None = None
    for number in range(rounds + 1):
        for system in systems:
            if system in done:
                continue
            result = run(system)
            first = first or (system, result)
            _compare(first, (system, result))
            if result.seconds > _LONG and number == 0:
                done.add(system)
            if number or system in done:
                results[system].append(result)
    return results


def _compare(first: tuple[str, Result], other: tuple[str, Result]) -> None:
    (base, expected), (system, result) = first, other
    if expected.outcome != result.outcome:
        raise Disagreement(f"{system} left {result.outcome}, where {base} left {expected.outcome}.")


def make_lines(results: Mapping[str, Sequence[Result]], named: Callable[[str], Line]) -> list[Line]:
    """A line for each system; the first is the base of the ratios.

    Args:
        results: What `run_rounds` gave.
        named: A system -> its line, without figures.
    """
    first = next(iter(results.values()))
    return [_fill_in(named(system), runs, first) for system, runs in results.items()]


def _fill_in(line: Line, runs: Sequence[Result], first: Sequence[Result]) -> Line:
    seconds = tuple(run.seconds for run in runs)
    cpu, base_cpu = (statistics.median(run.cpu for run in each) for each in (runs, first))
    peak = statistics.median(run.peak for run in runs)
    if len(runs) == len(first):
        ratio = statistics.median(mine.seconds / base.seconds for mine, base in zip(runs, first, strict=True))
    else:
        ratio = statistics.median(seconds) / statistics.median(base.seconds for base in first)
    cpu_ratio = cpu / base_cpu if base_cpu else 0.0  # the clock of the processor ticks a hundred times a second
    return attrs.evolve(line, seconds=seconds, cpu=cpu, peak=peak, ratio=ratio, cpu_ratio=cpu_ratio)
