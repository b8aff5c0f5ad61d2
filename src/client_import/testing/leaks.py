"""Does a password show anywhere? `assert_no_secret` runs an import of yours and looks through all that came of it.

    def test_no_password_shows():
        importer = my_importer()
        run = every_step(importer, "tests/roster-with-canary-word-1.csv")
        assert_no_secret(["canary-word-1"], run, stored=[Path("clients.db")])

It needs no pytest.
"""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import attrs

from client_import import (
    ClientImportError,
    ClientRepository,
    ClientTransaction,
    Importer,
    PasswordAction,
    StorageError,
    corrections,
    sample_values,
)
from client_import.testing.looking import Looker

_PLACES_NAMED = 20


class Look(Protocol):
    """Takes whatever your pages show, your program saves or your storage holds, to be looked through."""

    def __call__(self, *shown: object) -> None:
        """Look at these now; the path of a file or folder stands for what is in it."""
        ...


Run: TypeAlias = Callable[[Look], object]
"""An import of yours. It hands to `look` what it shows and saves, and `look` itself to `apply` as its `progress`."""


def assert_no_secret(canaries: Sequence[str], run: Run, *, stored: Iterable[object] = ()) -> None:
    """Run an import and see that no password, and outside of the storage no hash, shows in anything.

    Looked through are: what the run hands to `look` and what it returns; everything that is logged meanwhile, at
    every level, with its arguments; standard output and standard error; and the exception in which the run ends, with
    message, notes, causes and every local of its frames. Let the roster come from a file: as a text or bytes it is
    itself such a local.

    Args:
        canaries: The passwords in the roster, each of a kind that stands nowhere by chance.
        run: The import.
        stored: What the storage holds, looked at after the run: paths of database files or their folders, functions
            that give values, such as the rows of a query, values, or repositories. A repository shows its clients and
            never the column with the hashes, so one alone proves little. Hashes belong there, and passwords do not.

    Raises:
        AssertionError: A secret shows; the message says where, without the secret. Or nothing is stored.
        ValueError: There is no canary, or one is shorter than six characters.
        Exception: That of the run, where nothing shows.
    """
    looker = Looker(canaries)
    error = _run(run, looker)
    empty = []
    for number, each in enumerate(stored, start=1):
        held = _read_stored(each)
        looker.look_at(held, f"storage {number}", stored=True)
        if not _holds_anything(held):
            empty.append(f"storage {number}")
    if looker.places:
        raise AssertionError(_name_places(looker.places))
    if error:
        raise error
    if empty:
        raise AssertionError(f"Nothing is in {', '.join(empty)}, so nothing could show. Hand in what the run fills.")


def _read_stored(stored: Any) -> object:  # noqa: ANN401 - whatever the host hands in
    if callable(stored):
        stored = stored()
    elif hasattr(stored, "all"):
        stored = stored.all()
    return list(stored) if isinstance(stored, Iterator) else stored


def _holds_anything(held: object) -> bool:
    if isinstance(held, Path):
        return any(file.is_file() and file.stat().st_size for file in (held, *held.rglob("*")))
    return held is not None and not (isinstance(held, Sized) and len(held) == 0)


def _name_places(places: Sequence[str]) -> str:
    count = "1 place" if len(places) == 1 else f"{len(places)} places"
    named = "\n".join(f"  {place}" for place in places[:_PLACES_NAMED])
    more = f"\n  … and {len(places) - _PLACES_NAMED} more" if len(places) > _PLACES_NAMED else ""
    return f"A secret shows in {count}:\n{named}{more}"


def every_step(importer: Importer, roster: str | Path) -> Run:
    """A run through all that an importer can show: dry runs, a storage that breaks, the import, files of either.

    Args:
        importer: As your program makes it.
        roster: A CSV file in which new clients have passwords.
    """

    def run(look: Look) -> None:
        table = importer.read(roster)
        mapping = importer.suggest_mapping(table)
        secret = [header for header, field in mapping.fields.items() if field.startswith("password")]
        for chosen in (*(mapping.ignore(header) for header in secret), mapping):
            look(table, chosen, sample_values(table, chosen, importer.form))
            plan = importer.plan(table, chosen)
            look(plan, plan.records, plan.counts, plan.passwords, corrections(plan, warned=True))
        if not plan.passwords[PasswordAction.SET]:
            raise AssertionError("The roster has no password that would be set, so nothing could show.")
        for method in ("create", "set_passwords"):
            broken = attrs.evolve(importer, clients=_BreakingClients(importer.clients, method))
            try:
                look(broken.apply(broken.plan(table, mapping), progress=look))
            except ClientImportError as error:
                look(error)
        report = importer.apply(importer.plan(table, mapping), progress=look)
        look(report, report.counts, report.passwords, corrections(report, warned=True))
        look(importer.export(), repr(importer))

    return run


class _BreakingClients:
    """A host's own repository, until one method of a transaction breaks and quotes what it was given."""

    def __init__(self, clients: ClientRepository, method: str) -> None:
        self._clients = clients
        self._method = method

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the repository has
        return getattr(self._clients, name)

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """The repository's own, with one method that breaks."""
        with self._clients.transaction() as inner:
            yield _BreakingTransaction(inner, self._method)


class _BreakingTransaction:
    def __init__(self, inner: ClientTransaction, method: str) -> None:
        self._inner = inner
        self._method = method

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the transaction has
        return self._fail if name == self._method else getattr(self._inner, name)

    def _fail(self, given: Sequence[object]) -> object:
        """An empty batch, as the import hands in beforehand, has nothing to quote."""
        if not given:
            return getattr(self._inner, self._method)(given)
        raise StorageError(f"cannot store {given!r}")


def _run(run: Run, looker: Looker) -> Exception | None:
    """The exception in which the run ends, after everything was looked at."""
    output = io.StringIO()
    raised = None

    def look(*shown: object) -> None:
        for each in shown:
            looker.look_at(each, type(each).__name__)

    with _listen(looker), contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            looker.look_at(run(look), "what the run returns")
        except Exception as error:  # noqa: BLE001 - it is raised again once nothing shows
            looker.look_at(error, "the end of the run")
            raised = error
    looker.look_at_text(output.getvalue(), "standard output or error")
    return raised


@contextmanager
def _listen(looker: Looker) -> Iterator[None]:
    """Look at every record of every logger, however quiet it is set, disabled, and whether or not it passes them on.

    One that the run makes or sets up itself is heard at the level that it gets there.
    """
    handler = _LookingHandler(looker)
    named = logging.root.manager.loggerDict.values()
    loggers = [logging.root, *(each for each in named if isinstance(each, logging.Logger))]
    before = {logger: (logger.level, logger.disabled) for logger in loggers}
    silenced, make = logging.root.manager.disable, logging.getLogRecordFactory()

    def make_heard(name: str, *about: Any, **more: Any) -> logging.LogRecord:  # noqa: ANN401 - as it comes
        record = make(name, *about, **more)
        handler.come_to(record)
        return record

    logging.disable(logging.NOTSET)
    for logger in loggers:
        logger.setLevel(1)
        logger.disabled = False
    logging.setLogRecordFactory(make_heard)
    try:
        yield
    finally:
        logging.setLogRecordFactory(make)
        handler.leave()
        for logger, (level, disabled) in before.items():
            logger.setLevel(level)
            logger.disabled = disabled
        logging.disable(silenced)


class _LookingHandler(logging.Handler):
    """Comes to a logger when that is about to log, since the run may make loggers, or cut them off, at any time."""

    def __init__(self, looker: Looker) -> None:
        super().__init__()
        self._looker = looker
        self._joined: list[logging.Logger] = []

    def come_to(self, record: logging.LogRecord) -> None:
        """Join the last logger that gets the record; look at it now where nobody but its own logger would."""
        loggers = logging.root.manager.loggerDict
        logger = logging.root if record.name == logging.root.name else loggers.get(record.name)
        if not isinstance(logger, logging.Logger):
            self.handle(record)
            return
        while logger.propagate and logger.parent is not None:
            logger = logger.parent
        if self not in logger.handlers:
            logger.addHandler(self)
            self._joined.append(logger)

    def leave(self) -> None:
        """Leave every logger."""
        for logger in self._joined:
            logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Look at the message, and at all that came with it."""
        place = f"log of {record.name} ({record.levelname})"
        self._looker.look_at_text(record.getMessage(), place)
        self._looker.look_at({**vars(record), "exc_info": (record.exc_info or (None, None))[1]}, place)
