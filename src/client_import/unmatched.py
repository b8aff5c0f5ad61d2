"""Values that match no choice of their question, grouped: how often each stands in the file, and what it may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import attrs

from client_import.form import RegistrationForm
from client_import.problems import Problem, ProblemCode
from client_import.questions import fold_choice
from client_import.texts.lookalikes import Lookalikes

_CODES = frozenset({ProblemCode.UNMATCHED_ANSWER, ProblemCode.UNMATCHED_ANSWER_REJECTED})
_LINES_NAMED = 5
_VALUES_EXPLAINED = 1_000
"""So many values of a question get suggestions; a column with more is no drop-down's."""


@attrs.frozen
class UnmatchedAnswer:
    """A value in the file that is no choice of its question.

    Attributes:
        question: The question's id.
        value: As it is spelled where it stands first; spellings that differ in case and spaces only count as one.
        rows: In how many rows it stands.
        lines: The first lines on which it stands.
        suggestions: Choices that it may mean, the likeliest first. None is taken by itself.
    """

    question: str
    value: str
    rows: int
    lines: tuple[int, ...]
    suggestions: tuple[str, ...]


def group_unmatched(problems: Iterable[Problem], form: RegistrationForm) -> tuple[UnmatchedAnswer, ...]:
    """The unmatched values among the problems, in the form's order of questions, the most frequent first."""
    spellings: dict[tuple[str, str], str] = {}
    groups: dict[str, dict[str, _Group]] = {question.id: {} for question in form.questions}
    for problem in problems:
        if problem.code in _CODES and problem.field in groups and problem.line:
            value = str(problem.params["value"])
            folded = spellings.get((problem.field, value))
            if folded is None:
                folded = spellings[problem.field, value] = fold_choice(value)
            group = groups[problem.field].setdefault(folded, _Group(value, []))
            group.lines.append(problem.line)
    return tuple(
        answer
        for question in form.questions
        for answer in _to_answers(question.id, list(groups[question.id].values()), question.choices)
    )


def choices_to_add(unmatched: Iterable[UnmatchedAnswer]) -> Mapping[str, tuple[str, ...]]:
    """Question id -> the values that its owner may want to add to its choices."""
    values: dict[str, list[str]] = defaultdict(list)
    for answer in unmatched:
        values[answer.question].append(answer.value)
    return {question: tuple(wanted) for question, wanted in values.items()}


@attrs.frozen
class _Group:
    value: str
    lines: list[int]


def _to_answers(question: str, groups: Sequence[_Group], choices: Sequence[str]) -> Iterable[UnmatchedAnswer]:
    lookalikes = Lookalikes(choices) if groups else None
    for place, group in enumerate(sorted(groups, key=lambda group: -len(set(group.lines)))):
        found = lookalikes.find(group.value) if lookalikes and place < _VALUES_EXPLAINED else ()
        lines = tuple(dict.fromkeys(group.lines))
        yield UnmatchedAnswer(
            question, group.value, len(lines), lines[:_LINES_NAMED], tuple(each.name for each in found)
        )
