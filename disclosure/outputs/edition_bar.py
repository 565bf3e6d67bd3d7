"""编辑栏 — what an edition that is not published says at the top of the window: what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from disclosure.document import Remark
from disclosure.outputs.markup import DRAFT, element
from disclosure.outputs.screen_body import ScreenBody

BAR, WORKING, IN_PLACE = "编辑情况", "工作稿", "文中的待填"
_COUNTED = {"待填": "项", "错误": "处", "警告": "处"}


def edition_bar(body: ScreenBody) -> str:
    """编辑栏 — of a page that has been written; empty in a publication."""
    draft, editing = body.document.draft, body.document.editing
    if not (draft or editing):
        return ""
    told = [element("p", DRAFT if draft else WORKING, class_="draft-mark")]
    if editing:
        told += [_list(kind, counted, body, editing.remarks) for kind, counted in _COUNTED.items()]
        told.append(element("p", f"模板：{escape(editing.pack, quote=False)}"))
    told.append(_unfolding(IN_PLACE, "处", [_link(words, f"#{id}") for id, words in body.missing]))
    return element("aside", "".join(told), class_="edition", aria_label=BAR)


def _list(kind: str, counted: str, body: ScreenBody, remarks: Iterable[Remark]) -> str:
    items = [
        _link(remark.said, next(filter(None, map(body.place, remark.about)), None))
        for remark in remarks
        if remark.kind == kind
    ]
    return _unfolding(kind, counted, items) or element("p", f"{kind} 0 {counted}")


def _unfolding(kind: str, counted: str, items: list[str]) -> str:
    listed = element("ul", "".join(element("li", item) for item in items))
    summary = element("summary", f"{kind} {len(items)} {counted}")
    return element("details", summary + listed) if items else ""


def _link(said: str, address: str | None) -> str:
    text = escape(said, quote=False)
    return element("a", text, href=address) if address else text
