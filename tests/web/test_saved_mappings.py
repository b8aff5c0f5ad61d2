"""`client_import.web.saved_mappings`: mappings as files of a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from client_import.web import FolderMappings
from client_import.web.saved_mappings import clean_name


@pytest.fixture
def mappings(tmp_path: Path) -> FolderMappings:
    return FolderMappings(tmp_path / "kept" / "mappings")


@pytest.mark.parametrize(
    "name",
    [
        "Registrar",
        "Früh & spät (neu)",
        "../../etc/passwd",
        "a.json",
        ".hidden",
        "50%2F",
        "履修者",
        "-_()",
        "x" * 60,
        "😀" * 60,
    ],
)
def test_a_mapping_is_found_by_its_name(tmp_path: Path, mappings: FolderMappings, name: str) -> None:
    """Whatever the name is, it is a file of this folder, and never a path."""
    mappings.save(name, "{}")
    assert mappings.load_all() == {name: b"{}"}
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert path.parent == tmp_path / "kept" / "mappings"
    mappings.delete(name)
    assert mappings.load_all() == {}


def test_the_newest_comes_first(tmp_path: Path, mappings: FolderMappings) -> None:
    """It is what the next file most likely needs; one that is saved anew takes the place of the old one."""
    for place, name in enumerate(["a", "b", "c"]):
        mappings.save(name, name)
        os.utime(tmp_path / "kept" / "mappings" / f"{name}.json", (place, place))
    mappings.save("a", "new")
    assert list(mappings.load_all().items()) == [("a", b"new"), ("c", b"c"), ("b", b"b")]


def test_a_file_that_somebody_named_by_hand(tmp_path: Path, mappings: FolderMappings) -> None:
    """It has the name that it has."""
    mappings.delete("nothing yet")
    (tmp_path / "kept" / "mappings").mkdir(parents=True)
    (tmp_path / "kept" / "mappings" / "100% sure.json").write_text("{}")
    assert list(mappings.load_all()) == ["100% sure"]


def test_what_cannot_be_read_is_passed_over(tmp_path: Path, mappings: FolderMappings) -> None:
    """A folder with such a name, or a file that somebody has just deleted, hides none of the others."""
    mappings.save("Banner", "{}")
    (tmp_path / "kept" / "mappings" / "old.json").mkdir()
    (tmp_path / "kept" / "mappings" / "gone.json").symlink_to(tmp_path / "nowhere")
    assert mappings.load_all() == {"Banner": b"{}"}


def test_a_name_that_is_no_text_is_passed_over(tmp_path: Path, mappings: FolderMappings) -> None:
    """No page could show it, nor could anybody ask for it."""
    mappings.save("Banner", "{}")
    Path(os.fsdecode(os.fsencode(tmp_path / "kept" / "mappings") + b"/\xff.json")).write_text("{}")
    assert mappings.load_all() == {"Banner": b"{}"}


def test_only_its_owner_reads_a_mapping(tmp_path: Path, mappings: FolderMappings) -> None:
    """It holds values of the file."""
    mappings.save("a", "{}")
    assert (tmp_path / "kept" / "mappings" / "a.json").stat().st_mode & 0o777 == 0o600


def test_deleting_what_is_not_there(mappings: FolderMappings) -> None:
    """Nothing happens."""
    mappings.delete("a")
    assert mappings.load_all() == {}


@pytest.mark.parametrize(
    ("name", "kept"), [("  a \n b\t", "a b"), ("\x00\u202e", ""), ("x" * 61, "x" * 60), ("e\u0301", "é")]
)
def test_a_name_is_kept_as_it_can_be_shown(name: str, kept: str) -> None:
    """On one line, composed, and not too long."""
    assert clean_name(name) == kept
