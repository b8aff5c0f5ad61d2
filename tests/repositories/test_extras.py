"""Where an extra is not installed, its adapter says how to install it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from client_import.repositories.extras import needing


@pytest.mark.parametrize("extra", ["sqlalchemy", "django"])
def test_a_missing_extra_is_named(extra: str) -> None:
    """Without its library an adapter cannot be imported, and the last line says what to type."""
    code = f"import sys; sys.modules['{extra}'] = None; import client_import.repositories.{extra}"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = finished.stderr.strip().splitlines()[-1]
    assert last == (
        f"ModuleNotFoundError: client_import.repositories.{extra} needs {extra}, which comes with its extra. "
        f"Install it with:  pip install 'client_import[{extra}]'"
    )
    assert "During handling" not in finished.stderr


def test_another_missing_module_is_its_own_matter() -> None:
    """What is missing for another reason, such as a driver of the host, keeps its own message."""
    with pytest.raises(ModuleNotFoundError, match="No module named 'a_driver'"), needing("django", extra="django"):
        import a_driver  # type: ignore[import-not-found] # noqa: F401, PLC0415


def test_what_is_needed_is_told_to_who_catches_it() -> None:
    """The error has the name of the missing module, as Python's own has."""
    with pytest.raises(ModuleNotFoundError, match=r"client_import\[extra\]") as raised, needing("a_driver", "extra"):
        import a_driver  # noqa: F401, PLC0415
    assert raised.value.name == "a_driver"
