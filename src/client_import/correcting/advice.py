"""What a person who mends a row may write instead: choices that a value may mean, or advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from client_import.form import RegistrationForm
from client_import.problems import Problem, ProblemCode
from client_import.questions import fold_choice
from client_import.reading.own_columns import TO_CLEAR
from client_import.unmatched import UnmatchedAnswer

_CHOICES_LISTED = 12

_UNMATCHED = frozenset({ProblemCode.UNMATCHED_ANSWER, ProblemCode.UNMATCHED_ANSWER_REJECTED})

_IN_PLACE = f"every value under its header, and nothing under “{TO_CLEAR}”"

_ADVICE: Mapping[ProblemCode | str, str] = {
    ProblemCode.MISSING_EMAIL: "the client's address, such as ada@example.edu",
    ProblemCode.INVALID_EMAIL: "one address, such as ada@example.edu",
    ProblemCode.MISSING_FIRST_NAME: "the client's first name",
    ProblemCode.MISSING_LAST_NAME: "the client's last name",
    ProblemCode.MISSING_FULL_NAME: "the client's name, as “Last, First”",
    ProblemCode.INVALID_NAME: "the client's name",
    ProblemCode.NAME_NOT_SPLIT: "the name as “Last, First”",
    ProblemCode.NAME_SPLIT_DOUBTFUL: "the name as “Last, First”",
    ProblemCode.TOO_MANY_CELLS: _IN_PLACE,
    ProblemCode.WRONG_WIDTH: _IN_PLACE,
    ProblemCode.DOUBTFUL_QUOTES: _IN_PLACE,
    ProblemCode.UNUSUAL_WIDTH: _IN_PLACE,
    ProblemCode.CELLS_REALIGNED: _IN_PLACE,
    ProblemCode.CONFLICTING_DUPLICATE: "one row for this address: delete the other one",
    ProblemCode.DUPLICATE_PASSED_OVER: "one row for this address: delete the other one",
    ProblemCode.EXACT_REPEAT: "one row for this address: delete the other one",
    ProblemCode.AMBIGUOUS_CLIENT: "this row as it is, once the two accounts are one",
    ProblemCode.PROTECTED_CLIENT: "no row for this address: delete it",
    ProblemCode.UNKNOWN_CLIENT: "the address under which the client is stored",
    ProblemCode.INACTIVE_CLIENT_REJECTED: "no row for this client: delete it, or activate the account first",
    ProblemCode.CONFLICTED: "this row as it is, if it is still right",
    ProblemCode.WRONG_LETTERS: "“{likely}”",
    ProblemCode.TEXT_TOO_LONG: "at most {limit} characters",
    f"{ProblemCode.DAMAGED_VALUE}:zeros": "{expected} digits",
}


class Advisor:
    """Knows what the unmatched values of an import may mean.

    Args:
        form: Whose choices they are.
        unmatched: The values.
    """

    def __init__(self, form: RegistrationForm, unmatched: Iterable[UnmatchedAnswer]) -> None:
        self._choices = {question.id: question.choices for question in form.questions}
        self._meant = {(each.question, fold_choice(each.value)): each.suggestions for each in unmatched}

    def advise(self, problems: Iterable[Problem]) -> Iterator[str]:
        """What would fit, for each problem about which anything can be said."""
        for problem in problems:
            advice = self._name_choices(problem) if problem.code in _UNMATCHED else _find_advice(problem)
            if advice:
                yield f"{problem.header}: {advice}" if problem.header else advice

    def _name_choices(self, problem: Problem) -> str:
        field, value = problem.field or "", str(problem.params.get("value"))
        meant = self._meant.get((field, fold_choice(value)), ())
        choices = self._choices.get(field, ())
        listed = meant or choices[:_CHOICES_LISTED]
        more = ", …" if not meant and len(choices) > _CHOICES_LISTED else ""
        return ", ".join(f"“{choice}”" for choice in listed) + more


def _find_advice(problem: Problem) -> str:
    advice = _ADVICE.get(f"{problem.code}:{problem.params.get('reason')}", _ADVICE.get(problem.code, ""))
    return advice.format_map(problem.params)
