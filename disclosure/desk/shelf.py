"""书架 — the folders of departments and years."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked


def _shelf(asked: Asked) -> Response:
    desk = asked.desk
    folders = [(desk.called(folder), folder.name) for folder in desk.folders()]
    return asked.page("shelf", folders=folders)


AREA = Area({"/": _shelf})
