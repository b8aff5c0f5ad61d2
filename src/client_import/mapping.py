"""Headers → fields: which column goes where, by header and never by position; and whether that can be imported."""

from __future__ import annotations

import difflib
import enum
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping

import attrs

from client_import.errors import BadMapping
from client_import.form import RegistrationForm
from client_import.frozen import FrozenMapping
from client_import.questions import REQUIRED_FIELDS, SECRET_FIELDS
from client_import.reading import Table

_HEADERS_LISTED = 100


class Reason(enum.StrEnum):
    """Why a column went where it did, the stronger the earlier."""

    CHOSEN = "chosen"
    """A person said so."""
    SAVED = "saved"
    """A saved mapping said so."""
    EXACT_ID = "exact_id"
    """The header is the field's id, letter by letter."""
    ID = "id"
    """The header is the field's id but for case, spaces and punctuation."""
    LABEL = "label"
    """The header is the field's label."""
    LABEL_AND_ID = "label_and_id"
    """The header is `label (id)`, as exports write it."""
    ALIAS = "alias"
    """The header is another known name of the field."""


@attrs.frozen
class Assignment:
    """Where a column goes, and why."""

    field: str
    reason: Reason


def _freeze(mapping: AnyMapping[str, Assignment]) -> AnyMapping[str, Assignment]:
    return FrozenMapping(mapping)


def _freeze_offers(mapping: AnyMapping[str, Iterable[str]]) -> AnyMapping[str, tuple[str, ...]]:
    return FrozenMapping({header: tuple(fields) for header, fields in mapping.items()})


@attrs.frozen
class Mapping:
    """Column → field, for the headers of one file. Changing it gives a new one.

    Attributes:
        headers: All headers of the file, in its order.
        assignments: Header -> where it goes.
        ignored: The headers that a person left out.
        offers: Header -> fields it may mean; nothing is done about them.
    """

    headers: tuple[str, ...]
    assignments: AnyMapping[str, Assignment] = attrs.field(factory=dict, converter=_freeze)
    ignored: frozenset[str] = frozenset()
    offers: AnyMapping[str, tuple[str, ...]] = attrs.field(factory=dict, converter=_freeze_offers)

    @functools.cached_property
    def fields(self) -> AnyMapping[str, str]:
        """Header -> field id, for the columns that are imported, in the file's order."""
        assigned = self.assignments
        return FrozenMapping({header: assigned[header].field for header in self.headers if header in assigned})

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The headers that go nowhere and that nobody decided to leave out."""
        return tuple(header for header in self.headers if header not in self.assignments and header not in self.ignored)

    def assign(self, header: str, field: str) -> Mapping:
        """Send a column to a field. A column that was only suggested for that field is freed.

        Raises:
            BadMapping: The file has no such header. Whether the field exists is checked when planning.
        """
        self._require(header)
        assignments = {
            other: assignment
            for other, assignment in self.assignments.items()
            if assignment.field != field or assignment.reason is Reason.CHOSEN
        }
        assignments[header] = Assignment(field, Reason.CHOSEN)
        return attrs.evolve(self, assignments=assignments, ignored=self.ignored - {header})

    def ignore(self, header: str) -> Mapping:
        """Leave a column out.

        Raises:
            BadMapping: The file has no such header.
        """
        self._require(header)
        assignments = {other: kept for other, kept in self.assignments.items() if other != header}
        return attrs.evolve(self, assignments=assignments, ignored=self.ignored | {header})

    def follow(self, saved: Mapping) -> Mapping:
        """What a saved mapping decided about the headers that are here; about others, this one's own."""
        decided = {header: field for header, field in saved.fields.items() if header in self.headers}
        ignored = saved.ignored & set(self.headers)
        own = {
            header: assignment
            for header, assignment in self.assignments.items()
            if header not in {*decided, *ignored} and assignment.field not in decided.values()
        }
        chosen = {header: Assignment(field, Reason.SAVED) for header, field in decided.items()}
        return attrs.evolve(
            self,
            assignments=own | chosen,
            ignored=(self.ignored | ignored) - set(decided),
        )

    def _require(self, header: str) -> None:
        if header not in self.headers:
            near = difflib.get_close_matches(header, self.headers, n=1)
            hint = f"Did you mean “{near[0]}”? " if near else ""
            raise BadMapping(f"There is no column “{header}”. {hint}{_list_headers(self.headers)}", self.headers)


def check_mapping(mapping: Mapping, table: Table, form: RegistrationForm) -> None:
    """Nothing, where this table can be imported under this mapping.

    Raises:
        BadMapping: A required field has no column, a field or header does not exist, two columns go to
            one field, or a column of passwords goes to another field. The message lists the headers.
    """
    headers = table.header
    columns: dict[str, list[str]] = defaultdict(list)
    for header, assignment in mapping.assignments.items():
        columns[assignment.field].append(header)
    faults = [
        *_unknown_names(mapping, headers, form),
        *_shared_fields(columns, form),
        *_exposed_passwords(mapping, table, form),
        *_missing_fields(columns, mapping, form),
    ]
    if faults:
        raise BadMapping(f"{' '.join(faults)} {_list_headers(headers)}", headers)


def _unknown_names(mapping: Mapping, headers: tuple[str, ...], form: RegistrationForm) -> Iterable[str]:
    for header, assignment in mapping.assignments.items():
        if header not in headers:
            yield f"There is no column “{header}”."
        if assignment.field not in form.fields:
            near = difflib.get_close_matches(assignment.field, form.fields, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"Its fields are {', '.join(form.fields)}."
            yield f"“{header}” is mapped to “{assignment.field}”, which is not a field of this form. {hint}"


def _shared_fields(columns: AnyMapping[str, list[str]], form: RegistrationForm) -> Iterable[str]:
    for field, headers in columns.items():
        if len(headers) > 1:
            named = _join([f"“{header}”" for header in sorted(headers)], "and")
            yield f"{named} are mapped to the same field, {form.fields.get(field, field)}. Choose one."


def _exposed_passwords(mapping: Mapping, table: Table, form: RegistrationForm) -> Iterable[str]:
    texts = {column.header: column.text for column in table.columns}
    for header, assignment in mapping.assignments.items():
        if form.names_password(texts.get(header, header)) and assignment.field not in SECRET_FIELDS:
            yield (
                f"“{header}” looks like a column of passwords and cannot be mapped to “{assignment.field}”, "
                "where everybody could read them. Map it to “password”, or leave it out; if it holds none, give the "
                "column another name in the file."
            )


def _missing_fields(columns: AnyMapping[str, list[str]], mapping: Mapping, form: RegistrationForm) -> Iterable[str]:
    missing = [field for field in REQUIRED_FIELDS if field not in columns]
    if missing:
        yield f"No column is mapped to {_join([form.fields[field] for field in missing], 'or')}."
    for field in missing:
        offered = [f"“{header}”" for header, fields in mapping.offers.items() if field in fields]
        if offered:
            yield f"{_join(offered, 'or')} may be {form.fields[field]}: choose."


def _join(texts: Sequence[str], word: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return f" {word} ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def _list_headers(headers: Sequence[str]) -> str:
    more = f" and {len(headers) - _HEADERS_LISTED:,} more" if len(headers) > _HEADERS_LISTED else ""
    return "The file has the columns " + ", ".join(f"“{header}”" for header in headers[:_HEADERS_LISTED]) + f"{more}."
