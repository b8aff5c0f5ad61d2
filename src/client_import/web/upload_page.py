"""The first page: a roster to upload, a template and a backup to download, and what is under way already."""

from __future__ import annotations

from starlette.responses import Response

from client_import import BadFile
from client_import.web.plans import takes_back
from client_import.web.uploads import Stage, clean_file_name
from client_import.web.visits import PAGE_OF, Visit

_MEGABYTE = 1024 * 1024


def show_upload(visit: Visit, error: str = "", status: int = 200, *, about: str = "file") -> Response:
    """The page, with what was wrong with the field of this id: `file`, `report`, or `only`, the chosen clients."""
    under_way = [
        (upload, visit.uploads.stage(upload.id).name.lower(), takes_back(visit.uploads, upload.id))
        for upload in visit.uploads.uploads_of(visit.actor)
    ]
    return visit.page(
        "upload.html",
        status,
        limit=name_limit(visit),
        error=error,
        about=about if error else "",
        under_way=under_way,
        asked=visit.posted.fields,
    )


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
    is_roster = stage is Stage.OPEN and not takes_back(visit.uploads, upload.id)
    return visit.go("uploads", upload.id, "mapping" if is_roster else PAGE_OF[stage])


def forget_upload(visit: Visit) -> Response:
    """Delete an upload with all that belongs to it, unless its import runs."""
    upload = visit.upload(Stage.OPEN, Stage.FINISHED, Stage.BROKEN_OFF)
    visit.uploads.forget(upload.id)
    return visit.go()


def name_limit(visit: Visit, times: int = 1) -> str:
    """The largest file, or some times its size, as a person says it."""
    size = visit.importer.rules.max_bytes * times
    return f"{size / _MEGABYTE:.3g} MB" if size >= _MEGABYTE else visit.t.count("bytes", size)
