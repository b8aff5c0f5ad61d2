"""What the mapping page starts from: a saved mapping, that of the file which is corrected, or the headers alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from client_import import BadDocument, Fit, Mapping, Table, dump_json, load_mapping, remember_gone
from client_import.web.saved_mappings import clean_name
from client_import.web.uploads import Part, Upload, read_part
from client_import.web.visits import Visit

_LEAST_SCORE = 0.5
"""A saved mapping that knows less of a file is not taken unasked: its values for every row may belong elsewhere."""


@attrs.frozen
class Proposal:
    """A mapping for a file, and where it comes from.

    Attributes:
        mapping: For this file.
        key: Of the text that says where it comes from.
        name: Of the saved mapping, or of the file that is corrected.
        gone: The headers that are known there and not in the file.
        lost: What is said there of fields, questions and choices that the form no longer has.
    """

    mapping: Mapping
    key: str = "saved.none"
    name: str = ""
    gone: Sequence[str] = ()
    lost: Sequence[str] = ()


def propose(visit: Visit, upload: Upload, table: Table) -> Proposal:
    """What to start from; with `?from=NAME` that saved mapping, and none with `?from=`."""
    asked, saved = visit.request.query_params.get("from"), load_saved(visit)
    if asked is not None:
        chosen = saved.get(asked)
        return (
            _tell(visit.importer.fit_mapping(table, chosen), "saved.from", asked) if chosen else _suggest(visit, table)
        )
    if table.is_corrections:
        earlier = dict(_mappings_before(visit, upload))
        found = visit.importer.best_fit(table, earlier)
        if found:
            return _tell(found[1], "saved.corrects", found[0].file_name)
    best = visit.importer.best_fit(table, saved)
    if best and best[1].score >= _LEAST_SCORE:
        return _tell(best[1], "saved.from", best[0])
    return _suggest(visit, table)


def load_saved(visit: Visit) -> dict[str, Mapping]:
    """The saved mappings by name; what is none is passed over."""
    saved: dict[str, Mapping] = {}
    for name, document in (visit.mappings.load_all() if visit.mappings else {}).items():
        mapping = _load(document)
        if mapping:
            saved[name] = mapping
    return saved


def save_for_next_file(visit: Visit, upload: Upload, document: bytes) -> None:
    """Keep what is decided under the name that was given to it, if one was; called once it is known to be usable."""
    name = read_part(visit.uploads, upload.id, Part.SAVED_AS)
    if name and visit.mappings:
        mapping, before = load_mapping(document), load_saved(visit).get(name.decode())
        kept = remember_gone(mapping, before) if before else mapping
        visit.mappings.save(name.decode(), dump_json(kept))


def name_mapping(visit: Visit, upload: Upload, name: str) -> None:
    """From now on what is decided about this upload is kept under a name, or under none."""
    cleaned = clean_name(name)
    if cleaned and visit.mappings:
        visit.uploads.write(upload.id, Part.SAVED_AS, [cleaned.encode(errors="replace")])
    else:
        visit.uploads.drop(upload.id, Part.SAVED_AS)


def _mappings_before(visit: Visit, upload: Upload) -> Iterator[tuple[Upload, Mapping]]:
    """Those of the actor's other uploads, of which this one may be the corrections."""
    for other in visit.uploads.uploads_of(visit.actor):
        document = read_part(visit.uploads, other.id, Part.MAPPING)
        if document and other.id != upload.id:
            yield other, load_mapping(document)


def _load(document: str | bytes) -> Mapping | None:
    try:
        return load_mapping(document)
    except BadDocument:
        return None


def _tell(fit: Fit, key: str, name: str) -> Proposal:
    return Proposal(fit.mapping, key, name, fit.gone, tuple(fault.reason for fault in fit.lost))


def _suggest(visit: Visit, table: Table) -> Proposal:
    return Proposal(visit.importer.suggest_mapping(table))
