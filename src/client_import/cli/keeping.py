"""What was decided, kept in a file for the next roster: after each answer, and losing nothing that was saved before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs
import click

from client_import import Mapping, dump_json
from client_import.cli.files import write
from client_import.cli.stopping import stop
from client_import.cli.terminal import option, visible


@attrs.define
class Keeper:
    """The file of what is decided, written anew whenever something is.

    Attributes:
        path: The file; None where nothing is to be kept.
        to_save: What of a mapping is written.
        kept: Whether it was written.
    """

    path: Path | None
    to_save: Callable[[Mapping], Mapping]
    kept: bool = False

    def keep(self, mapping: Mapping) -> None:
        """Write what was decided so far."""
        if self.path:
            write([dump_json(self.to_save(mapping))], self.path)
            self.kept = True

    @contextmanager
    def say_when_stopped(self) -> Iterator[None]:
        """Whatever ends the questions early, it is said where the answers are."""
        try:
            yield
        except (click.Abort, KeyboardInterrupt):
            if not self.kept:
                raise
            stop(f"Stopped. {self._say_where()}")
        except Exception:
            if self.kept:
                click.echo(visible(f"\n{self._say_where()}", keep_lines=True), err=True)
            raise

    def _say_where(self) -> str:
        return (
            f"What was decided so far is in {self.path}; nothing was imported.\n"
            f"To go on from there, add  {option('--mapping', str(self.path))}"
        )
