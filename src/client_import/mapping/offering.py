"""Fields that a column may mean although no name makes it certain: `offer_fields`.

Two things speak for a field that no column is assigned to: a header that resembles one of its names, and cells that
look like its values. Neither is ever taken; a person is shown both, with a score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator

from client_import.form import RegistrationForm
from client_import.headers import normalise_header
from client_import.mapping.bookkeeping import names_bookkeeping
from client_import.mapping.field_names import known_names
from client_import.mapping.mapping import STRENGTH, Mapping, Offer, Reason
from client_import.mapping.samples import secret_headers
from client_import.mapping.traps import speaks_of_others
from client_import.mapping.value_evidence import ValueEvidence
from client_import.questions import SECRET_FIELDS, STANDARD_FIELDS
from client_import.reading import Table
from client_import.texts.lookalikes import Lookalikes

_MOST_OFFERS, _MOST_NAMES = 3, 9

_LIKE_A_STANDARD_NAME = 0.76
"""How much a header must resemble a name of the address or the client's name; other questions have less to lose."""

_RESEMBLING = 0.9
"""What a likeness is worth at most: less than a known name."""

_BY_ITS_ID = 0.85
"""What an id in brackets is worth behind another label than the field's: `Class standing (R2)`, of an older form."""

_SAYING_NOTHING = frozenset(
    {"student", "client", "id", "number", "no", "name", "date", "code", "type", "status", "other"}
)
"""Headers that share a word with many names."""


def offer_fields(table: Table, form: RegistrationForm, mapping: Mapping, out: Container[str]) -> dict[str, list[Offer]]:
    """For each column that is not assigned, the free fields that it may mean, in no order.

    Args:
        table: The file.
        form: Whose fields they are.
        mapping: What is assigned already.
        out: Fields that are out of the question.

    Returns:
        Header -> offers. A column of passwords and one of bookkeeping have none, and no field of passwords is offered.
    """
    assigned = set(mapping.fields.values())
    free = [field for field in form.fields if field not in assigned and field not in out and field not in SECRET_FIELDS]
    left_out = secret_headers(table, mapping, form) | set(mapping.fields)
    left = [column for column in table.columns if column.header not in left_out and not names_bookkeeping(column.text)]
    if not left or not free:
        return {}
    names, values = _Names(form, free), ValueEvidence(table, form, free)
    return {
        column.header: [
            offer
            for offer in (*names.find_offers(column.text), *values.find_offers(column))
            if offer.field not in STANDARD_FIELDS or not speaks_of_others(column.text)
        ]
        for column in left
    }


def sort_offers(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """One offer for each field, with the strongest reason and the highest score; the likeliest first."""
    best: dict[str, Offer] = {}
    for offer in sorted(offers, key=lambda each: STRENGTH[each.reason]):
        known = best.setdefault(offer.field, offer)
        best[offer.field] = Offer(offer.field, known.reason, max(known.score, offer.score))
    in_order = sorted(best.values(), key=lambda each: (-each.score, STRENGTH[each.reason], each.field))
    return tuple(in_order[:_MOST_OFFERS])


class _Names:
    """The names of the free fields, to look headers up in."""

    __slots__ = ("_fields", "_free", "_index", "_known")

    def __init__(self, form: RegistrationForm, free: Iterable[str]) -> None:
        self._free = wanted = set(free)
        self._fields: dict[str, set[str]] = defaultdict(set)
        for name, field, reason in known_names(form):
            if field in wanted and reason is not Reason.LABEL_AND_ID:
                self._fields[name].add(field)
        self._known = _SAYING_NOTHING.union(map(normalise_header, self._fields))
        self._index = Lookalikes(sorted(self._fields))

    def find_offers(self, header: str) -> Iterator[Offer]:
        """The fields one of whose names a header resembles; a header that is such a name is no matter of likeness."""
        if normalise_header(header) in self._known:
            return
        for field in self._free if header.endswith(")") else ():
            if header.endswith(f" ({field})"):
                yield Offer(field, Reason.SIMILAR, _BY_ITS_ID)
        for name, score in self._index.find(header, _MOST_NAMES):
            for field in self._fields[name]:
                if field not in STANDARD_FIELDS or score >= _LIKE_A_STANDARD_NAME:
                    yield Offer(field, Reason.SIMILAR, round(_RESEMBLING * score, 3))
