"""Whether a table can be imported under a mapping: `check_mapping`, which says everything that is in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AnyMapping

from client_import.errors import BadMapping, Fault
from client_import.form import RegistrationForm
from client_import.mapping.mapping import Mapping, list_headers
from client_import.mapping.samples import secret_headers
from client_import.mapping.value_check import find_value_faults, hint_at
from client_import.questions import FULL_NAME, REQUIRED_FIELDS, SECRET_FIELDS, excluded_by
from client_import.reading import Table


def check_mapping(mapping: Mapping, table: Table, form: RegistrationForm, *, clear_token: str | None = None) -> None:
    """Nothing, where this table can be imported under this mapping.

    Args:
        mapping: Which column goes where.
        table: The file.
        form: Its questions.
        clear_token: What clears an answer, by the rules; a value for every row may be that.

    Raises:
        BadMapping: A required field has no column, a field, header, question or choice does not exist, two columns
            go to one field, a column of passwords goes to another field, or a question has both a column and a
            constant. The message says all of it, and lists the headers where one is in question.
    """
    columns: dict[str, list[str]] = defaultdict(list)
    for header, assignment in mapping.assignments.items():
        columns[assignment.field].append(header)
    of_columns = [
        *_unknown_names(mapping, table.header, form),
        *_shared_fields(columns, form),
        *_doubled_names(columns, form),
        *_exposed_passwords(mapping, table, form),
        *_missing_fields(mapping, form),
    ]
    faults = [*find_value_faults(mapping, form, clear_token), *_doubled_values(mapping, columns, form), *of_columns]
    if faults:
        listed = [list_headers(table.header)] if of_columns else []
        raise BadMapping(" ".join([*(fault.reason for fault in faults), *listed]), table.header, faults)


def _unknown_names(mapping: Mapping, headers: tuple[str, ...], form: RegistrationForm) -> Iterator[Fault]:
    for header, assignment in mapping.assignments.items():
        if header not in headers:
            yield Fault(f"columns.{header}", f"There is no column “{header}”.")
        if assignment.field not in form.fields:
            hint = hint_at(assignment.field, form.fields, "Its fields are")
            reason = f"“{header}” is mapped to “{assignment.field}”, which is not a field of this form. {hint}"
            yield Fault(f"columns.{header}", reason)


def _shared_fields(columns: AnyMapping[str, list[str]], form: RegistrationForm) -> Iterator[Fault]:
    for field, headers in columns.items():
        if len(headers) > 1:
            named = _join([f"“{header}”" for header in sorted(headers)], "and")
            reason = f"{named} are mapped to the same field, {form.fields.get(field, field)}. Choose one."
            yield Fault(f"columns.{headers[-1]}", reason)


def _doubled_names(columns: AnyMapping[str, list[str]], form: RegistrationForm) -> Iterator[Fault]:
    parts = [field for field in REQUIRED_FIELDS if field in columns and field in excluded_by([FULL_NAME])]
    if FULL_NAME in columns and parts:
        whole, others = form.fields[FULL_NAME], _join([form.fields[field] for field in parts], "and")
        reason = f"Columns are mapped to {whole} and to {others} as well. Keep the one or the other."
        yield Fault(f"columns.{columns[FULL_NAME][0]}", reason)


def _doubled_values(mapping: Mapping, columns: AnyMapping[str, list[str]], form: RegistrationForm) -> Iterator[Fault]:
    for field in mapping.constants:
        if field in columns:
            label, header = form.fields.get(field, field), columns[field][0]
            reason = f"“{header}” is mapped to {label}, which has a value for every row too. Keep one of them."
            yield Fault(f"constants.{field}", reason)


def _exposed_passwords(mapping: Mapping, table: Table, form: RegistrationForm) -> Iterator[Fault]:
    secret = secret_headers(table, mapping, form)
    for header, assignment in mapping.assignments.items():
        if assignment.field not in SECRET_FIELDS and (header in secret or form.names_password(header)):
            reason = (
                f"“{header}” looks like a column of passwords and cannot be mapped to “{assignment.field}”, "
                "where everybody could read them. Map it to “password”, or leave it out; if it holds none, give the "
                "column another name in the file."
            )
            yield Fault(f"columns.{header}", reason)


def _missing_fields(mapping: Mapping, form: RegistrationForm) -> Iterator[Fault]:
    missing = mapping.missing
    if not missing:
        return
    yield Fault("columns", f"No column is mapped to {_join([form.fields[field] for field in missing], 'or')}.")
    wanted = [field for field in (*missing, FULL_NAME) if field in mapping.open_fields(form.fields)]
    if FULL_NAME in wanted and excluded_by([FULL_NAME]) & set(missing):
        yield Fault("columns", f"A column that holds both names goes to {form.fields[FULL_NAME]}.")
    for field in wanted:
        offered = [
            f"“{header}”" for header, offers in mapping.offers.items() if any(offer.field == field for offer in offers)
        ]
        if offered:
            yield Fault("columns", f"{_join(offered, 'or')} may be {form.fields[field]}: choose.")


def _join(texts: Sequence[str], word: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return f" {word} ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))
