"""Reports to and from JSON documents. They hold no password.

What a created client got stands as a list beside the names of the fields, so that a report is hardly larger than its
roster.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime
from typing import Any

import attrs

from client_import.canonical import join_path
from client_import.client import Answer, ClientId
from client_import.decisions import Change
from client_import.documents import read
from client_import.errors import BadDocument, BadForm, BadRules, Fault
from client_import.form import RegistrationForm
from client_import.lazy import LazySequence
from client_import.occasion import Occasion
from client_import.plan import Counts, show_id
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME
from client_import.records.original_rows import OriginalRow
from client_import.report import Outcome, PasswordOutcome, Report, Result
from client_import.rules import ImportRules
from client_import.saving.mappings import MappingDocument, mapping_data, to_mapping
from client_import.saving.parts import ChangeDocument, ProblemDocument, check_derived, to_changes, to_problems

_NAMES = (FIRST_NAME, LAST_NAME)


def load_report(text: str | bytes) -> Report:
    """A report from its JSON.

    Raises:
        BadDocument: It cannot be used; every fault has its path.
    """
    document = read("report", text, _ReportDocument)
    report = Report(
        occasion=Occasion(
            actor=document.actor,
            started=document.started,
            finished=document.finished,
            file_name=document.file_name,
            file_size=document.file_size,
            delimiter=document.delimiter,
            undoes=document.undoes,
        ),
        form=_to_form(document.form),
        mapping=to_mapping("report", document.mapping, "mapping"),
        rules=_to_rules(document.rules),
        header=document.header,
        fields=document.fields,
        results=tuple(map(_to_result, document.rows)),
        problems=to_problems("report", document.problems),
        original_rows=tuple(
            OriginalRow(row.line, row.cells, row.odd, row.first_line) for row in document.original_rows
        ),
    )
    _check_values(report)
    _check_changes(report)
    derived = (
        ("counts", report.counts, document.counts),
        ("passwords", report.passwords, document.passwords),
        ("form_version", report.form_version, document.form_version),
    )
    check_derived("report", derived)
    return report


@attrs.frozen
class _ReportedRow:
    line: int
    outcome: Outcome
    email: str
    client_id: ClientId | None
    changes: tuple[ChangeDocument, ...]
    password: PasswordOutcome | None
    values: tuple[Answer | None, ...] | None


@attrs.frozen
class _OriginalRow:
    line: int
    cells: tuple[str, ...]
    odd: int | None
    first_line: int | None


@attrs.frozen
class _ReportDocument:
    actor: str | None
    started: datetime
    finished: datetime
    undoes: datetime | None
    file_name: str | None
    file_size: int | None
    delimiter: str | None
    form: dict[str, Any]
    form_version: str
    mapping: MappingDocument
    rules: dict[str, Any]
    counts: Counts
    passwords: dict[PasswordOutcome, int]
    header: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[_ReportedRow, ...]
    problems: tuple[ProblemDocument, ...]
    original_rows: tuple[_OriginalRow, ...]


def report_data(report: Report) -> dict[str, object]:
    """A report as plain data, its rows built when somebody looks."""
    occasion, original = report.occasion, report.original_rows
    return {
        "actor": occasion.actor,
        "started": occasion.started.isoformat(),
        "finished": occasion.finished.isoformat(),
        "undoes": occasion.undoes.isoformat() if occasion.undoes else None,
        "file_name": occasion.file_name,
        "file_size": occasion.file_size,
        "delimiter": occasion.delimiter,
        "form": report.form.to_dict(),
        "form_version": report.form_version,
        "mapping": mapping_data(report.mapping),
        "rules": report.rules.to_dict(),
        "counts": attrs.asdict(report.counts),
        "passwords": dict(report.passwords),
        "header": list(report.header),
        "fields": list(report.fields),
        "rows": LazySequence(len(report.results), lambda index: _row_data(report.results[index])),
        "problems": LazySequence(len(report.problems), lambda index: report.problems[index].to_dict()),
        "original_rows": LazySequence(len(original), lambda index: original[index]._asdict()),
    }


def _row_data(result: Result) -> dict[str, object]:
    return {
        "line": result.line,
        "outcome": result.outcome,
        "email": result.email,
        "client_id": show_id(result.client_id),
        "changes": [{"field": field, "new": new, "old": old} for field, old, new in result.changes],
        "password": result.password,
        "values": result.values,
    }


def _to_result(row: _ReportedRow) -> Result:
    return Result(row.line, row.outcome, row.email, row.client_id, to_changes(row.changes), row.password, row.values)


def _to_form(data: object) -> RegistrationForm:
    try:
        return RegistrationForm.from_dict(data)
    except BadForm as error:
        raise BadDocument("report", _move("form", error.faults)) from None


def _to_rules(data: object) -> ImportRules:
    try:
        return ImportRules.from_dict(data)
    except BadRules as error:
        raise BadDocument("report", _move("rules", error.faults)) from None


def _move(path: str, faults: Sequence[Fault]) -> list[Fault]:
    return [Fault(join_path(path, fault.path) if fault.path else path, fault.reason) for fault in faults]


def _check_values(report: Report) -> None:
    """A created client has one value for each field, and no other row has any."""
    faults = [
        Fault(f"rows[{index}].values", "must be one for each of the fields where a client was created, else null")
        for index, result in enumerate(report.results)
        if (None if result.values is None else len(result.values))
        != (len(report.fields) if result.outcome is Outcome.CREATED else None)
    ]
    if faults:
        raise BadDocument("report", faults)


def _check_changes(report: Report) -> None:
    """An undo writes what stands here, so nothing may that no import could have written."""
    questions = frozenset(question.id for question in report.form.questions)
    faults = [
        Fault(f"rows[{index}].changes[{place}]", "is none that an import makes in an account with this form")
        for index, result in enumerate(report.results)
        for place, (field, old, new) in enumerate(result.changes)
        if not _is_possible(Change(field, old, new), result.outcome, questions)
    ]
    faults += [
        Fault(f"rows[{index}].changes", "holds a field more than once")
        for index, result in enumerate(report.results)
        if len({field for field, _, _ in result.changes}) < len(result.changes)
    ]
    if report.fields[:2] != _NAMES or not questions.issuperset(report.fields[2:]):
        faults.append(Fault("fields", "must be first_name, last_name, and then questions of the form"))
    if faults:
        raise BadDocument("report", faults)


def _is_possible(change: Change, outcome: Outcome, questions: Container[str]) -> bool:
    """Whether a report can hold a change: names are texts, and only a deleted client loses them and the address."""
    deleted = outcome is Outcome.DELETED
    if change.field in _NAMES or (deleted and change.field == EMAIL):
        return isinstance(change.old, str) and (change.new is None if deleted else isinstance(change.new, str))
    return change.field in questions
