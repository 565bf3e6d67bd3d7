"""网页 — one self-contained HTML file, readable on a phone and by a screen reader; it fetches nothing."""

from __future__ import annotations

from html import escape

from disclosure.document import Document, Style
from disclosure.fonts import CANDIDATES, ROLES
from disclosure.outputs import Artifact
from disclosure.outputs.markup import CSS, DRAFT, Body, element

# What a screen needs whatever the style says; working figures tell their origin at its lower edge.
SCREEN_CSS = """
@media screen {
  html { -webkit-text-size-adjust: 100%; }
  body { max-width: 1080px; margin: 0 auto; padding: 0 1em 4em; overflow-wrap: anywhere; }
  .table-box, .picture { overflow-x: auto; }
  /* Small bars under amounts: how large each is beside the largest of its column. */
  td[style^="--bar"] { background: linear-gradient(#a6cbec, #a6cbec) left bottom / var(--bar) 4px no-repeat; }
  .picture svg { min-width: 356px; }  /* its letters are 11 px high then */
  .table .table-box table { font-size: 11pt; min-width: 520px; }
  .dense .table-box table { min-width: 1080px; }
  .denser .table-box table { min-width: 1300px; }
  .densest .table-box table { min-width: 2400px; }
  .contents, h1 { margin-top: 3em; }
  .contents a { display: block; padding: .2em 0; }
  .draft-mark { position: sticky; top: 0; z-index: 1; margin: 0; text-align: center; }
  .draft-mark { background: #fff3cd; color: #664d03; }
  .table caption .table-title, .table caption .table-number { text-align: left; }
  .table caption .table-unit { margin-left: 2em; }
  .table caption .table-corners { justify-content: flex-start; }
  .figure { border-bottom: 1px dotted; cursor: help; }
  .figure:hover::after, .figure:focus::after {
    content: attr(aria-label); position: fixed; left: 0; right: 0; bottom: 0; z-index: 2; padding: .8em 1em;
    background: #222; color: #fff; white-space: pre-line; font: 1rem/1.5 sans-serif; text-align: left; \
text-indent: 0;
  }
  .figure:hover::after { z-index: 3; }
}
@media screen and (max-width: 40rem) {
  html { font-size: 17px; line-height: 1.8; }
  h1, .cover .cover-title { font-size: 1.5rem; line-height: 1.5; }
  h2, h3, h4, p.body, p.plain, p.item { font-size: inherit; line-height: inherit; text-align: left; }
}
"""


def write(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
    """写网页 — `stem.html`."""
    return (Artifact(f"{stem}.html", page(document, style).encode()),)


def page(document: Document, style: Style) -> str:
    """整页 — head, then body; a draft says so at the top of the window."""
    draft = element("p", DRAFT, class_="draft-mark") if document.draft else ""
    footer = element("footer", element("p", escape(document.author, quote=False)), class_="publisher")
    body = "\n".join(filter(None, (draft, Body(document, document.origins).html(), footer)))
    head = "\n".join(
        (
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta name="author" content="{escape(document.author)}">',
            element("title", escape(document.title, quote=False)),
            element("style", font_faces() + CSS + style.css + SCREEN_CSS),
        )
    )
    tree = element("html", f"\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n", lang=document.language)
    return f"<!DOCTYPE html>\n{tree}\n"


def font_faces() -> str:
    """字体声明 — lets the style name fonts by role: the first of its fonts that the reader's machine has."""
    faces = ((role, ", ".join(f'local("{name}")' for name in _font_names(role))) for role in ROLES)
    return "".join(f"@font-face {{ font-family: {role}; src: {sources}; }}\n" for role, sources in faces)


def _font_names(role: str) -> list[str]:
    """File names first: they tell a bold face from a regular one, which the family does not."""
    files = [candidate.file.rpartition(".")[0] for candidate in CANDIDATES[role]]
    families = [candidate.family for candidate in CANDIDATES[role]]
    return list(dict.fromkeys([*files, *families]))
