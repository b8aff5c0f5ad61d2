"""An upload → its plan: `plan_upload`. It is that of a roster, or of taking an earlier import back."""

from __future__ import annotations

from client_import import Importer, Plan, load_mapping, load_report
from client_import.web.uploads import Part, UploadStore, read_part

NO_MAPPING = b""
"""In place of a mapping's document, where an import is taken back."""


def takes_back(uploads: UploadStore, upload_id: str) -> bool:
    """Whether an upload stands for taking an import back."""
    report = uploads.open(upload_id, Part.UNDOES)
    if report:
        report.close()
    return report is not None


def plan_upload(uploads: UploadStore, importer: Importer, upload_id: str, file_name: str) -> tuple[Plan, bytes]:
    """The plan of an upload under what was decided, and the document of its mapping.

    Raises:
        BadMapping: It cannot be imported so.
        LookupError: The upload is gone, or has no mapping yet.
    """
    undone = read_part(uploads, upload_id, Part.UNDOES)
    if undone is not None:
        return importer.undo_plan(load_report(undone)), NO_MAPPING
    mapping, roster = read_part(uploads, upload_id, Part.MAPPING), uploads.open(upload_id, Part.ROSTER)
    if mapping is None or roster is None:
        if roster:
            roster.close()
        raise LookupError("The upload is gone.")
    with roster:
        table = importer.read(roster, file_name=file_name)
    return importer.plan(table, load_mapping(mapping)), mapping
