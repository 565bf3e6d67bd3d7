"""The web page as Chromium shows it at some widths, and prints it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.look.measures import Fault

WIDTHS = (360, 390, 768, 1280)
_HEIGHT = 844
BROKEN, PARTED, WIDE = "网页里的数折行", "网页里数和单位分开", "网页比屏幕宽"
_LOOK = (Path(__file__).parent / "broken.js").read_text(encoding="utf-8")


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is asked for

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def shown(browser: Any, path: Path) -> dict[str, list[Fault]]:
    """The faults at every width, by their kind."""
    found: dict[str, list[Fault]] = {BROKEN: [], PARTED: [], WIDE: []}
    page = browser.new_page()
    page.goto(path.resolve().as_uri())
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": _HEIGHT})
        seen = page.evaluate(_LOOK)
        found[BROKEN] += [Fault(0, f"{width}：{words}") for words in seen["broken"]]
        found[PARTED] += [Fault(0, f"{width}：{words}") for words in seen["parted"]]
        if seen["beyond"] > 0:
            found[WIDE].append(Fault(0, f"{width}：宽出 {seen['beyond']} 像素"))
    page.close()
    return found


def printed(browser: Any, path: Path) -> bytes:
    """As a reader prints it."""
    page = browser.new_page()
    page.goto(path.resolve().as_uri())
    data: bytes = page.pdf(prefer_css_page_size=True)
    page.close()
    return data
