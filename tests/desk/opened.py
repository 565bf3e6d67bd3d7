"""The desk as somebody opens it: the command in a process of its own, a real Chromium let in by it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.look.browser import chromium

NOTEBOOK = {"width": 1280, "height": 900}
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/enter\?token=[\w.-]+")
PATIENCE = 60_000  # milliseconds: two cores, and other tests on them


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address that the command prints, as long as it runs."""
    command = [sys.executable, "-m", "disclosure", "desk", str(home), "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        said = running.stderr.readline() + running.stderr.readline()
        found = _ADDRESS.search(said)
        try:
            assert found, said
            yield found[0]
        finally:
            running.terminate()


@contextmanager
def opened(home: Path) -> Iterator[Page]:
    """The first page of the desk, in a browser that tells what a page could not do."""
    with served(home) as address, chromium() as browser:
        page = browser.new_page(viewport=NOTEBOOK, accept_downloads=True)
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(address)
        yield page
