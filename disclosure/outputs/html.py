"""网页 — one self-contained HTML file, readable on a phone and by a screen reader; it fetches nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files

from disclosure.document import Contents, Document, Style, of_kind
from disclosure.document.page_boxes import paper
from disclosure.document.tables_on_pages import paged
from disclosure.fonts import CANDIDATES, LATIN, LATIN_FOR, ROLES
from disclosure.outputs import Artifact
from disclosure.outputs.edition_bar import edition_bar
from disclosure.outputs.markup import CSS, DRAFT_CSS, address, element
from disclosure.outputs.screen_body import A_TABLE, AS_LIST, BACK, MAIN, TABLE_LINK, ScreenBody

TO_MAIN, TO_CONTENTS, FILES = "跳到正文", "回目录", "其他格式"
# Formats that a reader may want instead, each with what the page calls it.
KINDS = {"pdf": "PDF 文件", "docx": "Word 文件", "xlsx": "Excel 表格", "json": "表的数据（JSON）"}
# What a page says of itself, in attributes: none of it is the document's.
OFFERED = (TO_MAIN, TO_CONTENTS, FILES, *KINDS.values(), AS_LIST, TABLE_LINK, BACK, A_TABLE)


def write(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
    """写网页 — `stem.html`."""
    return (Artifact(f"{stem}.html", page(document, style, stem).encode()),)


def page(document: Document, style: Style, stem: str = "") -> str:
    """整页 — head, then body: tables are those of the PDF; other formats are linked by the stem."""
    body = ScreenBody(paged(document, paper(style.css), over_pages=False), document.origins)
    text = body.html()
    author = element("p", escape(document.author, quote=False))
    footer = element("footer", author + _to_contents(document), class_="publisher")
    parts = (
        edition_bar(body),
        element("a", class_="skip", href=f"#{MAIN}", aria_label=TO_MAIN),
        _other_files(document.beside, stem),
        text,
        footer,
    )
    head = "\n".join(
        (
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta name="author" content="{escape(document.author)}">',
            element("title", escape(document.title, quote=False)),
            element(
                "style",
                font_faces() + CSS + style.css + DRAFT_CSS * document.draft + _screen_css() + body.css,
            ),
        )
    )
    content = "\n".join(filter(None, parts))
    tree = element("html", f"\n<head>\n{head}\n</head>\n<body>\n{content}\n</body>\n", lang=document.language)
    return f"<!DOCTYPE html>\n{tree}\n"


@cache
def _screen_css() -> str:
    return files("disclosure.outputs").joinpath("page.css").read_text(encoding="utf-8")


def _other_files(formats: Iterable[str], stem: str) -> str:
    links = [
        element("a", href=address(f"{stem}.{format}"), aria_label=called)
        for format, called in KINDS.items()
        if format in formats and stem
    ]
    return element("nav", "".join(links), class_="files", aria_label=FILES) if links else ""


def _to_contents(document: Document) -> str:
    listed = of_kind(Contents, document.blocks)
    return (
        element("a", class_="to-contents", href=f"#{listed[0].id}", aria_label=TO_CONTENTS) if listed else ""
    )


def font_faces() -> str:
    """字体声明 — lets the style name fonts by role: the first of its fonts that the reader's machine has."""
    roles = "".join(f"@font-face {{ font-family: {role}; src: {_local(role)}; }}\n" for role in ROLES)
    # Of two faces by one name the later goes before, for the letters that it is for.
    return roles + "".join(
        f"@font-face {{ font-family: {role}; src: {_local(LATIN)}; unicode-range: U+20-7E; }}\n"
        for role in LATIN_FOR
    )


def _local(role: str) -> str:
    return ", ".join(f'local("{name}")' for name in _font_names(role))


def _font_names(role: str) -> list[str]:
    """File names first: they tell a bold face from a regular one, which the family does not."""
    files = [candidate.file.rpartition(".")[0] for candidate in CANDIDATES[role]]
    families = [candidate.family for candidate in CANDIDATES[role]]
    return list(dict.fromkeys([*files, *families]))
