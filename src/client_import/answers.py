"""Cell → the answer to a question, in the form's own spelling, or a complaint and no answer.

A check is made once for each column and called once for each cell; drop-downs remember the cells they
have seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from client_import.client import Answer
from client_import.frozen import FrozenMapping
from client_import.problems import ProblemCode, shorten
from client_import.questions import Question, QuestionKind, fold_choice
from client_import.texts.damage import Figures, find_damage, likely_letters
from client_import.texts.masking import mask_hashes
from client_import.texts.patterns import compile_pattern

Complain: TypeAlias = Callable[[ProblemCode, dict[str, str | int]], None]
"""Takes what is wrong with the cell at hand."""

CheckAnswer: TypeAlias = Callable[[str], Answer | None]
"""A cell -> its answer; None where it is blank or was complained about; `CLEARED` where it clears what is stored."""

Translations: TypeAlias = Mapping[str, str | None]
"""A folded value that is no choice -> the choice it means, or None: it is left out without a word."""

CLEARED: Answer = ""
"""The answer that takes the stored one away; no cell can give it but by the rules' clear token."""

_SEPARATORS = (";", ",")
"""What may stand between answers where no `|` does, if any part is an answer then."""

_NONE: Translations = FrozenMapping({})

Places: TypeAlias = Mapping[str, int | None]
"""Folded value -> the place of the choice it means; None: it is left out."""


def answer_check(question: Question, complain: Complain, translations: Translations = _NONE) -> CheckAnswer:
    """The check for a column that goes to this question.

    Args:
        question: What the cells answer.
        complain: Takes what is wrong with a cell.
        translations: What to do with values that are no choices.
    """
    if question.kind == QuestionKind.CHOICE:
        return _choice_check(question, complain, translations)
    if question.kind == QuestionKind.CHOICES:
        return _choices_check(question, complain, translations)
    if question.pattern is None and question.max_length is None:
        return _check_plain_text
    return _text_check(question, complain)


def guarded_answer_check(question: Question, complain: Complain, figures: Figures | None) -> CheckAnswer:
    """The same for a column whose values a program may have damaged before they reached the file.

    Args:
        question: A text question; a choice that was damaged is none of the form's.
        complain: Takes what is wrong.
        figures: What is known of the column.
    """
    check_answer = answer_check(question, complain)

    def check(cell: str) -> Answer | None:
        text = cell.strip()
        damage = find_damage(text, figures)
        if damage:
            complain(ProblemCode.DAMAGED_VALUE, {**damage, "value": quote(text)})
            return None
        likely = likely_letters(text)
        if likely:
            complain(ProblemCode.WRONG_LETTERS, {"value": quote(text), "likely": quote(likely)})
        return check_answer(cell)

    return check


def clearing(check_answer: CheckAnswer, clear_token: str) -> CheckAnswer:
    """The same check for a column in which one text takes the stored answer away."""
    return lambda cell: CLEARED if cell.strip() == clear_token else check_answer(cell)


def quote(value: str) -> str:
    """A value as a message shows it: on one line and not too long."""
    return shorten(mask_hashes(" ".join(value.split())))


def _check_plain_text(cell: str) -> str | None:
    return cell.strip() or None


def _text_check(question: Question, complain: Complain) -> CheckAnswer:
    matches = compile_pattern(question.pattern).fullmatch if question.pattern is not None else None
    limit = question.max_length

    def check(cell: str) -> str | None:
        text = cell.strip()
        if not text:
            return None
        if limit is not None and len(text) > limit:
            complain(ProblemCode.TEXT_TOO_LONG, {"question": question.label, "found": len(text), "limit": limit})
            return None
        if matches and not matches(text):
            complain(ProblemCode.PATTERN_MISMATCH, {"question": question.label, "value": quote(text)})
            return None
        return text

    return check


def _choice_check(question: Question, complain: Complain, translations: Translations) -> CheckAnswer:
    known = {**translations, "": None} | {fold_choice(choice): choice for choice in question.choices}
    seen: dict[str, str | None] = {"": None}
    unmatched = set[str]()

    def check(cell: str) -> str | None:
        if cell not in seen:
            folded = fold_choice(cell)
            seen[cell] = known.get(folded)
            if folded not in known:
                unmatched.add(cell)
        answer = seen[cell]
        if answer is None and cell in unmatched:
            complain(ProblemCode.UNMATCHED_ANSWER, _unmatched(question, cell))
        return answer

    return check


def _choices_check(question: Question, complain: Complain, translations: Translations) -> CheckAnswer:
    places = {choice: place for place, choice in enumerate(question.choices)}
    known = {folded: None if choice is None else places[choice] for folded, choice in translations.items()}
    known |= {fold_choice(choice): place for choice, place in places.items()}
    spans = {separator: _find_spans(known, separator) for separator in ("|", *_SEPARATORS)}
    seen: dict[str, tuple[tuple[str, ...] | None, tuple[str, ...]]] = {}

    def read(cell: str) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        found, unmatched = _match_choices(cell, known, spans)
        chosen = sorted(place for place in found if place is not None)
        return tuple(question.choices[place] for place in chosen) or None, tuple(dict.fromkeys(unmatched))

    def check(cell: str) -> tuple[str, ...] | None:
        if cell not in seen:
            seen[cell] = read(cell)
        answer, unmatched = seen[cell]
        for part in unmatched:
            complain(ProblemCode.UNMATCHED_ANSWER, _unmatched(question, part))
        return answer

    return check


def _unmatched(question: Question, value: str) -> dict[str, str | int]:
    """The value whole, though on one line: it is what a person may translate."""
    return {"question": question.label, "value": mask_hashes(" ".join(value.split()))}


def _find_spans(known: Iterable[str], separator: str) -> list[int]:
    """Into how many parts a separator cuts a choice, wherever it cuts one at all; the most first."""
    return sorted({choice.count(separator) + 1 for choice in known if separator in choice}, reverse=True)


def _match_choices(cell: str, known: Places, spans: dict[str, list[int]]) -> tuple[set[int | None], list[str]]:
    """The places of the choices that a cell names, None for what is left out, and the parts that are none."""
    folded = fold_choice(cell)
    if not folded:
        return set(), []
    if folded in known:
        return {known[folded]}, []
    for separator in _SEPARATORS if "|" not in cell else ():
        places, unmatched = _match_parts(cell, separator, known, spans[separator])
        if places or not unmatched:
            return places, unmatched
    return _match_parts(cell, "|", known, spans["|"])


def _match_parts(cell: str, separator: str, known: Places, spans: list[int]) -> tuple[set[int | None], list[str]]:
    places: set[int | None] = set()
    unmatched: list[str] = []
    parts = cell.split(separator)
    start = 0
    while start < len(parts):
        span, part = _longest_choice(parts, start, separator, known, spans)
        folded = fold_choice(part)
        if folded in known:
            places.add(known[folded])
        elif folded:
            unmatched.append(part.strip())
        start += span
    return places, unmatched


def _longest_choice(parts: list[str], start: int, separator: str, known: Places, spans: list[int]) -> tuple[int, str]:
    """How many parts belong together from here on, and what they say: a choice may hold the separator itself."""
    for span in spans:
        joined = separator.join(parts[start : start + span])
        if start + span <= len(parts) and fold_choice(joined) in known:
            return span, joined
    return 1, parts[start]
