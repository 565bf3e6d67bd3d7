"""所问 — what a page is asked for or told: the desk, the folder meant, what was typed; and the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, RedirectResponse, Response

from disclosure.desk.desk import Desk
from disclosure.desk.pages import rendered
from disclosure.desk.upload import Upload
from disclosure.desk.workplace import Workplace
from disclosure.errors import InputError
from disclosure.loading import data_files


@dataclass(frozen=True)
class Asked:
    """所问 — `query` of the address, `form` and `uploads` of what was sent; each value a text."""

    desk: Desk
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of a form: names sent several times

    @property
    def folder(self) -> str:
        """哪个文件夹 — its path from the shelf, empty where none is meant."""
        return self.form.get("d") or self.query.get("d", "")

    @property
    def place(self) -> Workplace:
        """这个文件夹 — raises InputError where it is not on the shelf."""
        return self.desk.place(self.folder)

    @property
    def named(self) -> str:
        """这个文件夹的名称 — empty where none is meant, or none is there."""
        try:
            return self.place.name if self.folder else ""
        except InputError:
            return ""

    def page(self, name: str, status: int = 200, **given: object) -> Response:
        """一页 — pages/<name>.html.j2 with what is given."""
        return HTMLResponse(rendered(name, {"asked": self, "desk": self.desk, **given}), status)

    def address(self, path: str, **query: str) -> str:
        """地址 — of another page about the same folder; `said` is a sentence that it shows at its head."""
        known = {"d": self.folder, **query}
        return f"{path}?{urlencode({key: value for key, value in known.items() if value})}"

    def address_of_unit(self, path: str, folder: str) -> str:
        """单位的地址 — of a page about a unit, by its folder from here; empty where the shelf has no such."""
        name = (PurePosixPath(self.folder) / data_files.slashes(folder)).as_posix()
        try:
            inside = self.desk.inside(name) if folder else None
        except InputError:
            return ""
        return f"{path}?{urlencode({'d': self.desk.called(inside)})}" if inside else ""

    def go(self, path: str, **query: str) -> Response:
        """转到 — another page, after something was done."""
        return RedirectResponse(self.address(path, **query), 303)


Handler = Callable[[Asked], Response]


@dataclass(frozen=True)
class Area:
    """一块 — the pages (GET) and the actions (POST) of a part of the desk, by their paths."""

    pages: Mapping[str, Handler]
    actions: Mapping[str, Handler] = field(default_factory=dict)
