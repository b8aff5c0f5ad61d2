"""`client_import.web.create_app`: mounted anywhere, in the host's dress and words."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from browsing import WHOLE, Browser, Host
from client_import.web import ENGLISH_PAGES, Look


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.mark.parametrize("path", ["/imports", "/centres/7/imports", "/a b/ü"])
def test_the_pages_work_under_any_path(host: Host, path: str) -> None:
    """Every link, form and answer leads to where they are mounted."""
    browser = Browser(Starlette(routes=[Mount(path, host.app())]), mounted=path)
    browser.upload(WHOLE).press("Continue").follow("Warnings (1)").press("Import")
    assert browser.counts["created"] == 2
    assert browser.follow("Import another roster").path == "/"
    assert browser.client.get(f"{path}/static/pages.css").status_code == 200


@pytest.mark.parametrize("path", ["/imports", "/a b/ü"])
def test_the_address_may_lack_its_slash(host: Host, path: str) -> None:
    """A browser is led on, to no other host; what is no page stays none."""
    client = TestClient(host.app(), root_path=path, follow_redirects=False)
    answer = client.get(path, headers={"host": "evil.example.com"})
    assert (answer.status_code, answer.headers["location"]) == (307, f"{quote(path)}/")
    assert client.get(f"{path}/").status_code == 200
    for other in (f"{path}/uploads", f"{path}/template.csv/"):
        assert client.get(other).status_code == 404


def test_an_importer_for_all_requests(host: Host) -> None:
    """A host with one storage hands its importer in as it is."""
    assert Browser(host.app(importer=host.importer)).upload(WHOLE).path.endswith("/mapping")


@pytest.mark.parametrize(
    ("name", "kind"), [("pages.css", "text/css"), ("pages.js", "text/javascript"), ("icon.svg", "image/svg+xml")]
)
def test_static_files(host: Host, name: str, kind: str) -> None:
    """They are what they say, and nothing else is there."""
    client = TestClient(host.app())
    response = client.get(f"/static/{name}")
    assert response.headers["content-type"].startswith(kind)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert f'/static/{name}"' in client.get("/").text
    assert client.get("/static/app.py").status_code == 404


def test_a_host_dresses_the_pages(host: Host, tmp_path: Path) -> None:
    """By blocks of templates, style sheets, texts, and its own frames."""
    folder = tmp_path / "client_import"
    folder.mkdir()
    (folder / "base.html").write_text(
        '{% extends "client_import_default/base.html" %}{% block header %}<p>Our centre</p>{% endblock %}'
    )
    look = Look(
        texts={"upload.title": "Liste hochladen"},
        templates=tmp_path,
        stylesheets=("/centre.css",),
        frame_ancestors="https://portal.example.edu",
    )
    browser = host.browser(look=look)
    assert "Our centre" in browser.text
    assert "Liste hochladen" in browser.text
    assert "First, keep a backup" in browser.text
    assert 'href="/centre.css"' in browser.response.text
    assert "frame-ancestors https://portal.example.edu" in browser.response.headers["content-security-policy"]
    assert "x-frame-options" not in browser.response.headers


def test_the_variables_that_the_documentation_sets_are_those_of_the_pages() -> None:
    """A host that copies its example changes the look."""
    root = Path(__file__).parents[2]
    css = (root / "src/client_import/web/static/pages.css").read_text(encoding="utf-8")
    named = set(re.findall(r"(--client-import-[a-z-]+):", (root / "docs/pages.md").read_text(encoding="utf-8")))
    assert named
    assert all(f"{name}:" in css for name in named)


def test_every_text_is_said_somewhere() -> None:
    """Whoever translates the catalogue translates nothing in vain."""
    folder = Path(__file__).parents[2] / "src/client_import/web"
    sources = [path for path in folder.rglob("*.*") if path.suffix in {".py", ".html"} and "english" not in path.name]
    source = "".join(path.read_text(encoding="utf-8") for path in sources)
    said = set(re.findall(r"""["']([a-z_.]+)["'{]""", source))  # whole keys, and the parts that keys are made of

    def is_said(key: str) -> bool:
        plain = re.sub(r"[.](one|other)$", "", key)
        start, _, end = plain.rpartition(".")
        return bool({plain, f"{start}.", f".{end}"} & said) or ("." in start and start in said)

    assert [key for key in ENGLISH_PAGES if not is_said(key)] == []


def test_texts_for_numbers_come_in_pairs() -> None:
    """For one and for more."""
    ones = {key.removesuffix(".one") for key in ENGLISH_PAGES if key.endswith(".one")}
    assert ones == {key.removesuffix(".other") for key in ENGLISH_PAGES if key.endswith(".other")}


@pytest.mark.parametrize("missing", ["jinja2", "python_multipart", "starlette"])
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """With what to install."""
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delitem(sys.modules, "client_import.web")
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'client_import\[web\]'") as raised:
        __import__("client_import.web")
    assert raised.value.name == missing
