"""Files to keep: a template, a backup, the rows to mend, the report of an import."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from starlette.responses import Response, StreamingResponse

from client_import import (
    BadMapping,
    ExportOptions,
    Plan,
    Report,
    Separator,
    corrections,
    load_report,
    template,
)
from client_import.web.plans import plan_upload
from client_import.web.upload_page import show_upload
from client_import.web.uploads import Part, Stage, Upload, read_part
from client_import.web.visits import PAGE_OF, Moved, Visit

_CSV, _JSON = "text/csv; charset=utf-8", "application/json"
_REPORTS = {"report.json": Part.REPORT, "first-report.json": Part.EARLIER}
_BACKUP = "clients-backup.csv"
_SEPARATORS = {each.name.lower(): each for each in Separator}
_UNKNOWN_LISTED = 20
_IN_MEMORY = 1024 * 1024
_PIECE = 64 * 1024


def download_template(visit: Visit) -> Response:
    """The header of a roster with every question of the form, for a person to read and a spreadsheet to open."""
    look = ExportOptions(labels=True, byte_order_mark=True)
    return attachment([template(visit.importer.form, look)], "roster-template.csv")


def download_backup(visit: Visit) -> Response:
    """Every client as CSV, which can be imported again."""
    return attachment(visit.importer.export(), _BACKUP)


def download_chosen(visit: Visit) -> Response:
    """Clients as CSV in another form, or only some. Their addresses are posted, since logs keep what is asked for."""
    asked = visit.posted.fields
    options = ExportOptions(
        labels=asked.get("labels") == "yes",
        separator=_SEPARATORS.get(asked.get("separator", ""), Separator.COMMA),
        byte_order_mark=asked.get("excel") == "yes",
        digits_as_text=asked.get("digits") == "yes",
    )
    only = [line.strip() for line in asked.get("only", "").splitlines() if line.strip()]
    if not only:
        return attachment(visit.importer.export(options), _BACKUP)
    unknown: list[str] = []
    chosen = list(visit.importer.export(options, only=only, tell_unknown=unknown.append))
    if unknown:
        named = ", ".join(unknown[:_UNKNOWN_LISTED]) + (", …" if len(unknown) > _UNKNOWN_LISTED else "")
        return show_upload(visit, visit.t.count("backup.unknown", len(unknown), addresses=named), 422, about="only")
    return attachment(chosen, "clients.csv")


def download_corrections(visit: Visit) -> Response:
    """The rows that do not go in, or did not, to be mended; with `?warned=yes` those with warnings as well."""
    upload = visit.upload(Stage.OPEN, Stage.FINISHED)
    pieces = corrections(_find_source(visit, upload), warned=visit.request.query_params.get("warned") == "yes")
    first = next(pieces, None)
    if first is None:
        raise Moved("uploads", upload.id, PAGE_OF[visit.uploads.stage(upload.id)])
    return attachment(itertools.chain([first], pieces), "corrections.csv")


def download_report(visit: Visit) -> Response:
    """The report of an import as JSON: its account, and what it is taken back by."""
    upload = visit.upload(Stage.FINISHED)
    name = visit.request.scope["path"].rpartition("/")[2]
    report = visit.uploads.open(upload.id, _REPORTS[name])
    if report is None:
        raise Moved("uploads", upload.id, "result")
    with report:
        return attachment([report.read().decode()], name, _JSON)


def attachment(pieces: Iterable[str], name: str, kind: str = _CSV) -> Response:
    """A file to keep, never shown as a page.

    All of it is there before any of it is sent: half a backup looks like a whole one.
    """
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed once it is sent
    try:
        file.writelines(piece.encode() for piece in pieces)
    except BaseException:
        file.close()
        raise
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(file.tell())}
    file.seek(0)
    return StreamingResponse(_send(file), headers=headers, media_type=kind)


def _send(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(_PIECE), b"")


def _find_source(visit: Visit, upload: Upload) -> Plan | Report:
    report = read_part(visit.uploads, upload.id, Part.REPORT)
    if report is not None:
        return load_report(report)
    try:
        return plan_upload(visit.uploads, visit.importer, upload.id, upload.file_name)[0]
    except (BadMapping, LookupError):
        raise Moved("uploads", upload.id) from None
