"""A clerk at the desk without a browser: pages as text, what a form sends, a job to its end."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from starlette.responses import Response

from disclosure.desk.app import AREAS, answered
from disclosure.desk.asked import Asked, Handler
from disclosure.desk.desk import Desk
from disclosure.desk.jobs import Job
from disclosure.desk.upload import Upload

_PAGES: dict[str, Handler] = {path: handler for area in AREAS for path, handler in area.pages.items()}
_ACTIONS: dict[str, Handler] = {path: handler for area in AREAS for path, handler in area.actions.items()}


@dataclass(frozen=True)
class Answer:
    """An answer: its status, its source, where it leads."""

    status: int
    html: str
    location: str

    @property
    def text(self) -> str:
        """What its main part says, without the marks."""
        main = self.html.partition("<main")[2].partition(">")[2]
        return re.sub(r"\s*\n\s*", "\n", unescape(re.sub(r"<[^>]+>", "", main)))

    def field(self, name: str) -> str:
        """What a hidden or typed field of it holds."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.html)
        return unescape(found[1]) if found else ""


class Clerk:
    """Asks the desk of a shelf."""

    def __init__(self, home: Path) -> None:
        self.desk = Desk(home)

    def see(self, address: str, **query: str) -> Answer:
        """A page."""
        parts = urlsplit(address)
        asked = Asked(self.desk, parts.path, {**dict(parse_qsl(parts.query)), **query})
        return answer_of(answered(_PAGES[parts.path], asked))

    def send(self, path: str, *uploads: Upload, **form: str) -> Answer:
        """A form."""
        return answer_of(answered(_ACTIONS[path], Asked(self.desk, path, {}, form, uploads)))

    def ended(self, answer: Answer) -> Job:
        """The job that an answer leads to, once it is over."""
        job = self.desk.jobs.of(dict(parse_qsl(urlsplit(answer.location).query))["job"])
        assert job
        while not job.is_over:
            time.sleep(0.01)
        return job


def answer_of(response: Response) -> Answer:
    """A response as the clerk meets it."""
    return Answer(response.status_code, bytes(response.body).decode(), response.headers.get("location", ""))
