"""What a host calls."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

import client_import
from client_import import BadFile, BadMapping, Importer, ImportRules
from client_import.repositories.memory import MemoryClients
from rosters import FORM, QUICK, roster


def test_the_suggested_mapping_is_the_default(caplog: pytest.LogCaptureFixture) -> None:
    """Without a mapping the suggested one is used; the log counts and names nobody."""
    caplog.set_level(logging.DEBUG, logger="client_import")
    importer = Importer(form=FORM, clients=MemoryClients(), rules=QUICK)
    report = importer.apply(importer.plan(importer.read(roster("E-mail,First,Last\nada@example.edu,Ada,Lovelace\n"))))
    assert report.counts.created == 1
    assert "read 1 rows of 3 columns" in caplog.text
    assert "ada" not in caplog.text.lower()


def test_a_path_is_read(tmp_path: Path) -> None:
    """A path is as good as bytes."""
    path = tmp_path / "roster.csv"
    path.write_bytes(roster("E-mail,First,Last\nada@example.edu,Ada,Lovelace\n"))
    assert Importer(form=FORM, clients=MemoryClients()).read(path).header == ("E-mail", "First", "Last")


def test_the_limit_comes_from_the_rules() -> None:
    """A host can lower the size limit."""
    importer = Importer(form=FORM, clients=MemoryClients(), rules=ImportRules(max_bytes=10))
    with pytest.raises(BadFile, match="10 bytes"):
        importer.read(b"x" * 11)


def test_planning_without_a_required_column_stops() -> None:
    """A missing column is a BadMapping that lists the headers found."""
    importer = Importer(form=FORM, clients=MemoryClients())
    with pytest.raises(BadMapping, match=r"First Name.*“Name”"):
        importer.plan(importer.read(b"Email,Name,Surname\na@example.edu,A,B\n"))


def test_every_public_name_is_there() -> None:
    """`__all__` names what the package has, each once."""
    assert len(set(client_import.__all__)) == len(client_import.__all__)
    assert all(hasattr(client_import, name) for name in client_import.__all__)


def test_importing_the_package_imports_no_adapter_and_no_extra() -> None:
    """`import client_import` loads neither storage, command nor test kit, and no extra's package."""
    code = "import client_import, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    unwanted = {"repositories", "cli", "testing", "web"}
    assert not [name for name in loaded if name.startswith("client_import.") and name.split(".")[1] in unwanted]
    assert not {"click", "rich", "sqlite3", "starlette", "sqlalchemy", "django"} & set(loaded)
