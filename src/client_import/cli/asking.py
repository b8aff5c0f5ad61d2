"""Questions at the terminal: for each column that goes nowhere and each value without a choice, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from collections.abc import Mapping as AnyMapping

import click

from client_import import BadMapping, Importer, Mapping, Plan, Table, UnmatchedAnswer, sample_values
from client_import.cli.terminal import count, visible

_LEAVE_OUT, _LIST_ALL = "-", "?"
_LISTED = 12
"""So many names are listed at once; of more, only those that are likely, until all are asked for."""

_NO_ANSWER = "No answer to a question can mend that; decide it with an option."


def decide_at_terminal(
    importer: Importer,
    table: Table,
    mapping: Mapping,
    *,
    make_plan: Callable[[Mapping], Plan],
    keep: Callable[[Mapping], None],
) -> Mapping:
    """The mapping with what a person answered; no client is touched.

    Args:
        importer: For the form.
        table: The roster.
        mapping: What is decided already.
        make_plan: The dry run under a mapping.
        keep: Called with the mapping after each answer that decided something.

    Raises:
        BadMapping: It cannot be imported so, and no answer mends it or none is wanted.
    """
    mapping, plan = _decide_columns(importer, table, mapping, make_plan, keep)
    for answer in plan.unmatched:
        mapping = _keep_change(mapping, _ask_for_choice(answer, importer, mapping), keep)
    return mapping


def _decide_columns(
    importer: Importer,
    table: Table,
    mapping: Mapping,
    make_plan: Callable[[Mapping], Plan],
    keep: Callable[[Mapping], None],
) -> tuple[Mapping, Plan]:
    """The mapping in which every column was asked about, and its plan; what is in its way is asked about once more."""
    answered, asked, again = set[str](), set[str](), set[str]()
    while True:
        while header := _find_next(mapping, again | (set(mapping.unmapped) - asked)):
            asked.add(header)
            again.discard(header)
            decided = _ask_for_field(header, importer, table, mapping)
            if decided != mapping:
                answered.add(header)
            mapping = _keep_change(mapping, decided, keep)
        try:
            return mapping, make_plan(mapping)
        except BadMapping as error:
            again = _find_askable(error, mapping, answered)
            if not again:
                raise BadMapping(f"{error}\n{_NO_ANSWER}", error.headers, error.faults) from None
            _tell(f"\n{error}")
            if not click.confirm("Answer once more?", default=True, err=True):
                raise


def _find_next(mapping: Mapping, wanted: Container[str]) -> str | None:
    return next((header for header in mapping.headers if header in wanted), None)


def _find_askable(error: BadMapping, mapping: Mapping, answered: Container[str]) -> set[str]:
    """The columns about which another answer mends what is wrong; none where something else is wrong as well."""
    places = {fault.path for fault in error.faults}
    refused = {place.removeprefix("columns.") for place in places if place.startswith("columns.")}
    if places - {"columns", *(f"columns.{header}" for header in refused if header in answered)}:
        return set()
    return refused | set(mapping.unmapped)


def _keep_change(before: Mapping, after: Mapping, keep: Callable[[Mapping], None]) -> Mapping:
    if after != before:
        keep(after)
    return after


def _ask_for_field(header: str, importer: Importer, table: Table, mapping: Mapping) -> Mapping:
    fields = importer.form.fields
    likely = [offer.field for offer in mapping.offers.get(header, ())]
    free = [field for field in mapping.open_fields(fields) if field not in likely]
    samples = ", ".join(sample_values(table, mapping, importer.form)[header])
    where = f"goes to {fields.get(mapping.fields[header])}" if header in mapping.fields else "goes nowhere yet"
    _tell(f"\nColumn “{header}” {where}. It holds: {samples or 'nothing'}")
    field = _choose("Which field?", "the column", likely, free, fields)
    if field is None:
        return mapping
    return mapping.ignore(header) if field == _LEAVE_OUT else mapping.assign(header, field)


def _ask_for_choice(answer: UnmatchedAnswer, importer: Importer, mapping: Mapping) -> Mapping:
    question = next(each for each in importer.form.questions if each.id == answer.question)
    others = [choice for choice in question.choices if choice not in answer.suggestions]
    _tell(f"\n“{answer.value}” ({count(answer.rows, 'row')}) is no choice of “{question.label}”.")
    names = dict(zip(question.choices, question.choices, strict=True))
    chosen = _choose("Which choice?", "the value", answer.suggestions, others, names)
    if chosen is None:
        return mapping
    if chosen == _LEAVE_OUT:
        return mapping.leave_out(answer.question, answer.value)
    return mapping.translate(answer.question, answer.value, chosen)


def _choose(
    asked: str, what: str, likely: Sequence[str], others: Sequence[str], names: AnyMapping[str, str]
) -> str | None:
    """What was typed, a key of `names` by its number, itself or its name; `-`; or None for Enter."""
    every = [*likely, *others]
    known = {name.casefold(): key for key, name in names.items()} | {key.casefold(): key for key in names}
    listed = every if len(every) <= _LISTED else likely
    more = f", {_LIST_ALL} lists all {len(every)}" if len(listed) < len(every) else ""
    prompt = f"{asked} (number or name{more}; Enter decides later, {_LEAVE_OUT} leaves {what} out for good)"
    _list(listed, names, likely)
    while True:
        typed = click.prompt(prompt, default="", show_default=False, err=True).strip()
        if typed in {"", _LEAVE_OUT}:
            return typed or None
        numbers = {str(number): key for number, key in enumerate(listed, start=1)}
        chosen = known.get(typed.casefold()) or numbers.get(typed)
        if chosen is not None:
            return chosen
        if typed == _LIST_ALL:
            listed = every
            _list(listed, names, likely)
        else:
            _tell(f"“{typed}” is none of them.")


def _list(keys: Sequence[str], names: AnyMapping[str, str], likely: Sequence[str]) -> None:
    texts = {text.casefold() for text in (*names, *names.values())}
    for number, key in enumerate(keys, start=1):
        shown = "" if str(number) in texts else number  # a choice that is a number itself is typed as such
        _tell(f"  {shown:>3}  {names[key]}{'  (perhaps)' if key in likely else ''}")


def _tell(text: str) -> None:
    click.echo(visible(text, keep_lines=True), err=True)
