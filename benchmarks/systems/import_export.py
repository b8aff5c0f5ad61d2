"""django-import-export, as a host on Django would call it: a dry run that somebody confirms, then the import.

Three ways: as its documentation shows it, with its fastest settings, and with a subclass that takes its hooks for an
upsert. The resources are in `benchmarks.django_clients.resources`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.jobs import Job, Outcome, Prepared, count
from benchmarks.systems.django_start import start_django


def prepare_documented(job: Job) -> Prepared:
    """As documented."""
    return _prepare(job, "ClientResource")


def prepare_bulk(job: Job) -> Prepared:
    """In bulk mode, without what is for showing."""
    return _prepare(job, "BulkResource")


def prepare_upsert(job: Job) -> Prepared:
    """With one look-up and one upsert for each batch."""
    return _prepare(job, "UpsertResource")


def _prepare(job: Job, name: str) -> Prepared:
    start_django(job)
    from tablib import Dataset  # noqa: PLC0415 - not before Django is ready

    from benchmarks.django_clients import resources  # noqa: PLC0415

    resource = getattr(resources, name)

    def work() -> Any:  # noqa: ANN401 - its Result
        dataset = Dataset().load(Path(job.roster).read_text(encoding="utf-8"), format="csv")
        result = resource().import_data(dataset, dry_run=True)
        if job.task == "import":
            dataset = Dataset().load(Path(job.roster).read_text(encoding="utf-8"), format="csv")
            result = resource().import_data(dataset, dry_run=False)
        return result

    return Prepared(work, _tell)


def _tell(result: Any) -> Outcome:  # noqa: ANN401 - its Result
    if result.has_errors():
        raise RuntimeError(str(result.base_errors or result.error_rows[:1]))
    totals = result.totals
    return count(totals["new"], totals["update"], totals["skip"], totals["invalid"])
