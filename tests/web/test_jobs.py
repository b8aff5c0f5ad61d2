"""`client_import.web.jobs`: a queue may deliver a job more than once."""

from __future__ import annotations

import threading

import pytest

from browsing import WHOLE, Browser, Host
from client_import import Client
from client_import.repositories.memory import MemoryClients
from client_import.testing import FaultyRepository
from client_import.web import Part, Stage, run_import


@pytest.fixture
def host() -> Host:
    return Host()


def confirmed(host: Host) -> Browser:
    return host.browser().upload(WHOLE).press("Continue").press("Import")


def deliver(host: Host, upload_id: str) -> None:
    run_import(host.uploads, host.importer, upload_id)


def test_a_job_that_comes_again_leaves_the_result(host: Host) -> None:
    """It does nothing, and the result still says what was done."""
    browser = confirmed(host)
    before = browser.text
    deliver(host, browser.upload_id)
    browser.open(browser.path)
    assert (browser.response.status_code, browser.text) == (200, before)


def test_an_undo_that_comes_again_leaves_the_result(host: Host) -> None:
    """As that of an import."""
    browser = confirmed(host).press("Review what that would do", report="report").press("Take back")
    before = browser.text
    deliver(host, browser.upload_id)
    browser.open(browser.path)
    assert (browser.response.status_code, browser.text) == (200, before)


def test_a_job_that_comes_again_after_it_failed_writes_nothing(host: Host) -> None:
    """Its upload is open again, and whoever confirms it anew is not told that it broke off."""
    host.at_once = False
    browser, working = host.browser().upload(WHOLE).press("Continue"), host.clients
    host.clients = FaultyRepository(working, fail_at=1)
    browser.press("Import")
    host.run_waiting()
    host.clients = working
    deliver(host, browser.upload_id)
    assert list(working.all()) == []
    assert host.uploads.stage(browser.upload_id) is Stage.OPEN
    assert host.uploads.claim(browser.upload_id)
    assert host.uploads.stage(browser.upload_id) is Stage.CLAIMED


def test_a_job_whose_upload_was_opened_again_writes_nothing(host: Host) -> None:
    """The worker was killed and the review is looked at once more: the old confirmation counts no longer."""
    host.at_once = False
    browser = confirmed(host)
    with host.uploads.running(browser.upload_id):
        pass  # as a killed worker leaves it
    browser.open(f"/uploads/{browser.upload_id}/import").press("Review")
    deliver(host, browser.upload_id)
    assert list(host.clients.all()) == []
    assert host.uploads.stage(browser.upload_id) is Stage.OPEN


def test_a_job_whose_upload_is_gone_ends_quietly(host: Host) -> None:
    """A queue would deliver again and again what raises."""
    host.at_once = False
    browser = confirmed(host)
    host.uploads.forget(browser.upload_id)
    deliver(host, browser.upload_id)
    assert list(host.clients.all()) == []


def test_two_workers_with_one_job_import_once(host: Host) -> None:
    """The second waits for the first, and then finds nothing to do."""
    host.at_once = False
    host.clients = MemoryClients([Client(1, "ada@example.edu", "Augusta", "Lovelace")])
    browser = confirmed(host)
    workers = [threading.Thread(target=deliver, args=(host, browser.upload_id)) for _ in range(2)]
    with host.uploads.running(browser.upload_id):  # so that both are at it before either has begun
        for worker in workers:
            worker.start()
        workers[0].join(0.3)
    for worker in workers:
        worker.join()
    browser.open(f"/uploads/{browser.upload_id}/result")
    assert browser.response.status_code == 200
    assert {name: count for name, count in browser.counts.items() if count} == {"created": 1, "updated": 1}
    assert host.uploads.open(browser.upload_id, Part.ORDER) is None
