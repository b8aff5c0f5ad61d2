"""What the pages of a review cost beside planning alone, and what many open reviews take in memory, in one run.

    python -m benchmarks.review_pages                  # 55,000 rows, of which every second one is stored already
    python -m benchmarks.review_pages --rows 10000 --rounds 9 --open 40

Planning alone is reading the roster and planning it, as the first page of a review has to. The first page keeps the
review in the store, so that the next ones are read from there. They are answered through the app, without a network.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from starlette.testclient import TestClient

from benchmarks import worlds
from benchmarks.single import measure_peak
from client_import import Importer, dump_json
from client_import.repositories.sqlite import SqliteClients
from client_import.web import FolderUploads, Part, create_app

ACTOR = "administrator"

NEXT: Mapping[str, Mapping[str, str]] = {
    "page 2": {"page": "2"},
    "last page": {"page": "999999"},
    "updates": {"show": "update", "page": "7"},
    "errors": {"show": "errors"},
    "found": {"find": "person17@"},
    "found often": {"find": "Lovelace"},
    "not found": {"find": "nobody at all"},
}
"""The pages that are read from the kept review; one searches all rows."""


def main() -> None:
    """Run the rounds and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=55_000)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--open", type=int, default=20, help="So many reviews are open at once.")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        site = _Site(Path(name), chosen.rows)
        print(f"{chosen.rows:,} rows, {chosen.rounds} rounds")
        _compare(site, chosen.rounds)
        _count_memory(site, chosen.open)


class _Site:
    """The pages over a storage in which every second client is there already.

    Attributes:
        importer: Of the pages.
    """

    def __init__(self, folder: Path, rows: int) -> None:
        self._roster = folder / "roster.csv"
        worlds.write_roster(self._roster, "usual", rows)
        clients = SqliteClients(folder / "clients.db")
        with clients.transaction() as transaction:
            transaction.create(list(worlds.stored_before(rows)))
        self.importer = Importer(form=worlds.FORM, clients=clients)
        self._uploads = FolderUploads(folder / "uploads")
        app = create_app(importer=self.importer, authorize=lambda _: ACTOR, uploads=self._uploads)
        self._client = TestClient(app, follow_redirects=False)

    def plan(self) -> None:
        """Read and plan the roster, and nothing else."""
        with self._roster.open("rb") as file:
            self.importer.plan(self.importer.read(file))

    def upload(self) -> str:
        """The id of an upload whose mapping is decided."""
        with self._roster.open("rb") as file:
            upload = self._uploads.keep(ACTOR, "roster.csv", file)
            file.seek(0)
            mapping = self.importer.suggest_mapping(self.importer.read(file))
        self._uploads.write(upload.id, Part.MAPPING, [dump_json(mapping).encode()])
        return upload.id

    def review(self, upload: str, asked: Mapping[str, str] | None = None) -> None:
        """A page of the review."""
        answer = self._client.get(f"/uploads/{upload}/review", params=asked or {})
        assert answer.status_code == 200, answer.text


def _compare(site: _Site, rounds: int) -> None:
    planning: list[float] = []
    pages: dict[str, list[float]] = {name: [] for name in ("first page", *NEXT)}
    for number in range(rounds + 1):
        upload = site.upload()
        seconds = _time(site.plan)
        taken = {"first page": _time(partial(site.review, upload))}
        taken |= {name: _time(partial(site.review, upload, asked)) for name, asked in NEXT.items()}
        if number:  # the first round warms up
            planning.append(seconds)
            for name, each in taken.items():
                pages[name].append(each)
    print(f"{'page':<14}{'seconds':>9}{'of planning':>13}{'worst':>8}")
    print(f"{'planning':<14}{median(planning):>9.3f}")
    for name, times in pages.items():
        ratios = [mine / other for mine, other in zip(times, planning, strict=True)]
        print(f"{name:<14}{median(times):>9.3f}{median(ratios):>13.3f}{max(ratios):>8.3f}")


def _count_memory(site: _Site, number: int) -> None:
    print(f"{'open reviews':<14}{'peak MB':>9}")
    uploads = [site.upload()]
    site.review(uploads[0])
    print(f"{1:<14}{measure_peak():>9.1f}")
    for _ in range(number - 1):
        uploads.append(site.upload())
        site.review(uploads[-1])
    for upload in uploads:
        site.review(upload, {"page": "3"})
    print(f"{number:<14}{measure_peak():>9.1f}")


def _time(work: Callable[[], None]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    main()
