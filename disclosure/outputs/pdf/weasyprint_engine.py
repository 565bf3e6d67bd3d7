"""WeasyPrint — the body of the HTML page laid out: tagged (PDF/UA-1), bookmarked, fonts embedded.

WeasyPrint, and the Pango it draws with, are an extra of this package; they are imported on use.
"""

from __future__ import annotations

import gc
import logging
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from html import escape, unescape
from types import ModuleType
from typing import Any

from disclosure import fonts
from disclosure.document import Document, Style, walk
from disclosure.document.content import cover
from disclosure.document.page_boxes import paper
from disclosure.document.tables_on_pages import paged
from disclosure.errors import OutputError
from disclosure.outputs.docx.contents import on_one_page
from disclosure.outputs.docx.reference_look import read_look
from disclosure.outputs.markup import CSS, DRAFT_CSS, element
from disclosure.outputs.pdf.glyphs import require_glyphs
from disclosure.outputs.pdf.missing_engines import INSTALL
from disclosure.outputs.pdf.weasyprint_lines import MARKS_CSS, PrintedBody, chinese_lines, latin_family
from disclosure.outputs.pdf.weasyprint_tags import mended

NO_SUBSET = (
    "这台电脑没有 libharfbuzz-subset0，生成 PDF 慢一些，内容不受影响；"
    "要快的，请装上（Debian、Ubuntu：apt-get install libharfbuzz-subset0）"
)
# A document has no more pages than: each block on one of its own, so few rows and letters on a page.
_SPARE_PAGES, _ROWS, _LETTERS = 30, 4, 200
_BEGINS = re.compile(r"Page (\d+)")
_most_pages: ContextVar[int] = ContextVar("_most_pages", default=sys.maxsize)
# Rules of the engine's own sheet for what no block makes. The look of each would be worked out for every
# element, a tenth of the whole; a style that asks for lists or footnotes keeps them.
MARKS = re.compile(r"^::(?:marker|footnote|note)\b.*\n", re.MULTILINE)
_ASKS_FOR_MARKS = re.compile(r"list|marker|foot|\\", re.IGNORECASE)  # also by way of escapes


def laid_out(document: Document, style: Style) -> bytes:
    """排版 — the finished file."""
    first = cover(document)
    with _without_collector(), chinese_lines(library()):
        data: bytes = _layout(document, style).write_pdf(
            pdf_variant="pdf/ua-1", finisher=lambda _, pdf: mended(first, pdf)
        )
    return data


def _layout(document: Document, style: Style) -> Any:
    """The pages of a document, as WeasyPrint's own document."""
    shown = on_one_page(paged(document, paper(style.css)), read_look(style))
    body = PrintedBody(shown, origins={}).html()
    text = _printed_text(body)
    require_glyphs(text.splitlines())
    allowed = len(list(walk(document))) + body.count("<tr") // _ROWS + len(text) // _LETTERS
    held = _most_pages.set(_SPARE_PAGES + allowed)
    try:
        return _reader(style)(string=_page(document, style, body), url_fetcher=_fetcher()).render()
    finally:
        _most_pages.reset(held)


@cache
def library() -> ModuleType:
    """WeasyPrint 本身 — raises OutputError where it, or what it draws with, is missing."""
    try:
        with warnings.catch_warnings():
            # The missing subset library is told below, in Chinese.
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint  # noqa: PLC0415
            from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415
    except (ImportError, OSError) as error:  # OSError: the package is there, a library of the system is not
        raise OutputError(INSTALL) from error
    if harfbuzz_subset is None:
        logging.getLogger(__name__).warning(NO_SUBSET)
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addFilter(_hold_pages)
    module: ModuleType = weasyprint
    return module


def _reader(style: Style) -> Any:
    """What reads the page: the engine's own, with a shorter sheet where the style asks for no marks."""
    engine = library()
    return engine.HTML if _ASKS_FOR_MARKS.search(style.css) else _without_marks(engine)


@cache
def _without_marks(engine: Any) -> Any:
    """By private names of the engine: one that has them no longer reads by its own sheet."""
    own = engine.html
    try:
        sheet = engine.CSS(string=MARKS.sub("", own.UA), counter_style=type(own.UA_COUNTER_STYLE)())
    except AttributeError:
        return engine.HTML

    class WithoutMarks(engine.HTML):  # type: ignore[misc]
        def _ua_stylesheets(self, *_: Any, **__: Any) -> list[Any]:
            return [sheet]

    return WithoutMarks


def _hold_pages(told: logging.LogRecord) -> bool:
    """WeasyPrint tells of each page that it begins: the only way to stop it. None of it is passed on."""
    most = _most_pages.get()
    if max(map(int, _BEGINS.findall(told.getMessage())), default=0) > most:
        raise OutputError(
            f"按模板的样式排，PDF 超过 {most} 页，这些内容用不了这么多；请检查样式（style 里的 .css）的"
            "分页（break-before、break-after）、字号、行距、边距和纸张"
        )
    return False


def _page(document: Document, style: Style, body: str) -> str:
    css = _font_faces() + CSS + MARKS_CSS + style.css + DRAFT_CSS * document.draft
    author = f'<meta name="author" content="{escape(document.author)}">'
    head = element("title", escape(document.title, quote=False)) + author + element("style", css)
    content = f"<head>{head}</head><body>{body}</body>"
    return "<!DOCTYPE html>" + element("html", content, lang=document.language)


def _font_faces() -> str:
    """A face for each role, so that the style names roles; weight normal whatever the file says of itself."""
    return "".join(
        f"@font-face {{ font-family: {family}; src: url(font:{number}); font-weight: normal; }}\n"
        for number, family in enumerate(_faces())
    )


def _faces() -> dict[str, Callable[[], bytes]]:
    """Families of the page → the font: the roles, and what of 西文 goes before some of them."""
    chosen = fonts.find()
    roles = {role: partial(fonts.data, choice) for role, choice in chosen.items() if role != fonts.LATIN}
    latin = {latin_family(role): partial(fonts.latin_data, role) for role in fonts.LATIN_FOR}
    return {**roles, **latin} if fonts.LATIN in chosen else dict(roles)


def _fetcher() -> Any:
    """Serves the chosen fonts and what is written into the page itself; reads no file and asks no network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    served = {f"font:{number}": data for number, data in enumerate(_faces().values())}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url in served:
                return URLFetcherResponse(url, served[url]())
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols={"data"})


def _printed_text(body: str) -> str:
    """What is printed, without the tags, a line each."""
    lines = re.sub(r"</(?!span|strong|mark)[^>]*>", "\n", body)
    return unescape(re.sub(r"<[^>]*>", "", lines))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Layout makes millions of objects that all stay alive: looking for garbage costs a fifth of it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
        gc.collect()
