"""Debian's Chromium: `launch`, and what it can tell of a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}

ADVICE = "The tests in a browser need Chromium. Install it:  apt-get install --no-install-recommends chromium"
_QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_RUN_AXE = """async () => {
    const found = await axe.run(document, {rules: {"target-size": {enabled: true}}});
    return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`));
}"""


@contextmanager
def launch() -> Iterator[Browser]:
    """A Chromium without a window.

    Raises:
        RuntimeError: There is none on this machine.
    """
    program = shutil.which("chromium")
    if program is None:
        raise RuntimeError(ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_QUIET.split())
        yield browser
        browser.close()


def find_barriers(page: Page) -> list[str]:
    """What axe-core finds on a page, in its light and in its dark dress."""
    page.evaluate(_AXE)
    found: list[str] = []
    for dress in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if dress == "dark" else "light")
        found += [f"{dress}: {each}" for each in page.evaluate(_RUN_AXE)]
    return found


def find_overhang(page: Page) -> int:
    """By how many pixels a page has to be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
