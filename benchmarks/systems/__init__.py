"""The systems that are measured, each in a module that is loaded in its own process only.

Every one is a function from a `Job` to what is `Prepared`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from benchmarks.jobs import Job, Prepared

_PLACES = {
    "floor": ("floor", "prepare"),
    "floor for any form": ("any_form", "prepare"),
    "ours": ("ours", "prepare"),
    "ours + suggestions": ("ours", "prepare_suggestions"),
    "ours by Django": ("django_ours", "prepare"),
    "polars": ("polars_script", "prepare"),
    "pandas": ("pandas_script", "prepare"),
    "import-export": ("import_export", "prepare_documented"),
    "import-export bulk": ("import_export", "prepare_bulk"),
    "import-export upsert": ("import_export", "prepare_upsert"),
    "threads": ("hashing", "prepare_bare"),
    "python": ("starting", "prepare"),
    "import client_import": ("starting", "prepare"),
    "client-import preview": ("starting", "prepare"),
}
SYSTEMS = tuple(_PLACES)


def find_system(name: str) -> Callable[[Job], Prepared]:
    """The function that makes a job ready for this system."""
    module, function = _PLACES[name]
    found: Callable[[Job], Prepared] = getattr(import_module(f"benchmarks.systems.{module}"), function)
    return found
