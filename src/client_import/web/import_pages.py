"""The fourth page: the import as it goes on, and what came of it."""

from __future__ import annotations

import json

import attrs
from starlette.responses import JSONResponse, Response

from client_import.web.jobs import Order, run_import
from client_import.web.plans import takes_back
from client_import.web.review import open_review
from client_import.web.uploads import Part, Stage, Upload, read_part
from client_import.web.visits import Moved, Visit

_UNDER_WAY = (Stage.CLAIMED, Stage.RUNNING)


def start_import(visit: Visit) -> Response:
    """Start the import of what was reviewed, once; whoever presses again is shown how far it is."""
    upload = visit.upload()
    if visit.uploads.stage(upload.id) is not Stage.OPEN:
        return visit.go("uploads", upload.id, "import")
    reviewed = visit.posted.fields.get("reviewed", "")
    if not reviewed or not _is_shown(visit, upload, reviewed):
        return visit.go("uploads", upload.id, "review")
    if visit.uploads.claim(upload.id):
        try:
            _order(visit, upload, reviewed)
        except BaseException:  # such as a queue that is down: nobody would ever begin it
            if visit.uploads.stage(upload.id) is Stage.CLAIMED:
                visit.uploads.drop(upload.id, Part.ORDER)  # or it would count if the queue had taken it all the same
                visit.uploads.release(upload.id)
            raise
    return visit.go("uploads", upload.id, "import")


def _order(visit: Visit, upload: Upload, reviewed: str) -> None:
    """Hand a claimed import over to whatever runs it."""
    order = Order(visit.actor, upload.file_name, reviewed, visit.posted.fields.get("allow") == "yes")
    visit.uploads.drop(upload.id, Part.OUTCOME)
    visit.uploads.write(upload.id, Part.ORDER, [json.dumps(attrs.asdict(order)).encode()])
    uploads, importer = visit.uploads, visit.importer
    visit.site.start(lambda: run_import(uploads, importer, upload.id), upload.id)


def _is_shown(visit: Visit, upload: Upload, reviewed: str) -> bool:
    """Whether this is the review that is shown now; another tab may have changed the mapping since."""
    review = open_review(visit.uploads.open(upload.id, Part.REVIEW))
    if review is None:
        return False
    review.close()
    return bool(review.summary["fingerprint"] == reviewed)


def show_import(visit: Visit) -> Response:
    """How far the import is; once it has ended, what came of it."""
    upload = visit.upload(*_UNDER_WAY, Stage.BROKEN_OFF)
    undoes = takes_back(visit.uploads, upload.id)
    if visit.uploads.stage(upload.id) is Stage.BROKEN_OFF:
        return visit.page("broken_off.html", upload=upload, undoes=undoes)
    return visit.page("import.html", upload=upload, undoes=undoes, **_read_progress(visit, upload))


def tell_progress(visit: Visit) -> Response:
    """The same for the page's script."""
    upload = visit.upload()
    under_way = visit.uploads.stage(upload.id) in _UNDER_WAY
    return JSONResponse({"under_way": under_way, **_read_progress(visit, upload)})


def show_result(visit: Visit) -> Response:
    """What came of the import."""
    upload = visit.upload(Stage.FINISHED)
    outcome = json.loads(read_part(visit.uploads, upload.id, Part.OUTCOME) or b"{}")
    undone_by = json.loads(read_part(visit.uploads, upload.id, Part.UNDONE_BY) or b"{}")
    return visit.page(
        "result.html",
        upload=upload,
        outcome=outcome,
        counts=outcome["counts"],
        has_first=read_part(visit.uploads, upload.id, Part.EARLIER) is not None,
        being_undone={part for part, undo in undone_by.items() if visit.uploads.find(undo, visit.actor)},
    )


def reopen(visit: Visit) -> Response:
    """Back to the review, for what an import has left: it broke off, or passwords remain to be set."""
    upload = visit.upload(Stage.FINISHED, Stage.BROKEN_OFF)
    report = read_part(visit.uploads, upload.id, Part.REPORT)
    roster = visit.uploads.open(upload.id, Part.ROSTER)
    if roster:
        roster.close()
    elif report is not None:
        raise Moved("uploads", upload.id, "result")
    if report and read_part(visit.uploads, upload.id, Part.EARLIER) is None:
        visit.uploads.write(upload.id, Part.EARLIER, [report])
    visit.uploads.drop(upload.id, Part.REPORT, Part.REVIEW, Part.OUTCOME, Part.PROGRESS, Part.ORDER)
    visit.uploads.release(upload.id)
    return visit.go("uploads", upload.id, "review")


def _read_progress(visit: Visit, upload: Upload) -> dict[str, int]:
    told: dict[str, int] = json.loads(read_part(visit.uploads, upload.id, Part.PROGRESS) or b'{"done": 0, "total": 0}')
    return told
