"""Every piece of work by every system, in one table, and kept in RESULTS.md.

    python -m benchmarks                                         # everything, some three quarters of an hour
    python -m benchmarks --work plan --work half --rounds 3      # two works
    python -m benchmarks --work half --systems floor,ours --rows 5000 --rounds 1 --stores sqlite
    python -m benchmarks --work hashing --cost 12

A work that is measured in a store with all its systems, rows and costs replaces its section in RESULTS.md. The systems
beside ours need the extra `[bench]`; `--systems floor,ours` does without.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib.util import find_spec

import attrs

from benchmarks import results
from benchmarks.measuring import measure
from benchmarks.rounds import Disagreement, Line
from benchmarks.systems import SYSTEMS
from benchmarks.works import STORES, WORKS, Work, narrow

_NEEDS = {"polars": "polars", "pandas": "pandas", "import-export": "import_export"}


def main() -> int:
    """Measure, show, and keep."""
    options = _parse()
    for name in options.work or [work.name for work in WORKS]:
        whole = next(work for work in WORKS if work.name == name)
        work = narrow(whole, options.systems, options.stores, options.rows, options.cost)
        missing = _find_missing(work)
        if missing:
            print(f"{missing} is not installed. Run:  pip install -e '.[dev,bench]'", file=sys.stderr)
            return 2
        try:
            _measure_in_turn(whole, work, options.rounds)
        except Disagreement as error:
            print(f"{work.name}: {error}", file=sys.stderr)
            return 1
    return 0


def _measure_in_turn(whole: Work, work: Work, rounds: int) -> None:
    """Store by store; what is measured whole there is kept."""
    if not work.systems or (whole.stores and not work.stores):
        return
    for store in work.stores or ("",):
        here = attrs.evolve(work, stores=(store,) if store else ())
        lines = _measure(here, rounds)
        if here == narrow(whole, stores=here.stores):
            results.keep(here, lines)


def _measure(work: Work, rounds: int) -> list[Line]:
    lines: list[Line] = []
    for some in measure(work, rounds, progress=lambda text: print(f"… {text}", file=sys.stderr)):
        print(results.show_table(some), flush=True)
        lines += some
    return lines


def _find_missing(work: Work) -> str | None:
    """A package that a system needs and that is not installed."""
    needed = (package for name, package in _NEEDS.items() if any(each.startswith(name) for each in work.systems))
    return next((package for package in needed if not find_spec(package)), None)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", action="append", choices=[work.name for work in WORKS], help="again for more")
    parser.add_argument("--systems", type=_several(SYSTEMS), default=(), help="separated by commas")
    parser.add_argument("--stores", type=_several(STORES), default=(), help="separated by commas")
    parser.add_argument("--rows", type=int, help="another number, or for the growth the largest")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cost", type=int, help="of a hash")
    return parser.parse_args()


def _several(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def parse(text: str) -> tuple[str, ...]:
        names = tuple(part.strip() for part in text.split(","))
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(known)}")
        return names

    return parse


if __name__ == "__main__":
    sys.exit(main())
