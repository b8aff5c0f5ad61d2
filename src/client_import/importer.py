"""What a host calls: `Importer` strings the steps together and adds no rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from concurrent.futures import Executor
from time import perf_counter
from typing import Literal, TypeVar

import attrs

from client_import.applying import apply_plan
from client_import.chosen_clients import TellUnknown, find_chosen
from client_import.export import export_clients
from client_import.export_options import ExportOptions
from client_import.form import RegistrationForm
from client_import.journal import log_plan, log_report, log_table
from client_import.mapping.fitting import Fit, best_fit, fit_mapping
from client_import.mapping.mapping import Mapping
from client_import.mapping.suggesting import suggest_mapping
from client_import.occasion import Clock, utc_now
from client_import.password_batches import Progress, set_passwords
from client_import.plan import Plan
from client_import.planning import make_plan
from client_import.reading import Table, read_table
from client_import.reading.source import Source
from client_import.records.records import check_rows
from client_import.report import Report
from client_import.repository import ClientRepository
from client_import.rules import ImportRules
from client_import.undo import make_undo_plan, undo_keys

K = TypeVar("K")


@attrs.frozen(kw_only=True)
class Importer:
    """The way from a file to stored clients, for one registration form and one client storage.

    Attributes:
        form: The host's registration form.
        clients: The host's storage.
        rules: The host's choices.
        executor: Where passwords are hashed; threads on all cores if absent.
        clock: Says what time it is, for the report; the system's if absent.
    """

    form: RegistrationForm
    clients: ClientRepository
    rules: ImportRules = attrs.field(factory=ImportRules)
    executor: Executor | None = None
    clock: Clock = utc_now

    def read(
        self,
        source: Source,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        header_line: int | None = None,
        file_name: str | None = None,
    ) -> Table:
        """The table in a CSV file. How it is written is found out; who knows better says so.

        Args:
            source: A path, the bytes, or a file opened in binary mode.
            encoding: As Python names it, such as `cp1250`.
            delimiter: The character between cells.
            header_line: The physical line of the column names; what stands above it is not read.
            file_name: What the report calls the file, where the source has no name or not the user's.

        Raises:
            BadFile: It is no usable CSV; the message says what it is and what to do.
            OSError: It cannot be opened or read.
            TypeError: A file opened as text.
            ValueError: An unknown encoding, or a delimiter that cannot be one.
        """
        began = perf_counter()
        table = read_table(
            source,
            self.rules,
            encoding=encoding,
            delimiter=delimiter,
            header_line=header_line,
            file_name=file_name,
        )
        log_table(table, perf_counter() - began)
        return table

    def suggest_mapping(self, table: Table) -> Mapping:
        """The mapping that the headers make certain, and offers; correct it with `assign`, `ignore` and the others."""
        return suggest_mapping(table, self.form)

    def fit_mapping(self, table: Table, saved: Mapping) -> Fit:
        """A saved mapping for this file, with what is new in the file, gone from it, or gone from the form."""
        return fit_mapping(saved, table, self.form, clear_token=self.rules.clear_token)

    def best_fit(self, table: Table, saved: AnyMapping[K, Mapping]) -> tuple[K, Fit] | None:
        """Of several saved mappings, by name, the one that fits this file best; None where none does."""
        return best_fit(saved, table, self.form, clear_token=self.rules.clear_token)

    def plan(self, table: Table, mapping: Mapping | None = None) -> Plan:
        """The dry run: exactly what `apply` will do. Nothing is written.

        Args:
            table: What `read` gave.
            mapping: Which column goes where; the suggested one if absent.

        Raises:
            BadMapping: A required field has no column, or the mapping does not fit the file or the form.
            BadRules: The rules do not fit the form.
        """
        began = perf_counter()
        records = check_rows(table, mapping or self.suggest_mapping(table), self.form, self.rules)
        plan = make_plan(records, self.clients.find(records.keys), self.rules)
        log_plan(plan, perf_counter() - began)
        return plan

    def export(
        self,
        options: ExportOptions | None = None,
        *,
        only: Iterable[str] | None = None,
        tell_unknown: TellUnknown | None = None,
    ) -> Iterator[str]:
        """Stored clients as CSV text, piece by piece, however many there are. It holds no password.

        Importing it again puts overwritten values back; it takes nothing away, since empty cells keep what is stored.

        Args:
            options: How the file looks: the ids of all fields as headers, and commas, if absent.
            only: The e-mail addresses of the clients to export, in that order; every client if absent.
            tell_unknown: Called with each of those addresses that no client has.

        Raises:
            BadExport: The options name a field that cannot be exported.
            UnknownClients: While the text is taken: no client has an address, and nobody is told.
        """
        clients = self.clients.all() if only is None else find_chosen(only, self.clients, tell_unknown)
        return export_clients(clients, self.form, options or ExportOptions())

    def apply(
        self,
        plan: Plan,
        *,
        reviewed: str | None = None,
        allow_mass_change: bool = False,
        passwords: Literal["now", "later"] = "now",
        progress: Progress | None = None,
        actor: str | None = None,
    ) -> Report:
        """Write what the plan shows.

        Args:
            plan: What `plan` gave, in this process.
            reviewed: The `fingerprint` of the plan that a person has seen, when it is planned again later.
            allow_mass_change: Whether the plan may rename as many clients as it does, where that is a `mass_change`.
            passwords: "later" where the import is part of the host's own transaction; `set_passwords` follows
                the host's commit.
            progress: Called with steps done and steps in all.
            actor: Who imports, as the host names them, for the report.

        Raises:
            ValueError: `passwords` is another word.
            StalePlan: The plan is not the one reviewed, or a client changed and the rules say to stop.
                Nothing was written.
            MassChange: The plan renames so many clients that it must be allowed. Nothing was written.
            PasswordsRemain: The clients were stored, but not all passwords; it carries the report.
        """
        report = apply_plan(
            plan,
            self.clients,
            reviewed=reviewed,
            allow_mass_change=allow_mass_change,
            passwords=passwords,
            executor=self.executor,
            progress=progress,
            actor=actor,
            clock=self.clock,
        )
        log_report(report)
        return report

    def set_passwords(self, plan: Plan, report: Report, *, progress: Progress | None = None) -> Report:
        """Set the passwords that `apply(plan, passwords="later")` left; the report with what became of them.

        Raises:
            ValueError: The report is not that of the plan.
            PasswordsRemain: Storing them broke off; it carries the report.
        """
        done = set_passwords(plan, report, self.clients, executor=self.executor, progress=progress, clock=self.clock)
        log_report(done)
        return done

    def undo_plan(self, report: Report) -> Plan:
        """What takes an import back, to be shown and applied like any other plan. Nothing is written.

        Clients that it created are deleted, values that it changed get their old ones back; what was edited or used
        since stays, with a warning. Passwords that it replaced cannot be put back.

        Args:
            report: What `apply` gave, or `load_report`.
        """
        began = perf_counter()
        plan = make_undo_plan(report, self.clients.find(undo_keys(report)), self.rules)
        log_plan(plan, perf_counter() - began)
        return plan
