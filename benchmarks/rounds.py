"""Systems run in turn, each in a process of its own; one table with seconds, peak memory and the ratio to the base."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

Result = dict[str, float]


def run_rounds(systems: Sequence[str], rounds: int, run: Callable[[str], Result]) -> dict[str, list[Result]]:
    """What each system gave in each round. A first round, which warms the disk up, is not counted."""
    results: dict[str, list[Result]] = {system: [] for system in systems}
    for round_number in range(rounds + 1):
        for system in systems:
            result = run(system)
            if round_number:
                results[system].append(result)
    return results


def spawn(module: str, *arguments: object) -> Result:
    """Run a benchmark's own single run in a fresh process."""
    command = [sys.executable, "-m", module, "--run", *map(str, arguments)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    result: Result = json.loads(finished.stdout)
    return result


def report(seconds: float, outcome: Callable[[], object]) -> None:
    """Hand a single run's figures to the process that spawned it; what comes out must be the same for every system."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "outcome": outcome()}))


def print_table(results: Mapping[str, list[Result]], base: str, rows: int) -> None:
    """One line for each system; ends the program where the systems disagree about the outcome."""
    outcomes = {str(each["outcome"]) for runs in results.values() for each in runs}
    if len(outcomes) != 1:
        sys.exit(f"The systems disagree: {outcomes}")
    bases = [each["seconds"] for each in results[base]]
    print(f"{'system':<12}{'median s':>10}{'min':>8}{'max':>8}{'rows/s':>12}{'peak MB':>9}{'ratio':>8}")
    for system, runs in results.items():
        seconds = [each["seconds"] for each in runs]
        ratio = statistics.median(mine / other for mine, other in zip(seconds, bases, strict=True))
        median, peak = statistics.median(seconds), statistics.median(each["peak"] for each in runs)
        print(
            f"{system:<12}{median:>10.3f}{min(seconds):>8.3f}{max(seconds):>8.3f}"
            f"{rows / median:>12,.0f}{peak:>9.0f}{ratio:>8.2f}"
        )
