"""The import cannot go on: `ClientImportError` and its few children.

What is wrong with one row or one cell is no exception but a `client_import.problems.Problem`.
Where a caller can act on more than the message, the error carries it; every one survives pickling.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class ClientImportError(Exception):
    """Anything that stops an import. Catch this one to catch them all."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class Fault(NamedTuple):
    """One thing wrong in a value given as data: where (`questions[3].choices[1]`) and what."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class BadFile(ClientImportError, ValueError):
    """The file is no usable CSV; the message says what it is and what to do.

    Attributes:
        code: A `ProblemCode`, stable across releases, such as ``"file_is_xlsx"``.
        params: What the message was rendered from; never a cell of the file.
    """

    def __init__(self, message: str, code: str, params: Mapping[str, object]) -> None:
        super().__init__(message, code, params)
        self.code = code
        self.params = params


class BadForm(ClientImportError, ValueError):
    """A registration form that cannot be used.

    Attributes:
        faults: Everything that is wrong with it, each with its path.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(tuple(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "The registration form cannot be used:\n" + "\n".join(f"  {fault}" for fault in self.faults)


class BadDocument(ClientImportError, ValueError):
    """A saved value (a form, mapping, plan or report as JSON) that cannot be used.

    Attributes:
        kind: What was to be loaded.
        faults: Everything that is wrong with it, each with its path.
    """

    def __init__(self, kind: str, faults: Sequence[Fault]) -> None:
        super().__init__(kind, tuple(faults))
        self.kind = kind
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return f"The saved {self.kind} cannot be used:\n" + "\n".join(f"  {fault}" for fault in self.faults)


class BadMapping(ClientImportError, ValueError):
    """The columns cannot be imported as they are mapped.

    Attributes:
        headers: The headers found in the file, in its order.
        faults: Everything that is wrong, each with its path in the saved mapping (`columns.E-mail`).
    """

    def __init__(self, message: str, headers: Sequence[str], faults: Sequence[Fault] = ()) -> None:
        super().__init__(message, tuple(headers), tuple(faults))
        self.headers = tuple(headers)
        self.faults = tuple(faults)


class BadRules(ClientImportError, ValueError):
    """Rules that cannot be used, or not with this registration form.

    Attributes:
        faults: Everything that is wrong with them, each with its path.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(tuple(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "The rules cannot be used:\n" + "\n".join(f"  {fault}" for fault in self.faults)


class BadExport(ClientImportError, ValueError):
    """An export that cannot be written as it was asked for.

    Attributes:
        faults: Everything that is wrong with its options, each with its path.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(tuple(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "The export cannot be written so:\n" + "\n".join(f"  {fault}" for fault in self.faults)


class UnknownClients(ClientImportError, LookupError):
    """Addresses that no client has.

    Attributes:
        emails: As they were given.
    """

    def __init__(self, emails: Sequence[str]) -> None:
        super().__init__(tuple(emails))
        self.emails = tuple(emails)

    def __str__(self) -> str:
        return f"No client has the address {', '.join(f'“{email}”' for email in self.emails)}."


class MassChange(ClientImportError, RuntimeError):
    """So many stored clients would get another name that columns may be swapped. Nothing was written.

    Attributes:
        renamed: How many.
        known: How many of the clients in the file are stored.
    """

    def __init__(self, message: str, renamed: int, known: int) -> None:
        super().__init__(message, renamed, known)
        self.renamed = renamed
        self.known = known


class StalePlan(ClientImportError, RuntimeError):
    """What would be written is no longer what was reviewed. Nothing was written: plan again.

    Attributes:
        lines: The rows whose client changed; empty where the whole plan is another one.
    """

    def __init__(self, message: str, lines: Sequence[int] = ()) -> None:
        super().__init__(message, tuple(lines))
        self.lines = tuple(lines)


class StorageError(ClientImportError, RuntimeError):
    """The host's storage cannot be used as it stands; the message says what it lacks."""
