"""This library, as a host calls it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.jobs import Job, Outcome, Prepared, count
from benchmarks.systems import hashing
from benchmarks.worlds import find_world
from client_import import ClientRepository, Counts, Importer, ImportRules, Plan, Report, Table
from client_import.repositories.memory import MemoryClients
from client_import.repositories.sqlite import SqliteClients

LARGE = ImportRules(max_bytes=1024**3, max_rows=2_000_000)
"""The rules of a host who lets files of any size in."""


def prepare(job: Job) -> Prepared:
    """Read, plan, import or hash."""
    if job.task == "hash":
        return hashing.prepare_ours(job)
    importer = Importer(form=find_world(job.world).form, clients=_open_clients(job), rules=LARGE)
    return prepare_with(importer, job)


def prepare_with(importer: Importer, job: Job) -> Prepared:
    """The same on any storage."""
    roster = Path(job.roster)
    if job.task == "read":
        return Prepared(lambda: importer.read(roster), _tell_rows)
    if job.task == "plan":
        return Prepared(lambda: _count_plan(importer.plan(importer.read(roster))), _tell_counts)
    return Prepared(lambda: importer.apply(importer.plan(importer.read(roster))), _tell_report)


def prepare_suggestions(job: Job) -> Prepared:
    """Plan, and ask the plan for its unmatched answers with what each may mean."""
    importer = Importer(form=find_world(job.world).form, clients=_open_clients(job), rules=LARGE)

    def work() -> Plan:
        plan = importer.plan(importer.read(Path(job.roster)))
        assert any(answer.suggestions for answer in plan.unmatched)
        return plan

    return Prepared(work, lambda plan: _tell_counts(plan.counts))


def _open_clients(job: Job) -> ClientRepository:
    if job.store == "postgresql":
        from benchmarks import postgres  # noqa: PLC0415 - its memory counts only where it is needed

        return postgres.open_clients(postgres.open_engine(job.place.replace("postgresql:", "postgresql+psycopg:", 1)))
    return SqliteClients(job.place) if job.store else MemoryClients()


def _count_plan(plan: Plan) -> Counts:
    return plan.counts


def _tell_rows(table: Table) -> Outcome:
    return {"rows": len(table.rows)}


def _tell_counts(counts: Counts) -> Outcome:
    return count(counts.created, counts.updated, counts.unchanged, counts.rejected)


def _tell_report(report: Report) -> Outcome:
    return _tell_counts(report.counts)
