"""等候 — a page that shows the steps of what takes long, and leads on when it is done."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from disclosure.desk.asked import Area, Asked
from disclosure.errors import InputError, Problem


def _waiting(asked: Asked) -> Response:
    job = asked.desk.jobs.of(asked.query.get("job", ""))
    if job is None:
        raise InputError([Problem("这件事已经不在记录里了，请回书架看结果")])
    if job.address:
        return RedirectResponse(job.address, 303)
    return asked.page("waiting", job=job)


AREA = Area({"/waiting": _waiting})
