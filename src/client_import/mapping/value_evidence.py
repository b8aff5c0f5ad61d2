"""What the cells of a column say about where it may go: `ValueEvidence`.

Two kinds of cells speak for a field: e-mail addresses, and the choices of a drop-down. Only some rows, from all over
the file, are looked at.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from client_import.emails import is_email
from client_import.form import RegistrationForm
from client_import.mapping.mapping import Offer, Reason
from client_import.questions import EMAIL, QuestionKind, fold_choice
from client_import.reading import Column, Table

_ROWS_TO_TRY = 200
_LONGEST_VALUE = 300
"""Characters of a cell beyond which it is no choice."""

_NEARLY_ALL = 0.9
_MOSTLY_ONCE = 0.5
"""A client's address stands once in a roster; one that stands in most rows is somebody else's."""

_MOST_FITTING, _MOST_SHARING = 3, 20
"""Questions that the cells may fit, and questions that may have one choice; beyond it they say nothing: `Yes`, `No`."""

_ADDRESSES, _CHOICES = 0.85, 0.8
"""How sure the cells make it, at most."""

_BETWEEN_ANSWERS = re.compile(r"[|;,]")


class ValueEvidence:
    """The choices of the drop-downs that no column is assigned to, to look cells up in."""

    __slots__ = ("_free", "_rows", "_single", "_ticked")

    def __init__(self, table: Table, form: RegistrationForm, free: Collection[str]) -> None:
        step = len(table.cells) // _ROWS_TO_TRY + 1
        self._free = free
        self._rows = [table.cells[row] for row in range(0, len(table.cells), step) if row not in table.odd_rows]
        self._single = _index_choices(form, free, QuestionKind.CHOICE)
        self._ticked = _index_choices(form, free, QuestionKind.CHOICES)

    def find_offers(self, column: Column) -> Iterator[Offer]:
        """The fields that the cells of a column speak for."""
        cells = [cell for cell in (row[column.position - 1].strip() for row in self._rows) if cell]
        values = list(dict.fromkeys(cells))
        if EMAIL in self._free and len(values) > len(cells) * _MOSTLY_ONCE and _are_addresses(values):
            yield Offer(EMAIL, Reason.VALUES, _ADDRESSES)
        yield from self._find_questions(values)

    def _find_questions(self, values: Collection[str]) -> Iterator[Offer]:
        counts = Counter[str]()
        folded = {fold_choice(value) if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] for value in values}
        for value in folded:
            counts.update(self._single.get(value, frozenset()) | self._find_ticked(value))
        enough = max(2, len(folded) * _NEARLY_ALL)
        fitting = sorted(question for question, count in counts.items() if count >= enough)
        for question in fitting if len(fitting) <= _MOST_FITTING else ():
            yield Offer(question, Reason.VALUES, min(_CHOICES, round(0.5 + 0.05 * counts[question], 2)))

    def _find_ticked(self, value: str) -> frozenset[str]:
        """The questions of which a value is a choice, or several."""
        if value in self._ticked:
            return self._ticked[value]
        parts = [part for part in _BETWEEN_ANSWERS.split(value) if part]
        return frozenset.intersection(*(self._ticked.get(part, frozenset()) for part in parts or [value]))


def _are_addresses(values: Collection[str]) -> bool:
    addresses = sum(map(is_email, values))
    return addresses >= len(values) * _NEARLY_ALL


def _index_choices(form: RegistrationForm, free: Collection[str], kind: QuestionKind) -> dict[str, frozenset[str]]:
    """Choice, as it is compared -> the free questions of this kind that have it."""
    index: dict[str, set[str]] = defaultdict(set)
    for question in form.questions:
        if question.kind is kind and question.id in free:
            for choice in question.choices:
                index[fold_choice(choice)].add(question.id)
    return {choice: frozenset(ids) for choice, ids in index.items() if len(ids) <= _MOST_SHARING}
