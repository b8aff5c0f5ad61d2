"""An import in a worker: `run_import`, as a host's queue calls it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from browsing import WHOLE, Browser, Host
from client_import.web import Part, Stage, run_import


@pytest.fixture
def host() -> Host:
    return Host()


def order(host: Host) -> Browser:
    """Order an import; the queue has it, and no worker has begun."""

    def enqueue(job: Callable[[], None], upload_id: str) -> None:
        """Take the order, and leave it to the test to run it."""

    return host.browser(start=enqueue).upload(WHOLE).press("Continue").press("Import")


def work(host: Host, browser: Browser) -> None:
    """What a worker does with an order."""
    run_import(host.uploads, host.importer, browser.upload_id)


def test_an_order_that_is_delivered_twice(host: Host) -> None:
    """The second worker finds nothing to do, and the page still tells how the import ended."""
    browser = order(host)
    work(host, browser)
    work(host, browser)
    assert browser.open(f"/uploads/{browser.upload_id}/result").counts["created"] == 2


def test_two_workers_with_one_order(host: Host) -> None:
    """The one that waited for the other finds nothing to do."""
    browser = order(host)
    with host.uploads.running(browser.upload_id):
        second = threading.Thread(target=work, args=(host, browser))
        second.start()
        second.join(0.5)
        assert second.is_alive()
        host.uploads.drop(browser.upload_id, Part.ORDER)
    second.join()
    assert host.uploads.open(browser.upload_id, Part.OUTCOME) is None
    assert list(host.clients.all()) == []


def test_an_order_whose_upload_is_gone(host: Host) -> None:
    """It was deleted while it waited in the queue: the worker has nothing to do, and no error either."""
    browser = order(host)
    host.uploads.forget(browser.upload_id)
    work(host, browser)
    assert list(host.clients.all()) == []


def test_an_order_that_came_to_nothing_is_not_tried_again(host: Host) -> None:
    """Delivered once more it leaves the upload as it is: open, for somebody to look and to confirm again."""
    browser = order(host)
    roster = host.uploads.open(browser.upload_id, Part.ROSTER)
    assert roster is not None
    host.uploads.drop(browser.upload_id, Part.ROSTER)
    work(host, browser)
    with roster:
        host.uploads.write(browser.upload_id, Part.ROSTER, [roster.read()])
    work(host, browser)
    assert host.uploads.stage(browser.upload_id) is Stage.OPEN
    assert list(host.clients.all()) == []
    assert host.uploads.claim(browser.upload_id)
    assert host.uploads.stage(browser.upload_id) is Stage.CLAIMED
