"""A saved mapping for another file of the same kind: what it decides there, and what has changed since.

Headers are found again by their text; where that differs, by their letters and digits, if that leaves no doubt. In a
corrections file every column of the first file is found again, and means what it meant there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from collections.abc import Mapping as AnyMapping
from typing import TypeVar

import attrs

from client_import.errors import Fault
from client_import.form import RegistrationForm
from client_import.headers import normalise_header
from client_import.mapping.mapping import Assignment, Mapping, Reason
from client_import.mapping.suggesting import suggest_mapping
from client_import.mapping.value_check import find_value_faults
from client_import.questions import excluded_by, fold_choice
from client_import.reading import Table

_REPEATED = re.compile(r"(.*) \[\d+\]")
"""How the reader names the second of several columns with one header."""

K = TypeVar("K")
V = TypeVar("V")


@attrs.frozen
class Fit:
    """A saved mapping applied to a file.

    Attributes:
        mapping: For this file: what was saved, and for headers that are new what is suggested.
        new: The file's headers that the saved mapping does not know, bookkeeping apart.
        gone: The headers that it knows and the file has not, bookkeeping apart.
        lost: What it says of fields, questions and choices that the form no longer has, each with its path in the
            saved document. The rest is kept.
        score: How much of both headers is the same, from 0 to 1.
    """

    mapping: Mapping
    new: tuple[str, ...]
    gone: tuple[str, ...]
    lost: tuple[Fault, ...]
    score: float


def fit_mapping(saved: Mapping, table: Table, form: RegistrationForm, *, clear_token: str | None = None) -> Fit:
    """What a saved mapping decides for a file, and what differs from the file that it was made for.

    Args:
        saved: What was decided for another file.
        table: This file.
        form: The form as it is now.
        clear_token: What clears an answer, by the rules.
    """
    return _fit(saved, suggest_mapping(table, form), form, clear_token, is_corrections=table.is_corrections)


def best_fit(
    saved: AnyMapping[K, Mapping], table: Table, form: RegistrationForm, *, clear_token: str | None = None
) -> tuple[K, Fit] | None:
    """Of several saved mappings the one whose headers are most like the file's, under the name it was given.

    None where none of them sends a column of this file anywhere. Of two that fit equally well, the one that has
    lost less, then the first.
    """
    suggested = suggest_mapping(table, form)
    fits = {
        name: _fit(each, suggested, form, clear_token, is_corrections=table.is_corrections)
        for name, each in saved.items()
    }
    usable = [name for name, fit in fits.items() if any(map(_is_saved, fit.mapping.assignments.values()))]
    if not usable:
        return None
    best = max(usable, key=lambda name: (fits[name].score, -len(fits[name].lost)))
    return best, fits[best]


def _fit(
    saved: Mapping, suggested: Mapping, form: RegistrationForm, clear_token: str | None, *, is_corrections: bool
) -> Fit:
    headers = suggested.headers
    found = _find_headers(saved.headers, headers)
    if is_corrections:  # its headers are the names by which the first file's columns were known
        found |= {header: header for header in saved.headers if header in headers}
    kept = _without_choices(saved, form)
    lost = [
        Fault(f"columns.{header}", f"“{assignment.field}” is not a field of the form")
        for header, assignment in saved.assignments.items()
        if assignment.field not in form.fields
    ]
    lost += find_value_faults(kept, form, clear_token)
    kept = _without_lost(kept, {fault.path for fault in lost})
    decided = {found[header]: assignment.field for header, assignment in kept.assignments.items() if header in found}
    ignored = frozenset(found[header] for header in saved.ignored if header in found)
    known = set(found.values())
    if is_corrections:  # a column that went nowhere in the first file goes nowhere here
        own = {header: each for header, each in suggested.assignments.items() if header not in known}
        suggested = attrs.evolve(suggested, assignments=own)
    mapping = _overrule(suggested, decided, ignored, {*decided.values(), *kept.constants})
    return Fit(
        mapping=attrs.evolve(mapping, answers=kept.answers, constants=kept.constants, defaults=kept.defaults),
        new=tuple(header for header in headers if header not in known and header not in mapping.bookkeeping),
        gone=tuple(header for header in saved.headers if header not in found and header not in saved.bookkeeping),
        lost=tuple(lost),
        score=len(found) / (len(saved.headers) + len(headers) - len(found)),
    )


def remember_gone(mapping: Mapping, saved: Mapping) -> Mapping:
    """A mapping to save for the next file: what it says, and what a saved one says of headers that are not here.

    So a file with fewer columns costs no decision. What another column has taken meanwhile is forgotten.
    """
    known = {*mapping.headers, *_find_headers(saved.headers, mapping.headers)}
    taken = {*mapping.fields.values(), *mapping.constants}
    gone = [header for header in saved.headers if header not in known]
    kept = {
        header: saved.assignments[header]
        for header in gone
        if header in saved.assignments and saved.assignments[header].field not in taken | excluded_by(taken)
    }
    return attrs.evolve(
        mapping,
        headers=(*mapping.headers, *gone),
        assignments={**mapping.assignments, **kept},
        ignored=mapping.ignored | saved.ignored.intersection(gone),
    )


def _is_saved(assignment: Assignment) -> bool:
    return assignment.reason is Reason.SAVED


def _find_headers(saved: Sequence[str], present: Sequence[str]) -> dict[str, str]:
    """Saved header -> the header of the file that is meant; never one that stands there several times.

    Repeated headers are told apart by their order alone, and that may be another one in the next file.
    """
    headers, remembered = _once(present), _once(saved)
    found = {header: header for header in remembered if header in set(headers)}
    loose = [header for header in headers if header not in found]
    names = Counter(map(normalise_header, loose))
    by_name = {normalise_header(header): header for header in loose}
    missing = [header for header in remembered if header not in found]
    wanted = Counter(map(normalise_header, missing))
    for header in missing:
        name = normalise_header(header)
        if names[name] == wanted[name] == 1:
            found[header] = by_name[name]
    return found


def _once(headers: Sequence[str]) -> list[str]:
    """The headers that no other column shares."""
    several = {match[1] for header in headers if (match := _REPEATED.fullmatch(header)) and match[1] in headers}
    return [header for header in headers if header not in several and _base(header) not in several]


def _base(header: str) -> str:
    match = _REPEATED.fullmatch(header)
    return match[1] if match else header


def _overrule(suggested: Mapping, decided: AnyMapping[str, str], ignored: frozenset[str], taken: set[str]) -> Mapping:
    """The suggestion with what was decided put over it: nothing suggested may claim what a decision has taken."""
    taken = taken | excluded_by(taken)
    own = {
        header: assignment
        for header, assignment in suggested.assignments.items()
        if header not in decided and header not in ignored and assignment.field not in taken
    }
    saved = {header: Assignment(field, Reason.SAVED) for header, field in decided.items()}
    offers = {
        header: left
        for header, offered in suggested.offers.items()
        if header not in saved and (left := [offer for offer in offered if offer.field not in taken])
    }
    return attrs.evolve(suggested, assignments=own | saved, ignored=ignored - set(decided), offers=offers)


def _without_choices(saved: Mapping, form: RegistrationForm) -> Mapping:
    """The mapping without values that have become choices themselves: nothing is left to decide about them."""
    choices = {question.id: set(map(fold_choice, question.choices)) for question in form.questions}
    answers = {
        question: {value: choice for value, choice in decided.items() if fold_choice(value) not in choices[question]}
        for question, decided in saved.answers.items()
        if question in choices
    }
    return attrs.evolve(saved, answers={**saved.answers, **answers})


def _without_lost(saved: Mapping, lost: Collection[str]) -> Mapping:
    """What a mapping says, without what stands under these paths."""

    def keep(path: str, said: AnyMapping[str, V]) -> dict[str, V]:
        return {key: each for key, each in said.items() if f"{path}.{key}" not in lost}

    answers = keep("answers", saved.answers)
    return attrs.evolve(
        saved,
        assignments=keep("columns", saved.assignments),
        constants=keep("constants", saved.constants),
        defaults=keep("defaults", saved.defaults),
        answers={question: keep(f"answers.{question}", decided) for question, decided in answers.items()},
    )
