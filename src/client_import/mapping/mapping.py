"""Which column goes to which field, by header and never by position: `Mapping`, a value that a person corrects.

Beside the columns it holds what else an administrator decided: answers translated or left out, and values for
every row or for new clients only.
"""

from __future__ import annotations

import difflib
import enum
import functools
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping

import attrs

from client_import.errors import BadMapping
from client_import.frozen import FrozenMapping
from client_import.mapping.bookkeeping import names_bookkeeping
from client_import.questions import REQUIRED_FIELDS, excluded_by, fold_choice

_HEADERS_LISTED = 100


class Reason(enum.StrEnum):
    """Why a column goes, or may go, to a field; the stronger the earlier."""

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
    VALUES = "values"
    """The cells look like values of the field: e-mail addresses, or a drop-down's choices."""
    SIMILAR = "similar"
    """The header resembles a name of the field."""


STRENGTH: AnyMapping[Reason, int] = {reason: place for place, reason in enumerate(Reason)}
"""Reason -> its place among them; the smaller, the stronger."""

_SURENESS: AnyMapping[Reason, float] = {
    Reason.CHOSEN: 1.0,
    Reason.SAVED: 1.0,
    Reason.EXACT_ID: 1.0,
    Reason.ID: 0.95,
    Reason.LABEL: 0.95,
    Reason.LABEL_AND_ID: 0.95,
    Reason.ALIAS: 0.9,
}


@attrs.frozen
class Assignment:
    """Where a column goes, and why."""

    field: str
    reason: Reason

    @property
    def score(self) -> float:
        """How sure it is, from 0 to 1."""
        return _SURENESS[self.reason]


@attrs.frozen
class Offer:
    """Where a column may go. Nothing is done about it until a person says so.

    Attributes:
        field: The field or question id.
        reason: What speaks for it.
        score: How much, from 0 to 1.
    """

    field: str
    reason: Reason
    score: float


def _freeze(mapping: AnyMapping[str, Assignment]) -> AnyMapping[str, Assignment]:
    return FrozenMapping(mapping)


def _freeze_offers(mapping: AnyMapping[str, Iterable[Offer]]) -> AnyMapping[str, tuple[Offer, ...]]:
    return FrozenMapping({header: tuple(offers) for header, offers in mapping.items()})


def _freeze_texts(mapping: AnyMapping[str, str]) -> AnyMapping[str, str]:
    return FrozenMapping(mapping)


def _freeze_answers(
    mapping: AnyMapping[str, AnyMapping[str, str | None]],
) -> AnyMapping[str, AnyMapping[str, str | None]]:
    return FrozenMapping({question: FrozenMapping(answers) for question, answers in mapping.items() if answers})


@attrs.frozen
class Mapping:
    """Column → field, for the headers of one file, and what to do with its values. Changing it gives a new one.

    Attributes:
        headers: All headers of the file, in its order.
        assignments: Header -> where it goes.
        ignored: The headers that a person left out.
        offers: Header -> fields it may mean, the likeliest first; nothing is done about them.
        answers: Question id -> value in the file -> the choice it means, or None: it is left out without a warning.
        constants: Question id -> value for every row, in place of a column.
        defaults: Question id -> value for a new client whose row gives none.
    """

    headers: tuple[str, ...]
    assignments: AnyMapping[str, Assignment] = attrs.field(factory=dict, converter=_freeze)
    ignored: frozenset[str] = frozenset()
    offers: AnyMapping[str, tuple[Offer, ...]] = attrs.field(factory=dict, converter=_freeze_offers)
    answers: AnyMapping[str, AnyMapping[str, str | None]] = attrs.field(factory=dict, converter=_freeze_answers)
    constants: AnyMapping[str, str] = attrs.field(factory=dict, converter=_freeze_texts)
    defaults: AnyMapping[str, str] = attrs.field(factory=dict, converter=_freeze_texts)

    @functools.cached_property
    def fields(self) -> AnyMapping[str, str]:
        """Header -> field id, for the columns that are imported, in the file's order."""
        assigned = self.assignments
        return FrozenMapping({header: assigned[header].field for header in self.headers if header in assigned})

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The headers that go nowhere, that nobody decided to leave out, and that are no bookkeeping."""
        return tuple(header for header in self._loose if not self._is_bookkeeping(header))

    @property
    def bookkeeping(self) -> tuple[str, ...]:
        """The headers of what an export of accounts holds beside the form, such as `Last Login`: left out."""
        return tuple(header for header in self._loose if self._is_bookkeeping(header))

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that every client needs and that have no column yet."""
        given = {*self.fields.values(), *excluded_by(self.fields.values())}
        return tuple(field for field in REQUIRED_FIELDS if field not in given)

    def open_fields(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Those of the fields to which a column can still go: they have neither a column nor a value for every row."""
        taken = {*self.fields.values(), *self.constants}
        taken |= excluded_by(taken)
        return tuple(field for field in fields if field not in taken)

    @property
    def _loose(self) -> Iterable[str]:
        return (header for header in self.headers if header not in self.assignments and header not in self.ignored)

    def _is_bookkeeping(self, header: str) -> bool:
        """Whether a column is kept by the platform itself, and not what two columns claim a question of the form by."""
        return names_bookkeeping(header) and header not in self.offers

    def assign(self, header: str, field: str) -> Mapping:
        """Send a column to a field. Columns that were only suggested and cannot be beside it are freed.

        Raises:
            BadMapping: The file has no such header. Whether the field exists is checked when planning.
        """
        self._require(header)
        chosen = {header: Assignment(field, Reason.CHOSEN)}
        return attrs.evolve(self, assignments=self._free(field) | chosen, ignored=self.ignored - {header})

    def ignore(self, header: str) -> Mapping:
        """Leave a column out.

        Raises:
            BadMapping: The file has no such header.
        """
        self._require(header)
        assignments = {other: kept for other, kept in self.assignments.items() if other != header}
        return attrs.evolve(self, assignments=assignments, ignored=self.ignored | {header})

    def translate(self, question: str, value: str, choice: str) -> Mapping:
        """Take a value that matches no choice of a question as this choice, wherever it stands.

        Values are compared as choices are: without regard to case and spaces. Whether question and choice
        exist is checked when planning.
        """
        return self._answer(question, value, choice)

    def leave_out(self, question: str, value: str) -> Mapping:
        """Leave a value of a question out wherever it stands, without a warning."""
        return self._answer(question, value, None)

    def set_constant(self, question: str, value: str) -> Mapping:
        """Give every row this value, as if it stood in a cell of its own. Whether it fits is checked when planning.

        A column that was only suggested for the question is freed.
        """
        return attrs.evolve(self, assignments=self._free(question), constants={**self.constants, question: value})

    def set_default(self, question: str, value: str) -> Mapping:
        """Give new clients this value where their row gives none. Whether it fits is checked when planning."""
        return attrs.evolve(self, defaults={**self.defaults, question: value})

    def drop_constant(self, question: str) -> Mapping:
        """Take back what `set_constant` said of a question, if anything."""
        return attrs.evolve(self, constants=_without(self.constants, question))

    def drop_default(self, question: str) -> Mapping:
        """Take back what `set_default` said of a question, if anything."""
        return attrs.evolve(self, defaults=_without(self.defaults, question))

    def drop_answer(self, question: str, value: str) -> Mapping:
        """Take back what `translate` or `leave_out` said of a value, if anything."""
        return attrs.evolve(self, answers={**self.answers, question: self._other_answers(question, value)})

    def _free(self, field: str) -> dict[str, Assignment]:
        """The assignments without those that were only suggested and go to the field, or to one that it excludes."""
        claimed = {field} | excluded_by([field])
        return {
            header: assignment
            for header, assignment in self.assignments.items()
            if assignment.field not in claimed or assignment.reason is Reason.CHOSEN
        }

    def _answer(self, question: str, value: str, choice: str | None) -> Mapping:
        others = self._other_answers(question, value)
        return attrs.evolve(self, answers={**self.answers, question: {**others, value: choice}})

    def _other_answers(self, question: str, value: str) -> dict[str, str | None]:
        known = self.answers.get(question, {})
        return {other: chosen for other, chosen in known.items() if fold_choice(other) != fold_choice(value)}

    def _require(self, header: str) -> None:
        if header not in self.headers:
            near = difflib.get_close_matches(header, self.headers, n=1)
            hint = f"Did you mean “{near[0]}”? " if near else ""
            raise BadMapping(f"There is no column “{header}”. {hint}{list_headers(self.headers)}", self.headers)


def _without(values: AnyMapping[str, str], question: str) -> dict[str, str]:
    return {other: value for other, value in values.items() if other != question}


def list_headers(headers: Sequence[str]) -> str:
    """A sentence with the columns of the file, for a person who has to name one."""
    more = f" and {len(headers) - _HEADERS_LISTED:,} more" if len(headers) > _HEADERS_LISTED else ""
    return "The file has the columns " + ", ".join(f"“{header}”" for header in headers[:_HEADERS_LISTED]) + f"{more}."
