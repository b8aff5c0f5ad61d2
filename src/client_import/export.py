"""Clients → CSV that can be imported again: backup and template at once.

The header is the field ids, so that an import maps it by itself. Passwords and their hashes are never in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from client_import.client import Answer, Client
from client_import.form import RegistrationForm
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME, Question, QuestionKind, fold_choice
from client_import.texts.defusing import defuse

_ToCell: TypeAlias = Callable[[Answer], str]

_CLIENTS_AT_ONCE = 500


def export_clients(clients: Iterable[Client], form: RegistrationForm) -> Iterator[str]:
    """The clients as CSV text (RFC 4180), piece by piece, however many there are.

    Args:
        clients: Every client to export, as `ClientRepository.all` gives them.
        form: Its questions are the columns; an answer to a question it does not have is left out.

    Yields:
        Text to be encoded as UTF-8: the header first, then some hundred clients at a time.
    """
    yield template(form)
    to_cells = [(question.id, _cell_writer(question)) for question in form.questions]
    rows: list[list[str]] = []
    for client in clients:
        rows.append(_to_row(client, to_cells))
        if len(rows) == _CLIENTS_AT_ONCE:
            yield _to_csv(rows)
            rows.clear()
    yield _to_csv(rows)


def template(form: RegistrationForm) -> str:
    """The header alone, for a new roster: e-mail, names and the ids of the form's questions."""
    return _to_csv([[EMAIL, FIRST_NAME, LAST_NAME, *(question.id for question in form.questions)]])


def _to_row(client: Client, to_cells: Iterable[tuple[str, _ToCell]]) -> list[str]:
    answers = client.answers
    cells = [to_cell(answers[question]) if question in answers else "" for question, to_cell in to_cells]
    return [client.email, client.first_name, client.last_name, *cells]


def _cell_writer(question: Question) -> _ToCell:
    """An answer as a cell that is read as the same answer again."""
    separator = _find_separator(question) if question.kind is QuestionKind.CHOICES else "|"

    def to_cell(answer: Answer) -> str:
        return answer if isinstance(answer, str) else separator.join(answer)

    return to_cell


def _find_separator(question: Question) -> str:
    """`|`, as often as no choice holds it in a row, so that no list of choices looks like one choice."""
    runs = (run for choice in question.choices for run in re.findall(r"\|+", fold_choice(choice)))
    return "|" * (1 + max(map(len, runs), default=0))


def _to_csv(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(defuse, row) for row in rows)
    return text.getvalue()
