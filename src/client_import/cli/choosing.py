"""The mapping that the command uses: a saved one that fits, and what the options say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs
import click

from client_import import BadMapping, Importer, Mapping, RegistrationForm, Table, remember_gone
from client_import.cli.show_fit import SavedMapping, describe_fit
from client_import.cli.stopping import stop
from client_import.cli.stored_mappings import load_stored
from client_import.cli.terminal import console, say


@attrs.frozen
class Decisions:
    """What the options say of columns and values, each as it was typed."""

    assigned: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()


@attrs.frozen
class Chosen:
    """The mapping to use, and where it came from.

    Attributes:
        mapping: For this file, with what the options say.
        document: The file of the saved mapping that it follows; None where it follows none.
        saved: What stands in that file.
        gone: Those of its headers that this file has under no spelling.
    """

    mapping: Mapping
    document: SavedMapping | None = None
    saved: Mapping | None = None
    gone: tuple[str, ...] = ()

    def to_save(self, mapping: Mapping) -> Mapping:
        """A mapping for the next file: with what the one it followed says of headers that are gone.

        A header that was found under another spelling is known by that from now on.
        """
        if self.saved is None:
            return mapping
        return remember_gone(mapping, attrs.evolve(self.saved, headers=self.gone))


def choose_mapping(
    importer: Importer, table: Table, saved: Sequence[Path], decisions: Decisions, *, aside: bool
) -> Chosen:
    """The saved mapping that fits best, or the suggested one, with what the options say put over it.

    Args:
        importer: For the form.
        table: The roster.
        saved: Files of saved mappings, and folders of such files.
        decisions: The options.
        aside: Whether standard output is for a program, so that how the saved one fits is said on standard error.
    """
    chosen = _follow_saved(importer, table, saved, aside=aside) if saved else Chosen(importer.suggest_mapping(table))
    return attrs.evolve(chosen, mapping=_decide(chosen.mapping, table, importer.form, decisions))


def _decide(mapping: Mapping, table: Table, form: RegistrationForm, decisions: Decisions) -> Mapping:
    """The mapping with what the options say."""
    for header in decisions.ignored:
        mapping = mapping.ignore(header)
    for typed in decisions.assigned:
        mapping = mapping.assign(*_split("--map", typed, [table.header, form.fields]))
    for typed in decisions.translated:
        question, value, choice = _split_answer("--translate", typed, mapping, form, parts=3)
        mapping = mapping.translate(question, value, choice)
    for typed in decisions.left_out:
        mapping = mapping.leave_out(*_split_answer("--leave-out", typed, mapping, form, parts=2))
    for typed in decisions.constants:
        mapping = mapping.set_constant(*_split_answer("--constant", typed, mapping, form, parts=2))
    for typed in decisions.defaults:
        mapping = mapping.set_default(*_split_answer("--default", typed, mapping, form, parts=2))
    return mapping


def _follow_saved(importer: Importer, table: Table, saved: Sequence[Path], *, aside: bool) -> Chosen:
    mappings = load_stored(saved, aside=aside)
    best = importer.best_fit(table, mappings)
    if best is None:
        named = ", ".join(map(str, saved))
        stop(f"{named}: none of its columns is in this file, so it is a mapping for another kind of file.")
    document, fit = best
    lines = list(describe_fit(document, mappings[document], fit, importer.form))
    if lines or not aside:
        others = f", the best fit of {len(mappings)}" if len(mappings) > 1 else ""
        say(console(aside=aside), f"Mapped as in {document.path}{others}.")
        say(console(aside=aside), "".join(f"  {line}\n" for line in lines))
    return Chosen(fit.mapping, document, mappings[document], fit.gone)


def locate_faults(error: BadMapping, mapping: Mapping, chosen: Chosen) -> str:
    """The message of a mapping that cannot be used, each fault with the line of the saved mapping that says it."""
    if not chosen.document or not error.faults:
        return str(error)
    rest = str(error).removeprefix(" ".join(fault.reason for fault in error.faults)).strip()
    lines = [f"As in {chosen.document.path}, the columns cannot be imported:"]
    for fault in error.faults:
        path = _find_saved_path(fault.path, mapping, chosen)
        lines.append(f"  {chosen.document.locate(path)}: {fault.reason}" if path else f"  {fault.reason}")
    return "\n".join([*lines, *filter(None, [rest])])


def _find_saved_path(path: str, mapping: Mapping, chosen: Chosen) -> str:
    """Where the saved mapping says what a path names; nothing where the options or the headers alone do."""
    part, _, key = path.partition(".")
    if part == "columns" and key in mapping.assignments:
        assignment = mapping.assignments[key]
        saved = chosen.saved.assignments if chosen.saved else {}
        spelled = [key, *(other for other in saved if saved[other].field == assignment.field)]
        found = [header for header in spelled if saved.get(header) == assignment]
        return f"columns.{found[0]}" if found else ""
    return path if chosen.document and chosen.document.holds(path) else ""


def _split_answer(name: str, typed: str, mapping: Mapping, form: RegistrationForm, *, parts: int) -> tuple[str, ...]:
    """Question id and values, of what begins with a question's id, its label, or the header of its column."""
    labels = {label: field for field, label in form.fields.items()}
    names = {**mapping.fields, **labels, **{field: field for field in form.fields}}
    choices = [choice for question in form.questions for choice in question.choices]
    question, *values = _split(name, typed, [names, *[None] * (parts - 2), choices if parts == 3 else None])
    return names.get(question, question), *values


def _split(name: str, typed: str, known: Sequence[Iterable[str] | None]) -> tuple[str, ...]:
    """As many parts as there are lists of known names; each part may hold a = of its own, so known names decide."""
    splits = list(_all_splits(typed, len(known)))
    if not splits:
        raise click.UsageError(f'{name} "{typed}": {_SHAPES[name]}')
    return max(splits, key=lambda split: [_is_known(part, names) for part, names in zip(split, known, strict=True)])


def _is_known(part: str, names: Iterable[str] | None) -> bool:
    return names is not None and part in names


def _all_splits(typed: str, parts: int) -> Iterator[tuple[str, ...]]:
    """Every way to cut a text at as many = as it takes, the later ones first."""
    if parts == 1:
        yield (typed.strip(),)
        return
    for place in reversed([place for place, char in enumerate(typed) if char == "="]):
        for head in _all_splits(typed[:place], parts - 1):
            yield (*head, typed[place + 1 :].strip())


_SHAPES = {
    "--map": "write the column's header, =, and the field.",
    "--translate": "write the question, =, the value in the file, =, and the choice that it means.",
    "--leave-out": "write the question, =, and the value in the file.",
    "--constant": "write the question, =, and the value for every row.",
    "--default": "write the question, =, and the value for new clients.",
}
