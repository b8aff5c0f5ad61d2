"""The commands `serve` and `demo`: the pages for one administrator on this machine."""

from __future__ import annotations

import logging
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from importlib.resources import as_file, files
from pathlib import Path
from typing import BinaryIO

import click

from client_import import Importer
from client_import.cli.files import FILE, load_form_file, load_rules_file
from client_import.cli.jobs import form_option
from client_import.cli.stopping import stop
from client_import.repositories.sqlite import SqliteClients

_NEEDED = frozenset({"jinja2", "python_multipart", "starlette", "uvicorn"})


@click.command()
@form_option
@click.option("--clients", required=True, type=FILE, metavar="FILE.db", help="The client accounts, an SQLite file.")
@click.option("--rules", type=click.File("rb"), metavar="FILE", help="The rules, a JSON file; see the rules command.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Any free one if absent.")
def serve(form: BinaryIO, clients: Path, rules: BinaryIO | None, port: int) -> None:
    """Show the pages in a browser of this machine: upload, field mapping, review, import.

    Nobody else can open them. Uploaded files are deleted when the command ends.
    """
    _serve(Importer(form=load_form_file(form), clients=SqliteClients(clients), rules=load_rules_file(rules)), port)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Any free one if absent.")
def demo(port: int) -> None:
    """Show the pages with an example: a registration form, a roster to upload, and clients that are gone at the end."""
    with tempfile.TemporaryDirectory(prefix="client-import-demo-") as name, _examples() as examples:
        roster = shutil.copy(examples / "roster.csv", name)
        with (examples / "registration-form.json").open("rb") as file:
            form = load_form_file(file)
        click.echo(f"A roster to upload: {roster}")
        _serve(Importer(form=form, clients=SqliteClients(Path(name) / "clients.db")), port)


def _examples() -> AbstractContextManager[Path]:
    return as_file(files("client_import.cli").joinpath("demo"))


def _serve(importer: Importer, port: int) -> None:
    """Until Ctrl-C; an import that is under way is waited for, unless Ctrl-C is pressed once more."""
    try:
        import uvicorn  # noqa: PLC0415 - only these commands need the extra

        from client_import.web import FolderUploads, create_app  # noqa: PLC0415
        from client_import.web.local import LocalAdministrator  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name not in _NEEDED:
            raise
        stop(f"The pages need {error.name}. Install it with:  pip install 'client_import[serve]'")
    logging.basicConfig(format="%(name)s: %(message)s")
    imports = _Imports()
    with tempfile.TemporaryDirectory(prefix="client-import-uploads-") as folder, _listen(port) as listener:
        administrator = LocalAdministrator(listener.getsockname()[1])
        app = create_app(
            importer=importer, authorize=administrator.authorize, uploads=FolderUploads(folder), start=imports.start
        )
        click.echo(f"Open this address; it works once:\n\n  {administrator.address}\n\nCtrl-C ends it.")
        config = uvicorn.Config(
            administrator.guard(app), access_log=False, log_level="warning", lifespan="off", server_header=False
        )
        with suppress(KeyboardInterrupt):  # how uvicorn passes Ctrl-C on, once it has ended
            uvicorn.Server(config).run(sockets=[listener])
        imports.wait()


def _listen(port: int) -> socket.socket:
    """A socket that only this machine reaches."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        stop(f"Port {port} cannot be used ({error.strerror}). Choose another with --port, or none.")
    return listener


class _Imports:
    """Those that were started, each in a thread that does not keep the process alive."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []

    def start(self, job: Callable[[], None], _: str) -> None:
        """Run it now."""
        thread = threading.Thread(target=job, daemon=True)
        self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Until all have ended, or Ctrl-C is pressed."""
        if any(thread.is_alive() for thread in self._threads):
            click.echo("An import is under way and is waited for. Ctrl-C breaks it off.", err=True)
        for thread in self._threads:
            thread.join()
