"""Clients → CSV that can be imported again: backup, list and template at once.

The header is the field ids, or labels with the ids in brackets, so that an import maps it by itself. Passwords and
their hashes are never in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from client_import.client import Answer, Client
from client_import.export_options import ExportOptions, choose_columns
from client_import.form import RegistrationForm
from client_import.mapping.labelled import labelled_headers
from client_import.questions import REQUIRED_FIELDS, Question, QuestionKind, fold_choice
from client_import.texts.defusing import defuse, defuse_digits

_ToCell: TypeAlias = Callable[[Answer], str]

_CLIENTS_AT_ONCE = 500

_TO_ENCLOSE = re.compile(r'["\r\n,;\t]')
"""Any separator, not only that of the file: LibreOffice takes all three at once, and would start a cell there."""

_USUAL = ExportOptions()


def export_clients(clients: Iterable[Client], form: RegistrationForm, options: ExportOptions = _USUAL) -> Iterator[str]:
    """The clients as CSV text (RFC 4180), piece by piece, however many there are.

    Args:
        clients: Those to export, as `ClientRepository.all` gives them; they are taken as the text is.
        form: Its questions are the columns; an answer to a question it does not have is left out.
        options: How the file looks.

    Returns:
        Text to be encoded as UTF-8: the header first, then some hundred clients at a time.

    Raises:
        BadExport: The options name a field that cannot be exported.
    """
    return _write(clients, choose_columns(form, options), template(form, options), options)


def template(form: RegistrationForm, options: ExportOptions = _USUAL) -> str:
    """The header alone, for a new roster: e-mail, names and the form's questions, as `export_clients` writes them.

    Args:
        form: Its questions are the columns.
        options: How the file looks.

    Raises:
        BadExport: The options name a field that cannot be exported.
    """
    fields = [*REQUIRED_FIELDS, *(question.id for question in choose_columns(form, options))]
    headers = labelled_headers(form) if options.labels else {}
    start = "\ufeff" if options.byte_order_mark else ""
    return start + _to_csv([[headers.get(field, field) for field in fields]], options)


def _write(
    clients: Iterable[Client], questions: Sequence[Question], header: str, options: ExportOptions
) -> Iterator[str]:
    yield header
    to_cells = [(question.id, _cell_writer(question)) for question in questions]
    rows: list[list[str]] = []
    for client in clients:
        rows.append(_to_row(client, to_cells))
        if len(rows) == _CLIENTS_AT_ONCE:
            yield _to_csv(rows, options)
            rows.clear()
    yield _to_csv(rows, options)


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


def _to_csv(rows: Iterable[Iterable[str]], options: ExportOptions) -> str:
    guard = defuse_digits if options.digits_as_text else defuse
    lines = (options.separator.join([_enclose(guard(cell)) for cell in row]) for row in rows)
    return "".join([f"{line}\r\n" for line in lines])


def _enclose(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _TO_ENCLOSE.search(cell) else cell
