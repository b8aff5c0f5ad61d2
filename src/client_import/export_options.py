"""How an exported file looks: `ExportOptions`, and the questions that it asks for."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence

import attrs

from client_import.errors import BadExport, Fault
from client_import.form import RegistrationForm
from client_import.mapping.value_check import hint_at
from client_import.questions import REQUIRED_FIELDS, SECRET_FIELDS, Question


class Separator(enum.StrEnum):
    """What stands between two cells."""

    COMMA = ","
    """As RFC 4180 has it."""
    SEMICOLON = ";"
    """As Excel expects it where a number has a decimal comma."""
    TAB = "\t"


def _to_fields(fields: Iterable[str] | None) -> tuple[str, ...] | None:
    if isinstance(fields, str):
        raise TypeError("fields takes a list of field ids, not one text.")
    return None if fields is None else tuple(fields)


@attrs.frozen
class ExportOptions:
    """How an exported file looks. In each of its forms it can be imported again, and maps itself.

    Attributes:
        labels: Whether a header is the label with the id in brackets, `Standing (R2)`, in place of the id. The id
            stands alone where label and id together would not be found again.
        fields: The questions' ids, in the order of the columns; absent: all of the form. E-mail and names always come
            first, whether they are named or not: without them no row can be imported.
        separator: Between cells.
        byte_order_mark: Whether the file starts with the mark by which Excel knows UTF-8.
        digits_as_text: Whether a `'` stands before what starts with a digit. A spreadsheet then leaves `0042` and `1-2`
            as they are, and shows the `'`; an import takes it off.

    Raises:
        TypeError: `fields` is one text.
        ValueError: Another separator.
    """

    labels: bool = False
    fields: tuple[str, ...] | None = attrs.field(default=None, converter=_to_fields)
    separator: Separator = attrs.field(default=Separator.COMMA, converter=Separator)
    byte_order_mark: bool = False
    digits_as_text: bool = False


def choose_columns(form: RegistrationForm, options: ExportOptions) -> Sequence[Question]:
    """The questions that have a column, in the order of the columns.

    Raises:
        BadExport: A field is named that cannot be exported; it lists all of them.
    """
    if options.fields is None:
        return form.questions
    questions = {question.id: question for question in form.questions}
    faults = list(_find_faults(options.fields, questions))
    if faults:
        raise BadExport(faults)
    return [questions[field] for field in dict.fromkeys(options.fields) if field in questions]


def _find_faults(fields: Sequence[str], questions: Iterable[str]) -> Iterator[Fault]:
    known = (*questions, *REQUIRED_FIELDS)
    for place, field in enumerate(fields):
        if field in SECRET_FIELDS:
            yield Fault(f"fields[{place}]", f"“{field}” is never exported. Leave it out.")
        elif field not in known:
            hint = hint_at(field, known, "Its fields are")
            yield Fault(f"fields[{place}]", f"“{field}” is not a field of this form. {hint}")
