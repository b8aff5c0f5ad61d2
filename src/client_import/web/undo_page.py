"""Taking an import back: from its report to a review like any other, as an upload of its own.

So it is shown before it is done, confirmed by its fingerprint, done at most once, and can be taken back in its turn.
"""

from __future__ import annotations

import io
import json

from starlette.responses import Response

from client_import import BadDocument, load_report
from client_import.web.upload_page import show_upload
from client_import.web.uploads import Part, Stage, Upload, read_part
from client_import.web.visits import Moved, Visit

_REPORTS = {"report": Part.REPORT, "first": Part.EARLIER}


def start_undo(visit: Visit) -> Response:
    """Go to the review of what takes an import back; whoever presses again comes to the same one."""
    upload = visit.upload(Stage.FINISHED)
    part = _REPORTS.get(visit.posted.fields.get("report", ""), Part.REPORT)
    report = read_part(visit.uploads, upload.id, part)
    if report is None:
        raise Moved("uploads", upload.id, "result")
    started = json.loads(read_part(visit.uploads, upload.id, Part.UNDONE_BY) or b"{}")
    undo = visit.uploads.find(started.get(part, ""), visit.actor)
    if undo is None:
        undo = _keep(visit, upload.file_name, report)
        visit.uploads.write(upload.id, Part.UNDONE_BY, [json.dumps({**started, part: undo.id}).encode()])
    return visit.go("uploads", undo.id)


def take_report(visit: Visit) -> Response:
    """The same from a report that somebody kept."""
    file = visit.posted.file
    if file is None or not visit.posted.file_name:
        return show_upload(visit, visit.t("upload.no_report"), 422, about="report")
    content = file.read()
    try:
        report = load_report(content)
    except BadDocument as error:
        return show_upload(visit, visit.t("upload.bad_report", reason=str(error.faults[0])), 422, about="report")
    undo = _keep(visit, report.occasion.file_name or visit.posted.file_name, content)
    return visit.go("uploads", undo.id)


def _keep(visit: Visit, file_name: str, report: bytes) -> Upload:
    undo = visit.uploads.keep(visit.actor, file_name, io.BytesIO())
    visit.uploads.write(undo.id, Part.UNDOES, [report])
    visit.uploads.drop(undo.id, Part.ROSTER)
    return undo
