"""Mappings to and from JSON documents: what was decided, not why."""

from __future__ import annotations

import attrs

from client_import.canonical import join_path
from client_import.documents import read
from client_import.errors import BadDocument, Fault
from client_import.mapping.mapping import Assignment, Mapping, Reason


def load_mapping(text: str | bytes) -> Mapping:
    """A mapping from its JSON; one written by hand needs neither kind nor version.

    It is for the file that it was made for; for another file, `Importer.fit_mapping` takes over what fits.

    Raises:
        BadDocument: It cannot be used; every fault has its path.
    """
    return to_mapping("mapping", read("mapping", text, MappingDocument, by_hand=True))


@attrs.frozen
class MappingDocument:
    """A mapping as it stands in a document."""

    columns: dict[str, str]
    ignored: frozenset[str] = frozenset()
    headers: tuple[str, ...] = ()
    answers: dict[str, dict[str, str | None]] = attrs.field(factory=dict)
    constants: dict[str, str] = attrs.field(factory=dict)
    defaults: dict[str, str] = attrs.field(factory=dict)


def to_mapping(kind: str, document: MappingDocument, path: str = "") -> Mapping:
    """The mapping that a document of this kind holds at `path`.

    Raises:
        BadDocument: A column is sent to a field and left out as well.
    """
    assignments = {header: Assignment(field, Reason.SAVED) for header, field in document.columns.items()}
    both = sorted(document.ignored.intersection(document.columns))
    if both:
        reason = f"holds “{both[0]}”, which stands among the columns too"
        raise BadDocument(kind, [Fault(join_path(path, "ignored"), reason)])
    headers = dict.fromkeys([*document.headers, *document.columns, *sorted(document.ignored)])
    return Mapping(
        tuple(headers),
        assignments,
        document.ignored,
        answers=document.answers,
        constants=document.constants,
        defaults=document.defaults,
    )


def mapping_data(mapping: Mapping) -> dict[str, object]:
    """A mapping as plain data."""
    return {
        "columns": dict(mapping.fields),
        "ignored": sorted(mapping.ignored),
        "headers": list(mapping.headers),
        "answers": {question: dict(answers) for question, answers in mapping.answers.items()},
        "constants": dict(mapping.constants),
        "defaults": dict(mapping.defaults),
    }
