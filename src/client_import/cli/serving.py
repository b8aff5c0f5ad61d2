"""The commands `serve` and `demo`: the pages for one administrator on this machine."""

from __future__ import annotations

import logging
import shutil
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from importlib.resources import as_file, files
from pathlib import Path
from typing import BinaryIO, Protocol

import click

from client_import import Importer, load_report
from client_import.cli.files import FILE, load_form_file, load_rules_file
from client_import.cli.jobs import form_option
from client_import.cli.saved_reports import Account, save_report
from client_import.cli.stopping import stop
from client_import.repositories.sqlite import SqliteClients

_FOLDER = click.Path(path_type=Path, file_okay=False)

_TEXTS = {"refused.not_authorized": "Open the address that the terminal shows. Each one works once."}

_BROKEN_OFF = (
    "The import was broken off. What was stored is whole: a client is stored with all that its row says, or not at "
    "all. Upload the file again to see what is left."
)

_NEEDED = frozenset({"jinja2", "python_multipart", "starlette", "uvicorn"})


@click.command()
@form_option
@click.option("--clients", required=True, type=FILE, metavar="FILE.db", help="The client accounts, an SQLite file.")
@click.option("--rules", type=click.File("rb"), metavar="FILE", help="The rules, a JSON file; see the rules command.")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Keep mappings for the next file here, not in a folder beside the clients.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Any free one if absent.")
def serve(form: BinaryIO, clients: Path, rules: BinaryIO | None, mapping: Path | None, port: int) -> None:
    """Show the pages in a browser of this machine: upload, field mapping, review, import.

    Nobody else can open them. Uploaded files are deleted when the command ends. The report of each import is saved in a
    folder beside the clients, and so is each mapping that is to be kept.
    """
    _require_extra()
    importer = Importer(form=load_form_file(form), clients=SqliteClients(clients), rules=load_rules_file(rules))
    _serve(importer, port, mappings=mapping or clients.with_name(f"{clients.stem}.mappings"), reports_beside=clients)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Any free one if absent.")
@click.option("--write", "folder", type=_FOLDER, metavar="FOLDER", help="Only write the form and the roster there.")
def demo(port: int, folder: Path | None) -> None:
    """Show the pages with an example: a registration form, a roster to upload, and clients that are gone at the end."""
    if folder:
        _write_examples(folder)
        return
    _require_extra()
    with tempfile.TemporaryDirectory(prefix="client-import-demo-") as name, _examples() as examples:
        roster = shutil.copy(examples / "roster.csv", name)
        with (examples / "registration-form.json").open("rb") as file:
            form = load_form_file(file)
        click.echo(f"A roster to upload: {roster}")
        importer = Importer(form=form, clients=SqliteClients(Path(name) / "clients.db"))
        _serve(importer, port, mappings=Path(name) / "mappings")


def _examples() -> AbstractContextManager[Path]:
    return as_file(files("client_import.cli").joinpath("demo"))


def _write_examples(folder: Path) -> None:
    """Copies to try the other commands on."""
    folder.mkdir(exist_ok=True)
    with _examples() as examples:
        copies = [(each, folder / each.name) for each in sorted(examples.iterdir())]
        for _, copy in copies:
            if copy.exists():
                raise click.UsageError(f"{copy} exists already. Choose another folder.")
        for example, copy in copies:
            shutil.copyfile(example, copy)
            click.echo(f"Written: {copy}")


def _require_extra() -> None:
    """Before anything is made or said: without the extra there are no pages."""
    try:
        for module in ("uvicorn", "client_import.web"):
            import_module(module)
    except ModuleNotFoundError as error:
        if error.name not in _NEEDED:
            raise
        stop(f"The pages need {error.name}. Install it with:  pip install 'client_import[serve]'")


def _serve(importer: Importer, port: int, *, mappings: Path, reports_beside: Path | None = None) -> None:
    """Until Ctrl-C; an import that is under way is waited for, unless Ctrl-C is pressed once more."""
    import uvicorn  # noqa: PLC0415 - only these commands need the extra

    from client_import.web import FolderMappings, FolderUploads, Look, Part, create_app  # noqa: PLC0415
    from client_import.web.local import LocalAdministrator  # noqa: PLC0415

    logging.basicConfig(format="%(name)s: %(message)s")
    with tempfile.TemporaryDirectory(prefix="client-import-uploads-") as folder, _listen(port) as listener:
        administrator = LocalAdministrator(listener.getsockname()[1], _tell_address)
        uploads = FolderUploads(folder)
        imports = _Imports(lambda upload: uploads.open(upload, Part.REPORT), reports_beside)
        app = create_app(
            importer=importer,
            authorize=administrator.authorize,
            uploads=uploads,
            mappings=FolderMappings(mappings),
            look=Look(texts=_TEXTS),
            start=imports.start,
        )
        config = uvicorn.Config(
            administrator.guard(app), access_log=False, log_level="warning", lifespan="off", server_header=False
        )
        server = uvicorn.Server(config)
        with suppress(KeyboardInterrupt), _ending(server):  # how uvicorn passes Ctrl-C on, once it has ended
            administrator.invite()
            server.run(sockets=[listener])
        imports.wait()


def _tell_address(address: str) -> None:
    click.echo(f"Open this address; it works once:\n\n  {address}\n\nCtrl-C ends it.")


@contextmanager
def _ending(server: _Server) -> Iterator[None]:
    """While it is entered, the server ends where it is told to, or where its terminal is closed.

    Else the uploaded files, which may hold passwords, would be left behind.
    """

    def end(*_: object) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before[signal.SIGTERM])
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # an import that is under way goes on to its end


def _listen(port: int) -> socket.socket:
    """A socket that only this machine reaches."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()  # so that the address works as soon as it is told
    except OSError as error:
        listener.close()
        stop(f"Port {port} cannot be used ({error.strerror}). Choose another with --port, or none.")
    return listener


class _Server(Protocol):
    """A server that can be told to end."""

    should_exit: bool


class _Imports:
    """Those that were started, each in a thread that does not keep the process alive.

    Args:
        open_report: Of an upload, once it is imported.
        reports_beside: The clients' file, beside which the reports are saved; None: they are not.
    """

    def __init__(self, open_report: Callable[[str], BinaryIO | None], reports_beside: Path | None) -> None:
        self._open_report = open_report
        self._beside = reports_beside
        self._threads: list[threading.Thread] = []

    def start(self, job: Callable[[], None], upload_id: str) -> None:
        """Run it now."""
        thread = threading.Thread(target=self._run, args=[job, upload_id], daemon=True)
        self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Until all have ended, or Ctrl-C is pressed."""
        try:
            if any(thread.is_alive() for thread in self._threads):
                click.echo("An import is under way and is waited for. Ctrl-C breaks it off.", err=True)
            for thread in self._threads:
                thread.join()
        except KeyboardInterrupt:
            stop(_BROKEN_OFF)

    def _run(self, job: Callable[[], None], upload_id: str) -> None:
        job()
        report = self._open_report(upload_id)
        if report and self._beside:
            with report:
                save_report(load_report(report.read()), self._beside, Account(None, None))
