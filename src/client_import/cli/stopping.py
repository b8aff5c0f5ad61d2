"""How the command ends early: one message on standard error, and a status."""

from __future__ import annotations

import io
import signal
import sys
from typing import Any, NoReturn

import click

from client_import import BadMapping, ClientImportError
from client_import.cli.terminal import visible

ALL_WENT_IN, SOME_DID_NOT, NOTHING_DONE = 0, 1, 2

EPILOG = (
    "Exit status: 0 when every row went in, 1 when some rows were rejected or conflicted, a preview waits to be "
    "allowed, or the report could not be saved, 2 when nothing was done (a bad file, form, rules, mapping, report or "
    "usage, or an import that waits)."
)

ALLOWING = "If the names are right, run apply with --allow-mass-change."

_MENDING = (
    'Map a column with --map "HEADER=FIELD", or leave it out with --ignore "HEADER"; '
    "values are decided with --translate, --leave-out, --constant and --default."
)


class Commands(click.Group):
    """Turns everything that stops an import into one message and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command that was asked for."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a terminal without UTF-8 shows what it can
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it ends as by Ctrl-C
        try:
            return super().invoke(ctx)
        except BadMapping as error:
            stop(f"{error}\n{_MENDING}")
        except ClientImportError as error:
            stop(str(error))
        except BrokenPipeError:
            raise  # click ends quietly when nobody reads on
        except OSError as error:
            stop(f"{error.filename or 'The file'}: {error.strerror or error}.")
        except (click.Abort, KeyboardInterrupt):
            stop("Stopped. Nothing was written.")


def stop(message: str, status: int = NOTHING_DONE) -> NoReturn:
    """Say why, and end."""
    click.echo(f"Error: {visible(message, keep_lines=True)}", err=True)
    sys.exit(status)
