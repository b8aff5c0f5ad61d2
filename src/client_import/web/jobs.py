"""The import itself, outside of any request: `run_import`. It leaves behind how it ended, and the report."""

from __future__ import annotations

import json
import logging
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import closing

import attrs

from client_import import (
    ClientImportError,
    Importer,
    Outcome,
    PasswordOutcome,
    PasswordsRemain,
    Report,
    Severity,
    StalePlan,
    dump_json,
)
from client_import.web.plans import plan_upload
from client_import.web.review import open_review
from client_import.web.review_file import write_review
from client_import.web.uploads import Part, UploadStore, read_part

STALE, FAILED, DONE = "stale", "failed", "done"
"""How an import ended: it would have done something else than what was reviewed; it could not go on; it is done."""

_log = logging.getLogger("client_import.web")

_SECONDS_BETWEEN = 0.5
_LISTED = 200


@attrs.frozen
class Order:
    """What an import was told when it was started.

    Attributes:
        actor: Who started it.
        file_name: Of the roster.
        reviewed: The fingerprint of what they have seen.
        allow_mass_change: Whether they allowed that very many names change.
    """

    actor: str
    file_name: str
    reviewed: str
    allow_mass_change: bool


def run_in_thread(job: Callable[[], None], _: str) -> None:
    """Run an import in a thread of its own, which the process waits for before it ends."""
    threading.Thread(target=job, name="client_import").start()


def run_import(uploads: UploadStore, importer: Importer, upload_id: str) -> None:
    """Import an upload that was claimed, as it was ordered. Nothing is raised: how it ended stands in the store.

    A host that hands in its own queue calls this in its worker. A job that is delivered again, once its import has
    ended or its upload is gone, does nothing.
    """
    if _read_order(uploads, upload_id) is None:
        return
    with uploads.running(upload_id):
        order = _read_order(uploads, upload_id)
        if order is None:  # another worker had the same job, and has ended
            return
        kind, message = _try(lambda: _import(uploads, importer, upload_id, order))
        if kind == STALE:
            shown, message = _try(lambda: _show_changes(uploads, importer, upload_id, order))
            kind = STALE if shown == DONE else FAILED
        if kind != DONE:  # only now: an error of the store is not chained to one that may quote a row
            _end(uploads, upload_id, kind, message)


def _read_order(uploads: UploadStore, upload_id: str) -> Order | None:
    """What is to be done; None where nothing is, any more."""
    kept = read_part(uploads, upload_id, Part.ORDER)
    return Order(**json.loads(kept)) if kept else None


def _try(step: Callable[[], None]) -> tuple[str, str]:
    """Do it, and say how it ended and why."""
    try:
        step()
    except StalePlan:
        return STALE, ""
    except ClientImportError as error:
        return FAILED, str(error)
    except Exception as error:  # noqa: BLE001 - told to the administrator, who sees no log
        # not its message, which may quote a row
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.error("an import ended by %s\n%s", type(error).__name__, frames)
        return FAILED, ""
    return DONE, ""


def _import(uploads: UploadStore, importer: Importer, upload_id: str, order: Order) -> None:
    plan, _ = plan_upload(uploads, importer, upload_id, order.file_name)
    broke_off = ""
    try:
        report = importer.apply(
            plan,
            reviewed=order.reviewed,
            allow_mass_change=order.allow_mass_change,
            progress=_Told(uploads, upload_id),
            actor=order.actor,
        )
    except PasswordsRemain as error:
        report, broke_off = error.report, str(error)
    uploads.drop(upload_id, Part.ORDER)
    uploads.write(upload_id, Part.OUTCOME, [json.dumps(_summarise(report, broke_off)).encode()])
    uploads.write(upload_id, Part.REPORT, [dump_json(report).encode()])
    uploads.drop(upload_id, Part.REVIEW, Part.PROGRESS)
    if not broke_off:
        uploads.drop(upload_id, Part.ROSTER)


def _show_changes(uploads: UploadStore, importer: Importer, upload_id: str, order: Order) -> None:
    """Make the review anew, with the rows marked that have changed since it was seen."""
    before = open_review(uploads.open(upload_id, Part.REVIEW))
    if before:
        with closing(before):
            plan, mapping = plan_upload(uploads, importer, upload_id, order.file_name)
            uploads.write(upload_id, Part.REVIEW, write_review(plan, mapping, before))


def _end(uploads: UploadStore, upload_id: str, kind: str, message: str) -> None:
    """Nothing was written: the import can be started once more."""
    uploads.write(upload_id, Part.OUTCOME, [json.dumps({"kind": kind, "message": message}).encode()])
    uploads.drop(upload_id, Part.PROGRESS, Part.ORDER)
    uploads.release(upload_id)


def _summarise(report: Report, broke_off: str) -> dict[str, object]:
    """What the result page shows, so that nobody has to load a report of 55,000 rows for it."""
    conflicted = [(result.line, result.email) for result in report.results if result.outcome is Outcome.CONFLICTED]
    return {
        "kind": DONE,
        "counts": attrs.asdict(report.counts),
        "passwords": dict(report.passwords),
        "remaining": report.passwords[PasswordOutcome.REMAINING],
        "broke_off": broke_off,
        "finished": report.occasion.finished.isoformat(timespec="minutes"),
        "undoes": report.occasion.undoes is not None,
        "conflicted": conflicted[:_LISTED],
        "to_mend": len(_lines_kept_out(report)),
        "warned": len(_lines_warned(report) - _lines_kept_out(report)),
    }


def _lines_kept_out(report: Report) -> set[int]:
    """Those that a file of corrections holds; an import that takes another back has none to mend."""
    kept_out = {Outcome.REJECTED, Outcome.CONFLICTED}
    return {row.line for row in report.original_rows} & {
        result.line for result in report.results if result.outcome in kept_out
    }


def _lines_warned(report: Report) -> set[int]:
    warned = {problem.line for problem in report.problems if problem.severity is Severity.WARNING}
    return {row.line for row in report.original_rows if row.line in warned}


class _Told:
    """Writes down how far the import is, now and then."""

    def __init__(self, uploads: UploadStore, upload_id: str) -> None:
        self._uploads = uploads
        self._upload_id = upload_id
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        """So much is done."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _SECONDS_BETWEEN
            told = json.dumps({"done": done, "total": total}).encode()
            self._uploads.write(self._upload_id, Part.PROGRESS, [told])
