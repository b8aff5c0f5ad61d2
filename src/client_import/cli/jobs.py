"""What `preview` and `apply` have in common: their options, and the way from a roster to a plan that is shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import attrs
import click

from client_import import BadMapping, Importer, Mapping, Plan, Table
from client_import.cli import show
from client_import.cli.asking import decide_at_terminal
from client_import.cli.choosing import Chosen, Decisions, choose_mapping, locate_faults
from client_import.cli.correcting import Mending, follow_mapping_beside
from client_import.cli.files import FILE, load_form_file, load_rules_file, refuse_overwriting, rules_of, write
from client_import.cli.keeping import Keeper
from client_import.cli.show_mapping import list_choices_to_add, list_required
from client_import.cli.stopping import stop
from client_import.cli.stored_mappings import list_stored
from client_import.cli.terminal import console, option, say, visible
from client_import.repositories.sqlite import SqliteClients

F = TypeVar("F", bound=Callable[..., Any])

form_option = click.option(
    "--form", required=True, type=click.File("rb"), help="The registration form, a JSON file.", metavar="FILE"
)


@attrs.frozen
class Job:
    """What the options of `preview` and `apply` ask for."""

    roster: BinaryIO
    form: BinaryIO
    clients: Path
    rules: BinaryIO | None
    mappings: tuple[Path, ...]
    save_mapping: Path | None
    decisions: Decisions
    choices_to_add: Path | None
    mending: Mending | None
    interactive: bool
    as_json: bool
    show_all: bool
    encoding: str | None
    delimiter: str | None
    header_line: int | None

    @classmethod
    def from_options(cls, **options: Any) -> Job:  # noqa: ANN401 - the options, as job_options names them
        """The job, once what excludes each other is refused."""
        decided = {field.name: options.pop(field.name) for field in attrs.fields(Decisions)}
        path, warned = options.pop("corrections"), options.pop("warned")
        if warned and not path:
            raise click.UsageError("--warned says what --corrections FILE takes; add that.")
        job = cls(decisions=Decisions(**decided), mending=Mending(path, warned) if path else None, **options)
        if job.interactive and job.as_json:
            raise click.UsageError("--json leaves no room to ask; take --interactive or --json.")
        if job.interactive and job.roster.name == "<stdin>":
            raise click.UsageError("--interactive reads answers from standard input; give the roster as a file.")
        return job

    @property
    def saves_to(self) -> Path | None:
        """Where the mapping is saved; what was asked for at the terminal always is, beside the roster at least."""
        if self.save_mapping or not self.interactive:
            return self.save_mapping
        return self.resumes or Path(self.roster.name).with_suffix(".mapping.json")

    @property
    def resumes(self) -> Path | None:
        """The one saved mapping to which answers are added, where it is a file that can be written anew."""
        return self.mappings[0] if len(self.mappings) == 1 and self.mappings[0].is_file() else None

    def refuse_overwriting(self, *written: Path | None) -> None:
        """Nothing, where no output is written over what is read; only the saved mapping may go where one is."""
        names = [file.name for file in (self.roster, self.form, self.rules) if file]
        mended = [self.mending.path, self.mending.mapping_path] if self.mending else []
        refuse_overwriting([*names, self.clients], [*written, self.saves_to, self.choices_to_add, *mended])
        refuse_overwriting(list_stored(self.mappings), [*written, self.choices_to_add, *mended])
        if self.mending:
            self.mending.refuse_loss()


def _check_encoding(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    try:
        b"\n\0\n\0".decode(name or "utf-8")
    except UnicodeDecodeError:
        return name  # it exists; what the file makes of it is the reader's to say
    except (LookupError, UnicodeError):
        raise click.BadParameter(
            f"“{visible(name or '')}” is not an encoding. Known are utf-8, cp1252, cp1250 and many more."
        ) from None
    return name


def _check_delimiter(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    delimiter = "\t" if text in {"tab", "\\t"} else text
    if delimiter is not None and (len(delimiter) != 1 or delimiter in "\r\n\"'"):
        raise click.BadParameter("Give one character, such as ; or the word tab.")
    return delimiter


def _check_whole(_: click.Context, __: click.Parameter, typed: tuple[str, ...]) -> tuple[str, ...]:
    """Nothing in a file matches bytes that are no text, and no mapping can keep them."""
    for text in typed:
        try:
            text.encode()
        except UnicodeEncodeError:
            raise click.BadParameter(f"“{visible(text)}” is not UTF-8, as the shell hands it over.") from None
    return typed


def _many(name: str, key: str, shape: str, text: str) -> Callable[[F], F]:
    return click.option(
        name, key, multiple=True, metavar=f'"{shape}"', help=f"{text} Can be repeated.", callback=_check_whole
    )


def job_options(command: F) -> F:
    """The options of both, on a command that takes them as `Job` names them."""
    options = (
        click.argument("roster", type=click.File("rb")),
        form_option,
        click.option(
            "--clients",
            required=True,
            type=FILE,
            metavar="FILE.db",
            help="The client accounts, an SQLite file; made by the first import.",
        ),
        click.option(
            "--rules", type=click.File("rb"), metavar="FILE", help="The rules, a JSON file; see the rules command."
        ),
        _many("--map", "assigned", "HEADER=FIELD", "Send a column to a field."),
        _many("--ignore", "ignored", "HEADER", "Leave a column out."),
        _many("--translate", "translated", "QUESTION=VALUE=CHOICE", "Take a value of the file for a choice."),
        _many("--leave-out", "left_out", "QUESTION=VALUE", "Leave a value out without a warning."),
        _many("--constant", "constants", "QUESTION=VALUE", "Give every row this value."),
        _many("--default", "defaults", "QUESTION=VALUE", "Give new clients this value where their row has none."),
        click.option(
            "--mapping",
            "mappings",
            multiple=True,
            type=click.Path(path_type=Path, exists=True),
            metavar="FILE",
            help="Map as saved in this file; of several files, or of a folder of them, the one that fits best counts. "
            "Can be repeated.",
        ),
        click.option("--save-mapping", type=FILE, metavar="FILE", help="Save the mapping for the next file."),
        click.option("--interactive", is_flag=True, help="Ask about each open column and value, and save the answers."),
        click.option(
            "--choices-to-add",
            type=FILE,
            metavar="FILE",
            help="Write the values without a choice to this file, for the form's owner.",
        ),
        click.option(
            "--corrections", type=FILE, metavar="FILE", help="Write the rows that do not go in to this file, to mend."
        ),
        click.option("--warned", is_flag=True, help="With --corrections: rows that only carry a warning as well."),
        click.option(
            "--encoding", metavar="NAME", callback=_check_encoding, help="How the roster is encoded, such as cp1250."
        ),
        click.option(
            "--delimiter", metavar="CHARACTER", callback=_check_delimiter, help="What separates its cells; or: tab."
        ),
        click.option("--header-line", type=click.IntRange(1), metavar="LINE", help="The line of its column names."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output."),
        click.option("--all", "show_all", is_flag=True, help="List the changes of every row, not of the first ones."),
    )
    for add_option in reversed(options):
        command = add_option(command)
    return command


def plan_job(job: Job) -> tuple[Importer, Plan]:
    """Read, map and plan; show it all unless JSON is wanted."""
    names = [file.name for file in (job.roster, job.form, job.rules) if file]
    if names.count("<stdin>") > 1:
        raise click.UsageError("Only one of roster, form and rules can come from standard input.")
    job.refuse_overwriting()
    importer = Importer(
        form=load_form_file(job.form), clients=SqliteClients(job.clients), rules=load_rules_file(job.rules)
    )
    table = importer.read(job.roster, encoding=job.encoding, delimiter=job.delimiter, header_line=job.header_line)
    followed = follow_mapping_beside(table, job.roster.name, job.mappings)
    if followed != job.mappings:
        job = attrs.evolve(job, mappings=followed)
        job.refuse_overwriting()
    if job.interactive:
        _refuse_lost_answers(job)
    chosen = choose_mapping(importer, table, job.mappings, job.decisions, aside=job.as_json)
    _refuse_lost_mapping(job, chosen)
    keeper = Keeper(job.saves_to, chosen.to_save)
    with keeper.say_when_stopped():
        plan = _decide(importer, table, chosen, keeper, job)
        if job.choices_to_add:
            write([list_choices_to_add(plan)], job.choices_to_add)
        if not job.as_json:
            show.plan(console(), table, plan, name=job.roster.name, show_all=job.show_all)
    if job.saves_to and not job.as_json:
        reuse = option("--mapping", str(job.saves_to))
        say(console(), f"What was decided is in {job.saves_to}; for the next file of this kind add  {reuse}")
    return importer, plan


def _decide(importer: Importer, table: Table, chosen: Chosen, keeper: Keeper, job: Job) -> Plan:
    """The dry run under the mapping that was chosen, with what a person answers; what was decided is kept."""

    def make_plan(mapping: Mapping) -> Plan:
        try:
            with rules_of(job.rules):
                return importer.plan(table, mapping)
        except BadMapping as error:
            options = "".join(f"\n    {line}" for line in list_required(mapping))
            raise BadMapping(f"{locate_faults(error, mapping, chosen)}{options}", error.headers, error.faults) from None

    mapping = chosen.mapping
    if job.interactive:
        mapping = decide_at_terminal(importer, table, mapping, make_plan=make_plan, keep=keeper.keep)
    plan = make_plan(mapping)
    keeper.keep(mapping)
    return plan


def _refuse_lost_mapping(job: Job, chosen: Chosen) -> None:
    """Nothing, unless the mapping would be saved over another one than it began with."""
    if not job.saves_to or not job.saves_to.exists():
        return
    followed = chosen.document.path if chosen.document else None
    if followed and followed.samefile(job.saves_to):
        return
    if any(path.exists() and path.samefile(job.saves_to) for path in list_stored(job.mappings)):
        raise click.UsageError(
            f"The columns are mapped as in {followed}, so what stands in {job.saves_to} would be lost. Save to the "
            "former, or under another name."
        )


def _refuse_lost_answers(job: Job) -> None:
    """Nothing, where answers can be asked for and will be kept."""
    if not sys.stdin.isatty():
        stop("There is no terminal to ask at. Leave --interactive out, and decide with the other options.")
    if job.saves_to and job.saves_to.exists() and not job.save_mapping and not job.resumes:
        stop(
            f"{job.saves_to} is there already. Map as it says with --mapping {job.saves_to}, or name another file for "
            "the answers with --save-mapping."
        )
    if job.saves_to and not os.access(Path(os.path.realpath(job.saves_to)).parent, os.W_OK):
        stop(f"{job.saves_to} cannot be written. Name another file for the answers with --save-mapping.")
