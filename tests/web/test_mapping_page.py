"""What the mapping page offers beside columns: saved mappings, and values for every row."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from browsing import WHOLE, Browser, Host
from client_import import load_mapping
from client_import.repositories.memory import MemoryClients
from client_import.web import FolderMappings

NEXT = WHOLE.replace("Bio,", "Hist,").replace("Locker", "Cupboard")


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(mappings=FolderMappings(tmp_path / "mappings"))


def save(host: Host, name: str = "Registrar") -> Browser:
    """Decide about a column and a value, and keep it."""
    browser = host.browser().upload(WHOLE).press("Continue", column_4="=sid", keep_as=name)
    return browser.press("Apply", answer_1="=Biology")


def document(host: Host, name: str = "Registrar") -> bytes:
    kept = host.mappings.load_all()[name] if host.mappings else b""
    return kept if isinstance(kept, bytes) else kept.encode()


def test_what_was_decided_is_kept_for_the_next_file(host: Host) -> None:
    """Columns and values; the next file starts from it, and says so."""
    save(host)
    kept = load_mapping(document(host))
    assert (kept.fields["Locker"], dict(kept.answers["major"])) == ("sid", {"Bio": "Biology"})
    browser = host.browser().upload(WHOLE)
    assert "This starts from the saved mapping “Registrar”." in browser.text
    assert browser.form("Continue").fields["column-4"] == "=sid"
    assert "As it was saved" in browser.text
    assert "“Bio” (Major) means “Biology”" in browser.press("Continue").text


def test_nothing_is_kept_without_a_name(host: Host) -> None:
    """Nor where a name was taken away again."""
    browser = save(host, "  ")
    assert host.mappings
    assert dict(host.mappings.load_all()) == {}
    browser.follow("Change the field mapping").press("Continue", keep_as="Registrar")
    browser.follow("Change the field mapping")
    assert browser.form("Continue").fields["keep-as"] == "Registrar"
    before = document(host)
    browser.press("Continue", keep_as="", column_4="-")
    assert document(host) == before


def test_what_cannot_be_imported_is_not_kept(host: Host) -> None:
    """It is once it can be."""
    browser = host.browser().upload(WHOLE).press("Continue", column_1="-", keep_as="Registrar")
    assert host.mappings
    assert dict(host.mappings.load_all()) == {}
    browser.press("Continue", column_1="=first_name")
    assert list(host.mappings.load_all()) == ["Registrar"]


def test_columns_that_a_file_lacks_are_remembered(host: Host) -> None:
    """The page names them, and saving over the mapping does not lose them."""
    save(host)
    browser = host.browser().upload(NEXT)
    assert "It knows columns that are not in this file: Locker." in browser.text
    browser.press("Continue", keep_as="Registrar", column_4="-")
    kept = load_mapping(document(host))
    assert kept.headers == ("Email", "First Name", "Last Name", "Major", "Cupboard", "Locker")
    assert kept.fields["Locker"] == "sid"


def test_another_start_can_be_chosen(host: Host) -> None:
    """A saved mapping that was not proposed, or the headers alone; a name that is none starts from those."""
    save(host)
    browser = host.browser().upload("Mail,Vorname,Nachname,Locker\nada@example.edu,Ada,Lovelace,L1\n")
    assert "This starts from the headers alone." in browser.text
    browser.press("Start from this", **{"from": "Registrar"})
    assert "This starts from the saved mapping “Registrar”." in browser.text
    assert browser.form("Continue").fields["column-3"] == "=sid"
    browser.press("Continue", column_0="=email", column_1="=first_name", column_2="=last_name", column_3="-")
    browser.follow("Change the field mapping")
    assert browser.form("Continue").fields["column-3"] == "-"
    browser.press("Start from this", **{"from": "Registrar"})
    assert browser.form("Continue").fields["column-3"] == "=sid"
    browser.press("Start from this", **{"from": ""})
    assert browser.form("Continue").fields["column-3"] == ""
    browser.press("Start from this", **{"from": "nonsense"})
    assert "This starts from the headers alone." in browser.text


def test_what_the_form_no_longer_has_is_told(host: Host) -> None:
    """And left out."""
    save(host)
    assert host.mappings
    host.mappings.save("Registrar", document(host).decode().replace('"sid"', '"locker"'))
    browser = host.browser().upload(WHOLE)
    assert "It says what the form no longer has, and that is left out: “locker” is not a field" in browser.text
    assert browser.form("Continue").fields["column-4"] == ""


def test_a_saved_mapping_can_be_deleted(host: Host) -> None:
    """The page is shown again without it."""
    save(host)
    browser = host.browser().upload(WHOLE).press("Delete “Registrar”")
    assert browser.path.endswith("/mapping")
    assert "Registrar" not in browser.text
    assert host.mappings
    assert dict(host.mappings.load_all()) == {}


def test_what_is_no_mapping_is_passed_over(host: Host) -> None:
    """A file that somebody put there spoils nothing."""
    assert host.mappings
    host.mappings.save("Broken", "{")
    browser = host.browser().upload(WHOLE)
    assert "Broken" not in browser.text
    assert browser.press("Continue").path.endswith("/review")


def test_without_a_place_nothing_is_offered(host: Host) -> None:
    """No field, no list, and a forged request changes nothing."""
    host.mappings = None
    browser = host.browser().upload(WHOLE)
    assert "Keep these decisions" not in browser.text
    assert "Start from" not in browser.text
    token = browser.form("Continue").fields["token"]
    path = f"/uploads/{browser.upload_id}/forget-mapping"
    assert browser.client.post(path, data={"token": token, "name": "x"}).url.path.endswith("/mapping")
    assert browser.open(f"/uploads/{browser.upload_id}/mapping").press("Continue", keep_as="x").path.endswith("/review")


def test_each_centre_has_its_own(host: Host, tmp_path: Path) -> None:
    """Where the host gives the place for each request."""
    save(host)
    browser = host.browser(mappings=lambda _: FolderMappings(tmp_path / "other")).upload(WHOLE)
    assert "Registrar" not in browser.text


def test_a_file_of_corrections_means_what_the_first_file_meant(host: Host) -> None:
    """Also where nobody saved anything: its columns go where they went, and values mean what was said."""
    host.mappings = None
    browser = host.browser().upload(WHOLE + "nobody,No,Body,Bio,L3\n", "autumn.csv").press("Continue", column_4="=sid")
    browser.press("Apply", answer_1="=Biology").press("Import")
    mended = browser.follow("Download the rows to mend (CSV)").response.content.replace(b"nobody", b"n@example.edu")
    browser.upload(mended, "corrections.csv")
    assert "This starts from what was decided for autumn.csv, of which the file holds rows to mend." in browser.text
    browser.press("Continue").follow("Change the field mapping")
    assert "what was decided for autumn.csv" in browser.text
    browser.press("Continue").press("Import")
    assert browser.counts["created"] == 1
    (client,) = host.clients.find(["n@example.edu"])
    assert dict(client.answers) == {"sid": "L3", "major": "Biology"}


def test_a_file_of_corrections_whose_first_file_is_forgotten(host: Host) -> None:
    """It starts from its headers, as any file."""
    browser = host.browser().upload(WHOLE + "nobody,No,Body,Bio,L3\n").press("Continue")
    mended = browser.follow("Download the rows to mend (CSV)").response.content.replace(b"nobody", b"n@example.edu")
    for upload in host.uploads.uploads_of("admin 7"):
        host.uploads.forget(upload.id)
    browser.upload(mended, "corrections.csv")
    assert browser.path.endswith("/mapping")
    assert "rows to mend" not in browser.text
    assert browser.press("Continue").counts["new"] == 1


def test_a_value_for_every_row(host: Host) -> None:
    """For a question without a column; several choices stand side by side."""
    browser = host.browser().upload(WHOLE).press("Continue", column_3="-", value_1="History", value_2="Essays | CVs")
    browser.press("Import")
    assert [dict(client.answers) for client in host.clients.all()] == [
        {"major": "History", "help": ("Essays", "CVs")}
    ] * 2


def test_a_value_for_new_clients_only(host: Host) -> None:
    """Those whose row says something keep that."""
    browser = host.browser().upload(WHOLE).press("Continue", value_1="History", whom_1="new")
    browser.follow("Change the field mapping")
    fields = browser.form("Continue").fields
    assert (fields["value-1"], fields["whom-1"]) == ("History", "new")
    assert "(1 is given)" in browser.text
    browser.press("Continue").press("Import")
    assert [client.answers["major"] for client in host.clients.all()] == ["Biology", "History"]


def test_a_value_can_be_taken_back(host: Host) -> None:
    """By emptying its field."""
    browser = host.browser().upload(WHOLE).press("Continue", value_0="L9")
    browser.follow("Change the field mapping").press("Continue", value_0=" ").press("Import")
    assert all("sid" not in client.answers for client in host.clients.all())


def test_a_value_that_is_no_answer_is_explained(host: Host) -> None:
    """Beside its field, which holds it still; so is one beside a column."""
    browser = host.browser().upload(WHOLE).press("Continue", value_2="Essay", value_1="History")
    assert browser.path.endswith("/mapping")
    assert browser.text.count("The value for every row, “Essay”, is no answer to “Help with”.") == 2
    assert browser.text.count("“Major” is mapped to Major, which has a value for every row too.") == 2
    assert browser.form("Continue").fields["value-2"] == "Essay"


def test_the_clear_token_can_be_given_to_every_row(host: Host) -> None:
    """Where the rules have one; the page says what it does."""
    assert "An empty cell keeps what is stored." in host.browser().upload(WHOLE).text
    host.rules = attrs.evolve(host.rules, clear_token="-none-")
    host.browser().upload(WHOLE).press("Continue").press("Import")
    browser = host.browser().upload(WHOLE)
    assert "“-none-” in a cell clears it." in browser.text
    assert browser.form("Continue").options["value-1"] == ["", "Biology", "History", "-none-"]
    browser.press("Continue", column_3="-", value_1="-none-").press("Import")
    assert all("major" not in client.answers for client in host.clients.all())


def test_a_form_without_questions(host: Host) -> None:
    """There is nothing to give a value to."""
    app = host.app(importer=lambda _: attrs.evolve(host.importer, form=type(host.importer.form)(questions=[])))
    browser = Browser(app).upload("Email,First Name,Last Name\nada@example.edu,Ada,Lovelace\n")
    assert "Values for every row" not in browser.text
    assert browser.press("Continue").counts["new"] == 1


def test_values_of_questions_that_were_not_on_the_page_stay(host: Host) -> None:
    """A request that says nothing of them takes nothing back."""
    browser = host.browser().upload(WHOLE).press("Continue", value_0="L9").follow("Change the field mapping")
    form = browser.form("Continue")
    fields = {name: value for name, value in form.fields.items() if not name.startswith("value")}
    browser.client.post(form.action, data=fields)
    host.clients = MemoryClients()
    browser.open(f"/uploads/{browser.upload_id}/review").press("Import")
    assert [client.answers["sid"] for client in host.clients.all()] == ["L9", "L9"]
