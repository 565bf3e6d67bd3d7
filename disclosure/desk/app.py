"""网页程序 — every part's pages and actions, the stream of changes, style and script."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import AsyncIterator, Callable
from typing import TypeGuard

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from disclosure import error_report
from disclosure.desk import (
    begin,
    bureau,
    changes,
    check,
    ending,
    explain,
    fill,
    finish,
    guidance,
    look,
    shelf,
    texts,
    waiting,
    wording,
)
from disclosure.desk.asked import Area, Asked, Handler
from disclosure.desk.desk import Desk
from disclosure.desk.events import Watched, events
from disclosure.desk.guard import TOO_MANY, Guard, Keys, Places
from disclosure.desk.pages import static
from disclosure.desk.upload import Upload
from disclosure.errors import DisclosureError
from disclosure.sources import UNNAMED

AREAS: tuple[Area, ...] = tuple(
    part.AREA
    for part in (
        *(shelf, begin, fill, texts, look, explain, wording),
        *(check, changes, finish, bureau, guidance, waiting, ending),
    )
)
_PLACES = re.compile(r"[/\\:]")  # what parts folders and drives, on any system
_LONGEST_STATE = 64  # a digest
_MOST_FIELDS, _MOST_FILES = 2000, 200
_UNANSWERED = {  # by the status of an answer that no part of the desk gives
    400: "交来的内容不完整，或栏目、文件太多；请回到刚才的页再交一次",
    404: "工作台没有这一页，请从书架打开",
    405: "这一页不能这样打开，请从书架打开",
    413: "交来的内容太大；请分几次交",
}


def application(desk: Desk, keys: Keys) -> Starlette:
    """网页程序 — for the browsers that the keys let in."""
    places = Places()

    async def changed(request: Request) -> Response:
        if request.method == "HEAD":  # nothing is told, no place is taken
            return Response(media_type="text/event-stream")
        if places.full:
            return PlainTextResponse(TOO_MANY, 503)
        try:
            place = await run_in_threadpool(_watched, desk, request.query_params.get("d", ""))
        except DisclosureError as error:
            return PlainTextResponse(str(error), 404)
        stream = events(place, request.query_params.get("since", "")[:_LONGEST_STATE])
        return StreamingResponse(_held(places, stream), media_type="text/event-stream")

    routes = [Route("/events", changed), Route("/static/{name}", _static)]
    for area in AREAS:
        routes += [Route(path, _page_answer(desk, handler)) for path, handler in area.pages.items()]
        routes += [
            Route(path, _action(desk, handler), methods=["POST"]) for path, handler in area.actions.items()
        ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, keys=keys)],
        exception_handlers={HTTPException: _unanswered(desk)},
    )


def _watched(desk: Desk, name: str) -> Watched:
    return shelf.Shelf(desk) if name == shelf.WATCHED else desk.watched(name)


def _unanswered(desk: Desk) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        asked = Asked(desk, request.url.path)
        return asked.page("fault", status, sentence=_UNANSWERED.get(status, _UNANSWERED[400]))

    return answer


def _page_answer(desk: Desk, handler: Handler) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        asked = Asked(desk, request.url.path, dict(request.query_params))
        return await run_in_threadpool(answered, handler, asked)

    return answer


def _action(desk: Desk, handler: Handler) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as form:
            uploads = tuple(
                [await _upload(field, one) for field, one in form.multi_items() if _is_handed_in(one)]
            )
            lists = _texts_sent(form)
        first = {name: values[0] for name, values in lists.items()}
        asked = Asked(desk, request.url.path, dict(request.query_params), first, uploads, lists)
        return await run_in_threadpool(answered, handler, asked)

    return answer


def _is_handed_in(one: UploadFile | str) -> TypeGuard[UploadFile]:
    """A field for files that was left empty is sent as one without a name."""
    return isinstance(one, UploadFile) and bool(one.filename)


async def _upload(field: str, file: UploadFile) -> Upload:
    return Upload(plain_name(file.filename or ""), await file.read(), field)


def plain_name(sent: str) -> str:
    """文件名 — of what is handed in, without any folder, drive or mark that no name has."""
    last = _PLACES.split(sent)[-1]
    return "".join(filter(str.isprintable, last)).strip(" .") or UNNAMED


def _texts_sent(form: FormData) -> dict[str, tuple[str, ...]]:
    """Lines end as they do in files here, not as browsers send them."""
    return {
        name: tuple(one.replace("\r\n", "\n") for one in form.getlist(name) if isinstance(one, str))
        for name in form
        if any(isinstance(one, str) for one in form.getlist(name))
    }


def answered(handler: Handler, asked: Asked) -> Response:
    """What goes wrong is a page that says it: the desk goes on."""
    try:
        return handler(asked)
    except DisclosureError as error:
        return asked.page("fault", 422, sentence=str(error))
    except Exception as error:
        return asked.page("fault", 500, sentence=error_report.told(error, "desk"))


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    try:
        data = static(name)
    except FileNotFoundError:
        return PlainTextResponse("没有这个文件", 404)
    return Response(data, media_type=mimetypes.guess_type(name)[0])


async def _held(places: Places, stream: AsyncIterator[str]) -> AsyncIterator[str]:
    """A stream that holds one of the places until it ends."""
    with places.one():
        async for event in stream:
            yield event
