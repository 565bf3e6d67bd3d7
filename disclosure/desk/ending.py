"""结束 — the button that ends the desk, once its answer has been sent; what is being done is done first."""

from __future__ import annotations

from starlette.responses import Response

from disclosure.desk.asked import Area, Asked
from disclosure.errors import InputError, Problem


def _end_desk(asked: Asked) -> Response:
    busy = asked.desk.jobs.under_way()
    if busy:
        raise InputError(
            [Problem("还有事正在做，做完再结束工作台", name="、".join(job.title for job in busy))]
        )
    asked.desk.end()
    return asked.page("ended")


AREA = Area({}, {"/end": _end_desk})
