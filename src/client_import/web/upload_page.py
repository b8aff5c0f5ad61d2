"""The first page: a roster to upload, a template and a backup to download, and what is under way already."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from starlette.responses import Response, StreamingResponse

from client_import import BadFile, template
from client_import.web.uploads import Stage, clean_file_name
from client_import.web.visits import Visit

_MEGABYTE = 1024 * 1024


def show_upload(visit: Visit, error: str = "", status: int = 200) -> Response:
    """The page, with what was wrong with a file."""
    under_way = [
        (upload, visit.uploads.stage(upload.id).name.lower()) for upload in visit.uploads.uploads_of(visit.actor)
    ]
    return visit.page("upload.html", status, limit=name_limit(visit), error=error, under_way=under_way)


def take_upload(visit: Visit) -> Response:
    """Keep the roster that came, and go on to its mapping; a file that is no roster is deleted at once."""
    file = visit.posted.file
    if file is None or not visit.posted.file_name:
        return show_upload(visit, visit.t("upload.no_file"), 422)
    upload = visit.uploads.keep(visit.actor, visit.posted.file_name, file)
    try:
        file.seek(0)
        visit.importer.read(file, file_name=clean_file_name(visit.posted.file_name))
    except BadFile as error:
        visit.uploads.forget(upload.id)
        return show_upload(visit, visit.site.messages[error.code].format_map(dict(error.params)), 422)
    return visit.go("uploads", upload.id, "mapping")


def go_on(visit: Visit) -> Response:
    """To the page where an upload is."""
    upload = visit.upload()
    stage = visit.uploads.stage(upload.id)
    pages = {Stage.OPEN: "mapping", Stage.FINISHED: "result"}
    return visit.go("uploads", upload.id, pages.get(stage, "import"))


def forget_upload(visit: Visit) -> Response:
    """Delete an upload with all that belongs to it, unless its import runs."""
    upload = visit.upload(Stage.OPEN, Stage.FINISHED, Stage.BROKEN_OFF)
    visit.uploads.forget(upload.id)
    return visit.go()


def download_template(visit: Visit) -> Response:
    """The header of a roster with every question of the form."""
    return attachment([template(visit.importer.form)], "roster-template.csv")


def download_backup(visit: Visit) -> Response:
    """Every client as CSV, which can be imported again."""
    pieces = visit.importer.export()
    first = next(pieces)  # storage that cannot be read says so before anything is sent
    return attachment(itertools.chain([first], pieces), "clients-backup.csv")


def attachment(pieces: Iterable[str], name: str) -> Response:
    """A file to keep, never shown as a page."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    encoded = (piece.encode() for piece in pieces)
    return StreamingResponse(encoded, headers=headers, media_type="text/csv; charset=utf-8")


def name_limit(visit: Visit) -> str:
    """The largest file, as a person says it."""
    size = visit.importer.rules.max_bytes
    return f"{size / _MEGABYTE:.3g} MB" if size >= _MEGABYTE else visit.t.count("bytes", size)
