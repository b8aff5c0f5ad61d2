"""The way through the pages, as a person without JavaScript goes it."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pytest

from browsing import ACTOR, WHOLE, Browser, Host
from client_import import Client, Conflicts, dump_json, load_mapping, load_report
from client_import.repositories.memory import MemoryClients
from client_import.testing import FaultyRepository
from client_import.web import FolderUploads, Look, Part, Stage
from client_import.web.german import GERMAN_PAGES
from client_import.web.jobs import run_in_thread
from client_import.web.uploads import read_part

WITH_PASSWORDS = (
    "Email,First Name,Last Name,Password\nada@example.edu,Ada,Lovelace,cnry-word-1\nbob@example.edu,Bob,Bee,\n"
)


@pytest.fixture
def host() -> Host:
    return Host()


def review(host: Host, content: str = WHOLE) -> Browser:
    return host.browser().upload(content).press("Continue")


def rename(host: Host, email: str, first_name: str) -> None:
    """The platform changes a client behind the pages' back."""
    changed = [
        attrs.evolve(each, first_name=first_name) if each.email == email else each for each in host.clients.all()
    ]
    host.clients = MemoryClients(changed)


def test_the_whole_way(host: Host) -> None:
    """Upload, remap a column, translate an answer, review, import: the client is in the export."""
    browser = host.browser().upload(WHOLE)
    assert browser.path.endswith("/mapping")
    browser.press("Continue", column_4="=sid")
    assert browser.counts == {"new": 2, "updated": 0, "unchanged": 0, "rejected": 0}
    assert "“Bio” is not one of the choices of “Major”" in browser.text
    browser.press("Apply", answer_1="=Biology")
    assert "“Bio” is not one" not in browser.text
    assert "“Bio” (Major) means “Biology”" in browser.text
    browser.press("Import 2 clients (2 new, 0 updated)")
    assert browser.path.endswith("/result")
    assert browser.counts == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 0, "conflicted": 0}
    backup = browser.open("/").follow("Download the backup (CSV)").response
    assert backup.text.splitlines()[1:] == [
        "ada@example.edu,Ada,Lovelace,L1,Biology,",
        "bob@example.edu,Bob,Bee,L2,Biology,",
    ]
    assert backup.headers["content-disposition"] == 'attachment; filename="clients-backup.csv"'


def test_the_template_holds_the_questions(host: Host) -> None:
    """By their names, as a person reads them; once it has rows it can be uploaded, and every column finds its field."""
    browser = host.browser().follow("Download the template (CSV)")
    response = browser.response
    assert response.content.decode() == (
        "\ufeffEmail (email),First Name (first_name),Last Name (last_name),"
        "Student ID (sid),Major (major),Help with (help)\r\n"
    )
    assert response.headers["content-disposition"] == 'attachment; filename="roster-template.csv"'
    browser.upload(response.content + b"ada@example.edu,Ada,Lovelace,0042,History,CVs\r\n").press("Continue")
    assert "not imported" not in browser.text
    assert browser.counts["new"] == 1


def test_the_limit_is_said_beforehand(host: Host) -> None:
    """In megabytes, or in bytes where it is small."""
    assert "Up to 5 MB." in host.browser().text
    host.rules = attrs.evolve(host.rules, max_bytes=2000)
    assert "Up to 2,000 bytes." in host.browser().text


def test_numbers_are_written_as_the_language_does(host: Host) -> None:
    """Everywhere on the way, in counts as in sentences."""
    roster = "Email,First Name,Last Name\n" + "".join(f"c{number}@example.edu,A,B\n" for number in range(1200))
    browser = host.browser(look=Look(texts={"thousands": GERMAN_PAGES["thousands"]}))
    browser.upload(roster.encode())
    assert "1.200 rows" in browser.text
    for button in ("Continue", "Import"):
        browser.press(button)
        assert "1.200" in browser.text
        assert "1,200" not in browser.text


def test_a_file_that_is_no_roster_is_explained_and_deleted(host: Host) -> None:
    """A workbook, for one, is named, with what to do; nothing of it is kept."""
    browser = host.browser().upload(b"PK\x03\x04" + b"xl/workbook.xml" * 9, "roster.xlsx")
    assert browser.response.status_code == 422
    assert "The file cannot be used" in browser.text
    assert "CSV" in browser.text
    assert re.findall(r'id="(\w+)"[^>]* aria-invalid', browser.response.text) == ["file"]
    assert list(host.uploads.uploads_of(ACTOR)) == []


def test_no_file(host: Host) -> None:
    """Whoever presses Upload without a file is told so."""
    browser = host.browser()
    assert "No file was chosen" in browser.press("Upload").text
    assert "No file was chosen" in browser.upload("", "").text


def test_uploads_under_way_are_listed_and_led_back_to(host: Host) -> None:
    """Whoever closed the page finds their upload again where it is."""
    host.at_once = False
    browser = host.browser().upload(WHOLE)
    assert "not imported" in browser.open("/").text
    assert browser.follow("Open roster.csv").path.endswith("/mapping")
    browser.press("Continue").press("Import")
    assert "waiting to be imported" in browser.open("/").text
    assert "waits for its turn" in browser.follow("Open roster.csv").text
    host.run_waiting()
    assert "imported" in browser.open("/").text
    assert browser.follow("Open roster.csv").path.endswith("/result")


def test_an_upload_can_be_deleted(host: Host) -> None:
    """Nothing of it is left."""
    browser = host.browser().upload(WHOLE).press("Delete")
    assert browser.path == "/"
    assert "Open roster.csv" not in browser.page.links
    assert list(host.uploads.uploads_of(ACTOR)) == []


def test_mapping_shows_samples_reasons_and_what_is_missing(host: Host) -> None:
    """Each column stands beside its field; what leaves doubt is offered, and required fields are ticked off."""
    browser = host.browser().upload("Mail address,Name,Last Name,Maj\nada@example.edu,Ada,Lovelace,History\n")
    form = browser.form("Continue")
    assert form.fields["column-2"] == "=last_name"
    assert form.options["column-0"][:3] == ["", "-", "=email"]
    assert "ada@example.edu" in browser.text
    assert "First Name: has no column yet" in browser.text
    assert "Last Name: has a column" in browser.text
    assert "Please decide: it may be a field" in browser.text
    assert "Called as the field is" in browser.text


def test_mapping_that_cannot_be_imported_is_explained(host: Host) -> None:
    """What is missing or doubled is said, beside the column it is about; what was chosen stands there still."""
    browser = host.browser().upload(WHOLE).press("Continue", column_1="-", column_4="=major")
    assert browser.path.endswith("/mapping")
    assert "This cannot be imported yet" in browser.text
    assert "No column is mapped to First Name" in browser.text
    assert browser.text.count("“Locker” and “Major” are mapped to the same field, Major") == 2
    chosen = browser.form("Continue").fields
    assert (chosen["column-1"], chosen["column-4"]) == ("-", "=major")
    assert "As you chose" in browser.text
    assert browser.press("Continue", column_1="=first_name", column_4="").path.endswith("/review")


def test_what_the_platform_keeps_itself_is_left_out(host: Host) -> None:
    """A column of bookkeeping is proposed to nobody."""
    browser = host.browser().upload("Email,First Name,Last Name,Last Login\na@example.edu,A,B,today\n")
    assert browser.form("Continue").fields["column-3"] == "-"
    assert "Kept by the platform itself" in browser.text


def test_a_password_column_is_masked_once_it_is_one(host: Host) -> None:
    """Also where its header says nothing and the administrator maps it only now."""
    browser = host.browser().upload("Email,First Name,Last Name,Secret word\na@example.edu,A,B,cnry-word-1\n")
    browser.press("Continue", column_3="=password")
    assert browser.path.endswith("/review")
    browser.follow("Change the field mapping")
    assert "cnry-word-1" not in browser.response.text
    assert "••••••" in browser.text


def test_review_needs_a_mapping(host: Host) -> None:
    """Whoever goes there before is led to the mapping."""
    browser = host.browser().upload(WHOLE)
    assert browser.open(f"/uploads/{browser.upload_id}/review").path.endswith("/mapping")


def test_columns_that_are_not_imported_are_named(host: Host) -> None:
    """In the review, where it can still be changed."""
    browser = review(host)
    assert "1 column is not imported: Locker." in browser.text
    assert browser.follow("Change the field mapping").path.endswith("/mapping")


def test_review_shows_errors_first_then_warnings_then_changes(host: Host) -> None:
    """Each with its line; an update shows the old value and the new one."""
    host.clients = MemoryClients([Client(1, "bob@example.edu", "Rob", "Bee")])
    browser = review(host, WHOLE + "nobody,No,Body,History,\ncara@example.edu,Cara,Cat,History,\n")
    lines = re.findall(r'<span class="quiet">Line (\d+)</span>', browser.response.text)
    assert lines == ["4", "3", "2", "5"]
    assert "<del>Rob</del>" in browser.response.text
    assert "<ins>Bob</ins>" in browser.response.text
    assert browser.counts == {"new": 2, "updated": 1, "unchanged": 0, "rejected": 1}
    assert "1 row is rejected and will not be imported." in browser.text


def test_review_can_be_filtered_and_searched(host: Host) -> None:
    """Filters have links of their own, a search its form, and both go together."""
    browser = review(host, WHOLE + "nobody,No,Body,History,\n")
    browser.follow("Errors (1)")
    assert ("nobody" in browser.text, "ada@example.edu" in browser.text) == (True, False)
    browser.follow("All (3)").press("Find", find="LOVELACE")
    assert ("nobody" in browser.text, "ada@example.edu" in browser.text) == (False, True)
    browser.follow("Errors (1)")
    assert "No rows." in browser.text
    browser.follow("Show all again")
    assert "nobody" in browser.text
    assert "ada@example.edu" in browser.open(f"{browser.path}?show=nonsense&page=99999999999").text


def test_review_is_paged(host: Host) -> None:
    """A hundred rows stand on a page, however many there are."""
    rows = "".join(f"c{number}@example.edu,C,D\n" for number in range(1010))
    browser = review(host, "Email,First Name,Last Name\n" + rows)
    assert "Page 1 of 11" in browser.text
    assert browser.response.text.count('<li class="row create">') == 100
    assert "Page 2 of 11" in browser.follow("Next").text
    assert "c100@example.edu" in browser.text
    assert browser.follow("Last").response.text.count('<li class="row create">') == 10
    assert "Page 10 of 11" in browser.follow("Previous").text
    assert "Page 1 of 11" in browser.follow("First").text
    browser.press("Find", find="example.edu")
    assert "Only the first 500 rows with that are listed." in browser.text
    assert "Page 1 of 5" in browser.text


def test_answers_can_be_left_out_and_taken_back(host: Host) -> None:
    """What is undecided stays a warning; a decision can be undone."""
    browser = review(host)
    assert "“Bio” is not one" in browser.press("Apply").text
    browser.press("Apply", answer_1="-")
    assert "“Bio” (Major) is left out" in browser.text
    assert "“Bio” is not one" not in browser.text
    browser.press("Apply", drop_d1="yes")
    assert "“Bio” is not one" in browser.text


def test_answers_to_unknown_questions_are_passed_over(host: Host) -> None:
    """A forged field decides nothing."""
    browser = review(host)
    browser.press("Apply", answer_9="=Biology", question_9="nonsense", value_9="x")
    assert browser.path.endswith("/review")
    assert "nonsense" not in browser.text


def test_undecided_values_under_rules_that_reject_them(host: Host) -> None:
    """The page says that their rows stay out."""
    host.rules = attrs.evolve(host.rules, unmatched_answers="reject")
    assert "keeps its rows out of the import" in review(host).text


def test_problems_of_the_file_are_told(host: Host) -> None:
    """Such as titles above the header."""
    browser = review(host, "Autumn roster\n\n" + WHOLE)
    assert "About the file" in browser.text
    assert "Line 1:" in browser.text


def test_a_file_with_only_errors_leaves_nothing_to_import(host: Host) -> None:
    """There is no button then."""
    browser = review(host, "Email,First Name,Last Name\nnobody,No,Body\n,X,Y\n")
    assert browser.counts["rejected"] == 2
    assert "There is nothing to import" in browser.text
    assert not any(button.startswith("Import") for button in browser.buttons)


def test_names_that_change_in_great_number_must_be_allowed(host: Host) -> None:
    """Without the tick nothing is imported, and the page says why."""
    host.rules = attrs.evolve(host.rules, mass_change_minimum=1, mass_change_share=0.0)
    host.clients = MemoryClients([Client(1, "ada@example.edu", "Lovelace", "Ada")])
    browser = review(host)
    assert "Very many names would change." in browser.text
    browser.press("Import")
    assert browser.path.endswith("/review")
    assert "The import broke off" in browser.text
    browser.press("Import", allow="yes")
    assert browser.counts["updated"] == 1


def test_a_stale_review_is_shown_again_with_what_changed(host: Host) -> None:
    """Nothing is written until the person has seen the new one."""
    host.clients = MemoryClients([Client(1, "ada@example.edu", "Augusta", "Lovelace")])
    browser = review(host)
    rename(host, "ada@example.edu", first_name="Ada")
    browser.press("Import")
    assert browser.path.endswith("/review")
    assert "1 row would do something else than what you saw." in browser.text
    assert [client.email for client in host.clients.all()] == ["ada@example.edu"]
    browser.follow("Show the changed rows")
    assert "bob@example.edu" not in browser.text
    assert "ada@example.edu" in browser.text
    browser.press("Import")
    assert browser.counts == {"created": 1, "updated": 1, "unchanged": 0, "rejected": 0, "conflicted": 0}


def test_a_review_that_went_stale_unseen(host: Host) -> None:
    """Where no row differs, the page says so."""
    browser = review(host)
    host.rules = attrs.evolve(host.rules, max_rows=1000)
    browser.press("Import")
    assert "What has changed since you looked is not in the rows" in browser.text
    browser.press("Check again")
    assert "has changed" not in browser.text


def test_another_tab_that_changed_the_mapping_makes_a_review_stale(host: Host) -> None:
    """The button of the old one leads to the new one."""
    browser = review(host)
    old = browser.form("Import")
    browser.press("Apply", answer_1="=Biology")
    for reviewed in (old.fields["reviewed"], ""):
        response = browser.client.post(old.action, data=old.fields | {"reviewed": reviewed})
        assert response.url.path.endswith("/review")
    assert list(host.clients.all()) == []
    browser.follow("Change the field mapping").form("Continue")
    browser.client.post(browser.form("Continue").action, data=browser.form("Continue").fields, follow_redirects=False)
    assert browser.client.post(old.action, data=old.fields).url.path.endswith("/review")


def test_pressing_twice_imports_once(host: Host) -> None:
    """The second press shows how far it is."""
    host.at_once = False
    browser = review(host)
    form = browser.form("Import")
    for _ in range(2):
        response = browser.client.post(form.action, data=form.fields)
        assert response.url.path.endswith("/import")
    assert len(host.waiting) == 1
    host.run_waiting()
    assert browser.client.post(form.action, data=form.fields).url.path.endswith("/result")
    assert host.waiting == []


def test_a_press_that_lost_the_claim_starts_nothing(host: Host) -> None:
    """Another process was quicker, between the look and the claim."""
    browser = review(host)
    form, upload = browser.form("Import"), browser.upload_id

    class Quicker(type(host.uploads)):  # type: ignore[misc]
        def claim(self, upload_id: str) -> bool:
            assert super().claim(upload_id)
            return bool(super().claim(upload_id))

    other = host.browser(uploads=Quicker(host.folder))
    assert other.client.post(form.action, data=form.fields).url.path.endswith("/import")
    assert host.waiting == []
    assert host.uploads.stage(upload) is Stage.CLAIMED


def test_two_administrators_import_at_once(host: Host) -> None:
    """Both imports run; a client that one of them created first is left to the other as a conflict."""
    host.at_once = False
    mine = review(host).press("Import")
    host.actor = "admin 8"
    theirs = review(host, WHOLE.replace("Ada,Lovelace", "Ada,King")).press("Import")
    host.run_waiting()
    theirs.open(theirs.path)
    assert "would do something else" in theirs.text
    host.actor = ACTOR
    assert mine.open(mine.path).counts["created"] == 2
    assert {client.last_name for client in host.clients.all()} == {"Lovelace", "Bee"}


def test_clients_that_appear_while_it_is_written_are_reported(host: Host) -> None:
    """They are left as they are, and named."""

    class Late(MemoryClients):
        """Somebody signs up between plan and transaction."""

        def transaction(self) -> Any:  # noqa: ANN401 - what the parent gives
            if not list(self.find(["ada@example.edu"])):
                self._state = MemoryClients([Client(9, "ada@example.edu", "Own", "Choice")])._state
            return super().transaction()

    host.clients = Late()
    browser = review(host).press("Import")
    assert browser.counts == {"created": 1, "updated": 0, "unchanged": 0, "rejected": 0, "conflicted": 1}
    assert "Left as they are, since they changed after the review" in browser.text
    assert "Line 2: ada@example.edu" in browser.text
    host.clients = Late()
    host.rules = attrs.evolve(host.rules, conflicts=Conflicts.STOP)
    browser = review(host).press("Import")
    assert "1 row would do something else" in browser.text


def test_progress_can_be_asked_for(host: Host) -> None:
    """Before, while and after the import runs; the page without JavaScript has a link for it."""
    host.at_once = False
    browser = review(host)
    progress = f"/uploads/{browser.upload_id}/progress"
    browser.press("Import")
    assert browser.client.get(progress).json() == {"under_way": True, "done": 0, "total": 0}
    told = [json.dumps({"done": 1000, "total": 2000}).encode()]
    host.uploads.write(browser.upload_id, Part.PROGRESS, told)
    assert "1,000 of 2,000 steps are done." in browser.follow("See how far it is").text
    host.run_waiting()
    assert browser.client.get(progress).json()["under_way"] is False
    assert browser.open(browser.path).path.endswith("/result")


def test_an_import_tells_how_far_it_is(host: Host) -> None:
    """Its first steps are written down at once."""
    seen = []

    class Watched(type(host.uploads)):  # type: ignore[misc]
        def write(self, upload_id: str, part: Part, content: object) -> None:
            super().write(upload_id, part, content)
            if part is Part.PROGRESS:
                seen.append(json.loads(read_part(self, upload_id, part) or b""))

    host.browser(uploads=Watched(host.folder)).upload(WHOLE).press("Continue").press("Import")
    assert seen == [{"done": 2, "total": 2}]


def test_after_the_import_the_roster_is_gone_and_the_report_there(host: Host) -> None:
    """The report says who imported which file."""
    browser = review(host).press("Import")
    parts = {path.name for path in (host.folder / browser.upload_id).iterdir()}
    assert parts & {"roster", "review"} == set()
    report = load_report(read_part(host.uploads, browser.upload_id, Part.REPORT) or b"")
    assert (report.occasion.actor, report.occasion.file_name, report.counts.created) == (ACTOR, "roster.csv", 2)


def test_an_import_that_cannot_go_on_can_be_started_again(host: Host) -> None:
    """The page says what the storage said; nothing was written."""
    whole = host.clients
    browser = review(host, WITH_PASSWORDS)
    host.clients = FaultyRepository(whole, fail_at=3)
    browser.press("Import")
    assert "It ended by an error that was written to the log" in browser.text
    assert list(whole.all()) == []
    host.clients = whole
    assert browser.press("Import").counts["created"] == 2


def test_passwords_that_remain_can_be_set_later(host: Host) -> None:
    """The roster is kept for that, and the first report as well."""
    whole = host.clients
    browser = review(host, WITH_PASSWORDS)
    assert "Passwords: 1 to set" in browser.text
    fault = FaultyRepository(whole)
    review_calls = fault
    host.clients = fault
    browser.press("Check again")
    names_before = len(review_calls.names)
    host.clients = FaultyRepository(whole, fail_at=names_before + 5)
    browser.press("Import")
    assert "Not all passwords are set" in browser.text
    assert "1 not set yet" in browser.text
    first = read_part(host.uploads, browser.upload_id, Part.REPORT)
    host.clients = whole
    browser.press("Review what is left")
    assert browser.path.endswith("/review")
    assert "Passwords: 1 to set" in browser.text
    browser.press("Import")
    assert "Passwords: 1 set" in browser.text
    assert read_part(host.uploads, browser.upload_id, Part.EARLIER) == first
    assert read_part(host.uploads, browser.upload_id, Part.ROSTER) is None


def test_an_import_whose_process_died_can_be_gone_on_with(host: Host) -> None:
    """The page says so and leads to a new review."""
    browser = review(host)
    assert host.uploads.claim(browser.upload_id)
    with host.uploads.running(browser.upload_id):
        pass
    assert "broke off" in browser.open(f"/uploads/{browser.upload_id}").text
    browser.press("Review what is left")
    assert browser.press("Import").counts["created"] == 2


def test_a_finished_import_is_not_reopened(host: Host) -> None:
    """There is no roster any more."""
    browser = review(host)
    token = browser.form("Import").fields["token"]
    browser.press("Import")
    response = browser.client.post(f"/uploads/{browser.upload_id}/reopen", data={"token": token})
    assert response.url.path.endswith("/result")


def test_an_upload_that_vanishes_under_ones_hands(host: Host) -> None:
    """Whatever is asked of it, the answer is that there is none."""
    browser = review(host)
    host.uploads.drop(browser.upload_id, Part.ROSTER, Part.REVIEW)
    for page in ("review", "mapping"):
        assert browser.client.get(f"/uploads/{browser.upload_id}/{page}").status_code == 404
    host.uploads.drop(browser.upload_id, Part.MAPPING)
    assert browser.press("Apply").response.status_code == 404


def test_imports_run_in_a_thread_by_default(host: Host) -> None:
    """The request does not wait for it."""
    browser = host.browser(start=run_in_thread).upload(WHOLE).press("Continue").press("Import")
    for thread in threading.enumerate():
        if thread.name == "client_import":
            thread.join()
    assert browser.open(f"/uploads/{browser.upload_id}/result").counts["created"] == 2


def test_a_queue_that_takes_no_job(host: Host) -> None:
    """Where an import cannot be handed over, the review is open again and nothing waits for ever."""
    taken: list[Callable[[], None]] = []

    def start(job: Callable[[], None], upload_id: str) -> None:
        taken.append(job)
        raise ConnectionError(f"no answer from the queue for {upload_id}")

    browser = host.browser(start=start).upload(WHOLE).press("Continue").press("Import")
    assert browser.response.status_code == 500
    assert "nothing was imported" in browser.text
    assert host.uploads.stage(browser.upload_id) is Stage.OPEN
    taken[0]()  # the queue had it all the same
    assert list(host.clients.all()) == []
    assert host.uploads.stage(browser.upload_id) is Stage.OPEN
    again = host.browser().open(f"/uploads/{browser.upload_id}/review").press("Import")
    assert again.counts["created"] == 2


def test_a_queue_that_breaks_off_once_it_has_begun(host: Host) -> None:
    """What is under way already stays so: no second import can be started beside it."""
    with contextlib.ExitStack() as running:

        def start(_: Callable[[], None], upload_id: str) -> None:
            running.enter_context(host.uploads.running(upload_id))
            raise ConnectionError

        browser = host.browser(start=start).upload(WHOLE).press("Continue").press("Import")
        assert browser.response.status_code == 500
        assert host.uploads.stage(browser.upload_id) is Stage.RUNNING
        assert not host.uploads.claim(browser.upload_id)


def test_a_review_of_another_mapping_is_made_anew(host: Host) -> None:
    """Two tabs that decided at one moment: what is shown is what would be imported."""
    browser = review(host)
    mapping = load_mapping(read_part(host.uploads, browser.upload_id, Part.MAPPING) or b"")
    decided = dump_json(mapping.translate("major", "Bio", "Biology")).encode()
    host.uploads.write(browser.upload_id, Part.MAPPING, [decided])
    assert "“Bio” (Major) means “Biology”" in browser.open(browser.path).text
    assert "“Bio” is not one" not in browser.text


def test_a_review_that_is_gone_at_once(host: Host) -> None:
    """Another process deleted the upload while it was planned."""

    class Losing(FolderUploads):
        def write(self, upload_id: str, part: Part, content: Iterable[bytes]) -> None:
            super().write(upload_id, part, content)
            if part is Part.REVIEW:
                self.drop(upload_id, part)

    browser = host.browser(uploads=Losing(host.folder)).upload(WHOLE).press("Continue")
    assert browser.response.status_code == 404


def test_a_search_looks_at_every_row(host: Host) -> None:
    """Also where most of them hold nothing of it."""
    rows = "".join(f"c{number}@example.edu,C,D\n" for number in range(300))
    browser = review(host, f"Email,First Name,Last Name\n{rows}")
    browser.press("Find", find="c299@")
    assert re.findall(r"<strong>(c\d+)@", browser.response.text) == ["c299"]


def test_an_import_without_its_mapping_breaks_off(host: Host) -> None:
    """Nothing is written, and the way back is the mapping."""
    host.at_once = False
    browser = review(host).press("Import")
    host.uploads.drop(browser.upload_id, Part.MAPPING)
    host.run_waiting()
    assert list(host.clients.all()) == []
    assert browser.open(browser.path).path.endswith("/mapping")


def test_a_stale_import_whose_review_is_gone(host: Host) -> None:
    """The new review stands there, with nothing to compare it to."""
    host.at_once = False
    browser = review(host).press("Import")
    host.uploads.drop(browser.upload_id, Part.REVIEW)
    other = host.importer.read(b"Email,First Name,Last Name\nada@example.edu,Augusta,Lovelace\n")
    host.importer.apply(host.importer.plan(other))
    host.run_waiting()
    browser.open(browser.path)
    assert "What has changed since you looked is not in the rows" in browser.text
    assert browser.counts["updated"] == 1
