"""The second page: each column with sample data beside the field it goes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence

import attrs
from starlette.responses import Response

from client_import import (
    STANDARD_FIELDS,
    BadMapping,
    Mapping,
    Reason,
    Table,
    check_mapping,
    dump_json,
    load_mapping,
    sample_values,
)
from client_import.web.fixed_values import show_values, take_values
from client_import.web.proposing import Proposal, load_saved, name_mapping, propose
from client_import.web.uploads import Part, Stage, Upload, read_part
from client_import.web.visits import Refused, Visit

_LEAVE_OUT, _GOES_TO = "-", "="
_REQUIRED = ("email", "first_name", "last_name")
_SECRET = frozenset({"password", "password_hash"})


@attrs.frozen
class ShownColumn:
    """A column as the page shows it.

    Attributes:
        number: In the file, from 0.
        header: Its name.
        samples: What stands in it; masked where it is a password's.
        chosen: What is chosen in the drop-down.
        offers: Fields it may mean, each with the reason.
        reason: Why it goes where it goes.
        faults: What is wrong with that.
    """

    number: int
    header: str
    samples: tuple[str, ...]
    chosen: str
    offers: tuple[tuple[str, str, str], ...]
    reason: str
    faults: tuple[str, ...]


def show_mapping(visit: Visit) -> Response:
    """The page, with what is suggested or was decided before; after a check with what is wrong."""
    upload = visit.upload(Stage.OPEN)
    table, mapping, proposal = _read(visit, upload)
    faults = _find_faults(visit, table, mapping) if "check" in visit.request.query_params else {}
    fields = visit.importer.form.fields
    groups = (
        ("mapping.standard", [(field, label) for field, label in fields.items() if field in STANDARD_FIELDS]),
        ("mapping.questions", [(field, label) for field, label in fields.items() if field not in STANDARD_FIELDS]),
    )
    missing = set(mapping.missing)
    return visit.page(
        "mapping.html",
        upload=upload,
        table=table,
        proposal=proposal,
        columns=_show_columns(visit, table, mapping, proposal.mapping, faults),
        values=show_values(visit, mapping, faults),
        fixed=len(mapping.constants) + len(mapping.defaults),
        groups=groups,
        required=[(field, fields[field], field not in missing) for field in _REQUIRED],
        faults=[fault for listed in faults.values() for fault in listed],
        secret=_SECRET,
        clear_token=visit.importer.rules.clear_token,
        saved=list(load_saved(visit)),
        saved_as=(read_part(visit.uploads, upload.id, Part.SAVED_AS) or b"").decode(),
    )


def decide_mapping(visit: Visit) -> Response:
    """Keep what was chosen, and go on to the review, which sends back what cannot be."""
    upload = visit.upload(Stage.OPEN)
    table, before, _ = _read(visit, upload)
    form, posted = visit.importer.form, visit.posted.fields
    kept = visit.importer.fit_mapping(table, before).mapping  # without what the form no longer has
    mapping = Mapping(table.header, answers=kept.answers, constants=kept.constants, defaults=kept.defaults)
    for number, header in enumerate(table.header):
        choice = posted.get(f"column-{number}", "")
        if choice == _LEAVE_OUT:
            mapping = mapping.ignore(header)
        elif choice.startswith(_GOES_TO):
            mapping = mapping.assign(header, choice.removeprefix(_GOES_TO))
    name_mapping(visit, upload, posted.get("keep-as", ""))
    keep_mapping(visit, upload, take_values(mapping, form, posted))
    return visit.go("uploads", upload.id, "review")


def forget_mapping(visit: Visit) -> Response:
    """Delete a saved mapping, and show the page again."""
    upload = visit.upload(Stage.OPEN)
    if visit.mappings:
        visit.mappings.delete(visit.posted.fields.get("name", ""))
    return visit.go("uploads", upload.id, "mapping")


def keep_mapping(visit: Visit, upload: Upload, mapping: Mapping) -> None:
    """What is decided from now on; what was reviewed and how an import ended is past."""
    visit.uploads.write(upload.id, Part.MAPPING, [dump_json(mapping).encode()])
    visit.uploads.drop(upload.id, Part.REVIEW, Part.OUTCOME)


def _read(visit: Visit, upload: Upload) -> tuple[Table, Mapping, Proposal]:
    """The roster, its mapping as far as it is decided, and what there is to start from."""
    roster = visit.uploads.open(upload.id, Part.ROSTER)
    if roster is None:
        raise Refused(404, "refused.no_upload")
    with roster:
        table = visit.importer.read(roster, file_name=upload.file_name)
    proposal = propose(visit, upload, table)
    kept = read_part(visit.uploads, upload.id, Part.MAPPING)
    is_asked = "from" in visit.request.query_params
    return table, load_mapping(kept) if kept and not is_asked else proposal.mapping, proposal


def _find_faults(visit: Visit, table: Table, mapping: Mapping) -> dict[str, tuple[str, ...]]:
    """What is wrong, by its path in the mapping."""
    faults: dict[str, tuple[str, ...]] = defaultdict(tuple)
    try:
        check_mapping(mapping, table, visit.importer.form, clear_token=visit.importer.rules.clear_token)
    except BadMapping as error:
        for fault in error.faults:
            faults[fault.path] += (fault.reason,)
    return faults


def _show_columns(
    visit: Visit, table: Table, mapping: Mapping, proposed: Mapping, faults: AnyMapping[str, tuple[str, ...]]
) -> Sequence[ShownColumn]:
    form = visit.importer.form
    samples = sample_values(table, mapping, form)
    return [
        ShownColumn(
            number=number,
            header=header,
            samples=samples[header],
            chosen=_chosen(header, mapping),
            offers=tuple(
                (offer.field, form.fields[offer.field], visit.t(f"reason.{offer.reason}"))
                for offer in proposed.offers.get(header, ())
            ),
            reason=visit.t(f"reason.{_reason(header, mapping, proposed)}"),
            faults=faults.get(f"columns.{header}", ()),
        )
        for number, header in enumerate(table.header)
    ]


def _chosen(header: str, mapping: Mapping) -> str:
    if header in mapping.assignments:
        return f"{_GOES_TO}{mapping.assignments[header].field}"
    return _LEAVE_OUT if header in mapping.ignored or header in mapping.bookkeeping else ""


def _reason(header: str, mapping: Mapping, proposed: Mapping) -> str:
    """Why a column goes where it goes; a decision is told from the proposal by going elsewhere."""
    assignment, before = mapping.assignments.get(header), proposed.assignments.get(header)
    if assignment:
        return before.reason if before and before.field == assignment.field else Reason.CHOSEN
    if header in mapping.bookkeeping:
        return "bookkeeping"
    if header in mapping.ignored:
        return "ignored"
    return "offered" if proposed.offers.get(header) else "open"
