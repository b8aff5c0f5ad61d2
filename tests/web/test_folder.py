"""`client_import.web.folder`: uploads on a disk that several processes share."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from client_import.web.folder import FolderUploads
from client_import.web.uploads import Part, Stage, clean_file_name, read_part

ROSTER = b"Email,Password\nada@example.edu,cnry-word-1\n"


class Hands:
    """A clock that a test sets."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def uploads(tmp_path: Path, hands: Hands) -> FolderUploads:
    return FolderUploads(tmp_path / "uploads", clock=hands)


def keep(uploads: FolderUploads, actor: str = "admin 7", name: str = "roster.csv") -> str:
    return uploads.keep(actor, name, io.BytesIO(ROSTER)).id


def test_an_upload_is_found_again_by_its_actor(uploads: FolderUploads, hands: Hands) -> None:
    """Its name, size and time are kept with it, and its content is what came."""
    upload = uploads.find(keep(uploads), "admin 7")
    assert upload
    assert (upload.file_name, upload.size, upload.uploaded.timestamp()) == ("roster.csv", len(ROSTER), hands.now)
    assert read_part(uploads, upload.id, Part.ROSTER) == ROSTER
    assert uploads.stage(upload.id) is Stage.OPEN


def test_an_upload_is_nobody_elses(uploads: FolderUploads) -> None:
    """Another actor is not told that it exists."""
    mine = keep(uploads)
    assert uploads.find(mine, "admin 8") is None
    assert [each.id for each in uploads.uploads_of("admin 7")] == [mine]
    assert list(uploads.uploads_of("admin 8")) == []


def test_only_the_owner_can_read_an_upload(uploads: FolderUploads, tmp_path: Path) -> None:
    """Folders can be entered, and files read, by their owner only."""
    upload = keep(uploads)
    uploads.write(upload, Part.MAPPING, [b"{}"])
    assert uploads.claim(upload)
    uploads.secret()
    modes = {path.relative_to(tmp_path): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert {mode for path, mode in modes.items() if (tmp_path / path).is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if (tmp_path / path).is_file()} == {0o600}


def test_a_folder_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    """It will hold passwords."""
    (tmp_path / "open").mkdir(mode=0o755)
    with pytest.raises(ValueError, match="0700"):
        FolderUploads(tmp_path / "open")


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    """A home, for one: its hidden folders, and those with names like an upload's, are nobody's to delete."""
    home = tmp_path / "home"
    for name in (".ssh", "d41d8cd98f00b204e9800998ecf8427e"):
        (home / name).mkdir(parents=True)
        os.utime(home / name, (0, 0))
    home.chmod(0o700)
    with pytest.raises(ValueError, match="name one for uploads alone"):
        FolderUploads(home)
    assert len(list(home.iterdir())) == 2


def test_hidden_folders_that_are_no_uploads_stay(uploads: FolderUploads, tmp_path: Path) -> None:
    """Such as the snapshots of a file system, in a folder that was for uploads before."""
    (tmp_path / "uploads" / ".snapshot" / "hourly").mkdir(parents=True)
    uploads.sweep()
    assert (tmp_path / "uploads" / ".snapshot" / "hourly").exists()


def test_a_link_is_no_folder_for_uploads(tmp_path: Path) -> None:
    """Whoever can turn it elsewhere would decide what is deleted."""
    FolderUploads(tmp_path / "uploads")
    (tmp_path / "link").symlink_to(tmp_path / "uploads")
    with pytest.raises(ValueError, match="is a link"):
        FolderUploads(tmp_path / "link")


def test_a_link_among_uploads_is_not_followed(uploads: FolderUploads, tmp_path: Path) -> None:
    """What it leads to is not deleted."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "about").write_text("precious")
    os.utime(tmp_path / "elsewhere", (0, 0))
    (tmp_path / "uploads" / ("l" * 32)).symlink_to(tmp_path / "elsewhere")
    uploads.sweep()
    assert (tmp_path / "elsewhere" / "about").read_text() == "precious"


def test_uploads_that_go_while_somebody_looks(tmp_path: Path) -> None:
    """Other processes keep and delete theirs at every moment; whoever lists or opens some meets no error."""
    stores = [FolderUploads(tmp_path / "uploads") for _ in range(4)]
    ids, broken, over = [keep(stores[0])], list[Exception](), threading.Event()

    def come_and_go(uploads: FolderUploads) -> None:
        for _ in range(150):
            ids.append(keep(uploads))
            uploads.forget(ids[-1])

    def look(uploads: FolderUploads) -> None:
        while not over.is_set():
            try:
                list(uploads.uploads_of("admin 7"))
                uploads.find(ids[-1], "admin 7")
            except OSError as error:
                broken.append(error)

    lookers = [threading.Thread(target=look, args=[uploads]) for uploads in stores[2:]]
    comers = [threading.Thread(target=come_and_go, args=[uploads]) for uploads in stores[:2]]
    for thread in lookers + comers:
        thread.start()
    for thread in comers:
        thread.join()
    over.set()
    for thread in lookers:
        thread.join()
    assert broken == []


@pytest.mark.parametrize("name", ["..", "../secret", "/etc/passwd", "x" * 33, "", "." * 32, "a" * 31 + "/", "a\n" * 16])
def test_what_is_no_id_is_never_a_path(uploads: FolderUploads, name: str) -> None:
    """Such an upload does not exist, and nothing is read or written there."""
    assert uploads.find(name, "admin 7") is None
    assert uploads.open(name, Part.ROSTER) is None
    assert not uploads.claim(name)
    assert uploads.stage(name) is Stage.BROKEN_OFF
    uploads.release(name)
    uploads.drop(name, Part.ROSTER)
    uploads.forget(name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("roster.csv", "roster.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\rosters\\autumn.csv", "autumn.csv"),
        ("a\x00b\r\n.csv", "ab.csv"),
        ("roster\u202evsc.exe", "rostervsc.exe"),
        ("", "roster.csv"),
        ("x" * 300, "x" * 120),
    ],
)
def test_file_names_are_shown_without_tricks(name: str, shown: str) -> None:
    """A name has no folders, no control characters, none that turn text around, and an end."""
    assert clean_file_name(name) == shown


def test_a_part_is_written_whole_or_not_at_all(uploads: FolderUploads, tmp_path: Path) -> None:
    """Where writing breaks off, the old part stands and nothing is left over."""

    def broken() -> object:
        yield b"half"
        raise OSError("disk full")

    upload = keep(uploads)
    uploads.write(upload, Part.MAPPING, [b"old"])
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OSError, match="disk full"):
        uploads.write(upload, Part.MAPPING, broken())  # type: ignore[arg-type]
    assert read_part(uploads, upload, Part.MAPPING) == b"old"
    assert sorted(tmp_path.rglob("*")) == before


def test_parts_of_an_upload_that_is_gone(uploads: FolderUploads) -> None:
    """Nothing is written for it, and nothing found."""
    upload = keep(uploads)
    uploads.drop(upload, Part.ROSTER, Part.MAPPING)
    assert uploads.open(upload, Part.ROSTER) is None
    uploads.forget(upload)
    assert read_part(uploads, upload, Part.ROSTER) is None
    with pytest.raises(LookupError, match="gone"):
        uploads.write(upload, Part.MAPPING, [b"{}"])


def test_an_upload_is_deleted_an_hour_after_it_was_used_last(
    uploads: FolderUploads, hands: Hands, tmp_path: Path
) -> None:
    """Finding it is a use of it; looking at the list is none."""
    upload, start = keep(uploads), hands.now
    hands.now = start + 3500
    assert uploads.find(upload, "admin 7")
    hands.now = start + 7000
    assert [each.id for each in uploads.uploads_of("admin 7")] == [upload]
    hands.now = start + 7200
    assert uploads.find(upload, "admin 7") is None
    assert list(uploads.uploads_of("admin 7")) == []
    uploads.sweep()
    assert not (tmp_path / "uploads" / upload).exists()


def test_what_expired_is_swept_at_start(uploads: FolderUploads, hands: Hands, tmp_path: Path) -> None:
    """So is what a dead process left half-made or half-deleted."""
    upload = keep(uploads)
    half = tmp_path / "uploads" / ("h" * 32)
    half.mkdir(mode=0o700)
    os.utime(half, (hands.now, hands.now))
    (tmp_path / "uploads" / f".{'g' * 32}").mkdir()
    FolderUploads(tmp_path / "uploads", clock=hands)
    assert {path.name for path in (tmp_path / "uploads").iterdir()} == {upload, "h" * 32, "secret"}
    hands.now += 3601
    FolderUploads(tmp_path / "uploads", clock=hands)
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == ["secret"]


def test_what_expired_is_swept_where_nobody_comes_any_more(tmp_path: Path, hands: Hands) -> None:
    """A timer does it, and goes on for as long as there is anything."""
    uploads = FolderUploads(tmp_path / "uploads", idle=0.01, clock=hands)
    keep(uploads)
    first = uploads._sweeper
    assert first
    first.join()
    second = uploads._sweeper
    assert second
    assert second is not first
    hands.now += 1
    second.join()
    while uploads._sweeper:  # an earlier one may have looked before the clock went on
        uploads._sweeper.join()
    assert list(uploads.uploads_of("admin 7")) == []
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == ["secret"]


def test_a_running_import_keeps_its_upload(uploads: FolderUploads, hands: Hands) -> None:
    """However long it takes."""
    upload = keep(uploads)
    assert uploads.claim(upload)
    assert uploads.stage(upload) is Stage.CLAIMED
    with uploads.running(upload):
        hands.now += 50 * 3600
        uploads.sweep()
        assert uploads.stage(upload) is Stage.RUNNING
        assert uploads.find(upload, "admin 7")
    assert uploads.stage(upload) is Stage.BROKEN_OFF


def test_an_import_that_left_passwords_keeps_its_roster_for_a_day(uploads: FolderUploads, hands: Hands) -> None:
    """Without a roster, its report is kept for an hour."""
    with_roster, without = keep(uploads), keep(uploads)
    for upload in (with_roster, without):
        uploads.write(upload, Part.REPORT, [b"{}"])
    uploads.drop(without, Part.ROSTER)
    hands.now += 23 * 3600
    assert [each.id for each in uploads.uploads_of("admin 7")] == [with_roster]
    hands.now += 2 * 3600
    assert list(uploads.uploads_of("admin 7")) == []


def test_a_finished_import_is_not_started_again(uploads: FolderUploads) -> None:
    """Not even where its claim was taken back."""
    upload = keep(uploads)
    assert uploads.claim(upload)
    uploads.write(upload, Part.REPORT, [b"{}"])
    uploads.release(upload)
    assert uploads.stage(upload) is Stage.FINISHED
    assert not uploads.claim(upload)


def test_a_claim_can_be_taken_back(uploads: FolderUploads) -> None:
    """So that an import that wrote nothing can be started once more."""
    upload = keep(uploads)
    assert uploads.claim(upload)
    assert not uploads.claim(upload)
    uploads.release(upload)
    assert uploads.stage(upload) is Stage.OPEN
    assert uploads.claim(upload)


CLAIMER = """
import sys
from client_import.web.folder import FolderUploads
uploads = FolderUploads(sys.argv[1], clock=lambda: 1_800_000_000.0)
print("ready", flush=True)
sys.stdin.readline()
print(uploads.claim(sys.argv[2]), uploads.secret().hex(), flush=True)
"""


def test_one_of_many_processes_gets_the_claim(uploads: FolderUploads, tmp_path: Path) -> None:
    """Eight processes that press at one moment start one import, and sign with one secret."""
    command = [sys.executable, "-c", CLAIMER, str(tmp_path / "uploads"), keep(uploads)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, **pipes) for _ in range(8)]  # type: ignore[call-overload]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate()[0].split() for process in processes]
    assert sorted(claimed for claimed, _ in answers) == ["False"] * 7 + ["True"]
    assert {secret for _, secret in answers} == {uploads.secret().hex()}


RUNNER = """
import sys
from client_import.web.folder import FolderUploads
uploads = FolderUploads(sys.argv[1], clock=lambda: 1_800_000_000.0)
assert uploads.claim(sys.argv[2])
with uploads.running(sys.argv[2]):
    print("running", flush=True)
    sys.stdin.readline()
"""


def test_an_import_whose_process_was_killed_is_seen_as_broken_off(uploads: FolderUploads, tmp_path: Path) -> None:
    """Another process sees it run, and sees that it is gone."""
    upload = keep(uploads)
    command = [sys.executable, "-c", RUNNER, str(tmp_path / "uploads"), upload]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "running\n"
        assert uploads.stage(upload) is Stage.RUNNING
        process.kill()
    assert uploads.stage(upload) is Stage.BROKEN_OFF


def test_one_of_many_threads_gets_the_claim(uploads: FolderUploads) -> None:
    """In one process too."""
    upload, claimed, start = keep(uploads), list[bool](), threading.Barrier(8)

    def press() -> None:
        start.wait()
        claimed.append(uploads.claim(upload))

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == [False] * 7 + [True]


def test_a_folder_that_vanishes_while_it_is_swept(tmp_path: Path) -> None:
    """Another process was quicker; sweeping goes on."""
    folder = tmp_path / "uploads"
    mine = keep(FolderUploads(folder, clock=Hands()))

    def look() -> float:
        shutil.rmtree(folder / mine, ignore_errors=True)
        return Hands.now

    FolderUploads(folder, clock=look)
    assert [path.name for path in folder.iterdir()] == ["secret"]
