"""`Job`: what one process does once, as a value that goes to it as JSON and comes back as a `Result`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import attrs

Outcome = dict[str, Any]
"""What must be the same for every system that does a piece of work."""


@attrs.frozen
class Job:
    """One run of one system.

    Attributes:
        system: Who does it.
        task: `read`, `plan`, `import`, `hash`, `start`.
        world: Which form the roster is for.
        roster: The file.
        form: The registration form, as a file.
        store: `sqlite`, `postgresql`, or empty where nothing is stored.
        place: The database's file or URL.
        rows: How many rows or passwords.
        cost: Of a hash.
        threads: How many of them hash.
    """

    system: str
    task: str
    world: str = "usual"
    roster: str = ""
    form: str = ""
    store: str = ""
    place: str = ""
    rows: int = 0
    cost: int = 4
    threads: int = 1


class Prepared(NamedTuple):
    """A job made ready: `work` is measured; `tell` says afterwards what came out, out of the measured time."""

    work: Callable[[], Any]
    tell: Callable[[Any], Outcome]


@attrs.frozen
class Result:
    """One run's figures.

    Attributes:
        seconds: Of the work itself: not of starting Python, importing modules, and opening a framework.
        cpu: The seconds for which this process, and those it started, had a core meanwhile; a database server's are
            not among them.
        peak: The most memory the process held, in megabytes, all that was left out of the seconds included.
        outcome: What came out.
    """

    seconds: float
    cpu: float
    peak: float
    outcome: Outcome


def count(created: int, updated: int, unchanged: int, rejected: int) -> Outcome:
    """The outcome of planning and of importing."""
    return {"created": created, "updated": updated, "unchanged": unchanged, "rejected": rejected}
