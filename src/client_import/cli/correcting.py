"""The file of rows to mend, and the mapping beside it by which it is imported as the first file was."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import attrs
import click

from client_import import Plan, Report, Table, corrections, dump_json
from client_import.cli.files import write
from client_import.cli.stopping import SOME_DID_NOT, stop
from client_import.cli.terminal import console, count, say


@attrs.frozen
class Mending:
    """Where the rows to mend go.

    Attributes:
        path: The file.
        warned: Whether it takes rows that only carry a warning as well.
    """

    path: Path
    warned: bool

    @property
    def mapping_path(self) -> Path:
        """The file beside it that says where the columns go."""
        return mapping_beside(self.path)

    def refuse_loss(self) -> None:
        """Nothing, where both files can be written and no mapping is lost that is another file's."""
        if not self.path.parent.is_dir():
            raise click.UsageError(f"{self.path} cannot be written: there is no folder {self.path.parent}.")
        if self.mapping_path.exists() and not self.path.exists():
            raise click.UsageError(
                f"The mapping of {self.path} would be written over {self.mapping_path}, which is there already. "
                "Choose another name."
            )

    def write(self, source: Plan | Report, *, aside: bool) -> None:
        """Write the rows and the mapping, and say what to do with them.

        Args:
            source: Whose rows they are.
            aside: Whether standard output is for a program.
        """
        pieces = corrections(source, warned=self.warned)
        header = next(pieces, None)
        if header is None:
            left = f" What stands in {self.path} is of another time." if self.path.exists() else ""
            say(console(aside=aside), f"There is no row to mend, so {self.path} was not written.{left}")
            return
        mapping = source.mapping if isinstance(source, Report) else source.records.mapping
        write(itertools.chain([header], pieces), self.path)
        write([dump_json(mapping)], self.mapping_path)
        say(
            console(aside=aside),
            f"Rows to mend are in {self.path}. Mend them there, and import that file with the same options; its "
            f"columns go where {self.mapping_path} says.",
        )

    def write_done(self, report: Report, *, aside: bool) -> None:
        """Likewise after an import, which is done even where this fails."""
        try:
            self.write(report, aside=aside)
        except OSError as error:
            done = f"{count(report.counts.created, 'client')} created, {report.counts.updated} updated"
            stop(
                f"The import is done ({done}), but {self.path} could not be written: {error.strerror or error}.",
                SOME_DID_NOT,
            )


def mapping_beside(path: Path) -> Path:
    """Where the mapping of a file of corrections stands."""
    return path.with_suffix(".mapping.json")


def follow_mapping_beside(table: Table, roster: str, named: Sequence[Path]) -> tuple[Path, ...]:
    """The saved mappings to follow: those that are named, else the one beside a file of corrections."""
    if named or not table.is_corrections:
        return tuple(named)
    beside = mapping_beside(Path(roster))
    if beside.is_file():
        return (beside,)
    say(
        console(aside=True),
        f"{roster} is a file of corrections, and {beside} is not there: its columns go where their names say, which "
        "may differ from the first import. If you have that mapping, name it with --mapping.",
    )
    return ()
