"""预览页 — the working edition as a page: files of the sections, faults in place, a script that reloads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path

from disclosure import api, error_report, packs
from disclosure.authoring import trial_run
from disclosure.errors import DisclosureError, InputError, TemplateError
from disclosure.loading import read
from disclosure.outputs import html
from disclosure.sources import home_of, own_packs

SCRIPT = """
const files = FILES;
for (const [prefix, file] of Object.entries(files)) {
  const first = document.querySelector(`main [id^="${prefix}-"]`);
  if (!first) continue;
  const mark = document.createElement("details");
  mark.className = "preview-file";
  mark.innerHTML = "<summary>模板</summary>";
  mark.append(file);
  first.before(mark);
}
const place = sessionStorage.getItem("place");
if (place) scrollTo(0, Number(place));
const changes = new EventSource("/changes?since=STATE");
changes.onmessage = () => { sessionStorage.setItem("place", scrollY); location.reload(); };
"""
STYLE = """
.preview-file { font: 12px/1.6 sans-serif; color: #666; text-indent: 0; }
.preview-file summary { cursor: pointer; }
.preview-fault { margin: 1em; padding: 1em; border: 2px solid #b00; }
.preview-fault { white-space: pre-wrap; font: 16px/1.6 sans-serif; }
"""


def page(folder: Path, nonce: str = "") -> str:
    """整页 — the document with faults in their place; where there is no document, the sentences why.

    `nonce` marks the page's own script, the only one that a browser is then allowed to run.
    """
    faults: list[TemplateError] = []
    made_from = state(watched(folder))
    try:
        composed = api.compose(folder, draft=True, working=True, faults=faults)
        chain = _chain(folder)
        files = {name.replace("_", "-"): _file(chain, name) for name in trial_run.sections(chain)}
        return _with(html.page(composed.document, composed.style), files, made_from, nonce)
    except InputError as error:
        sentences = "\n".join(map(str, error.problems))
    except DisclosureError as error:
        sentences = str(error)
    except Exception as error:
        sentences = error_report.told(error, "preview")
    body = f'<main><p class="preview-fault" role="alert">{escape(sentences)}</p></main>'
    bare = (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"></head><body>{body}</body></html>'
    )
    return _with(bare, {}, made_from, nonce)


def state(places: Iterable[Path]) -> str:
    """现状 — a digest of the names, sizes and times of every file in the folders that are watched."""
    files = sorted(file for place in places for file in place.rglob("*"))
    return sha256(repr([_seen(file) for file in files]).encode()).hexdigest()


def _seen(file: Path) -> tuple[str, int, int] | None:
    try:
        status = file.stat()
    except OSError:  # an editor's temporary file that has just gone
        return None
    return str(file), status.st_size, status.st_mtime_ns


def watched(folder: Path) -> list[Path]:
    """要看的文件夹 — the data and the packs in force; where these cannot be told, those delivered."""
    try:
        places = [pack.folder for pack in _chain(folder).packs]
    except Exception:  # the page says why
        places = [packs.built_in()]
    home = home_of(folder)
    return [home, *(path for path in places if not path.is_relative_to(home))]


def _chain(folder: Path) -> packs.Chain:
    return packs.resolve(read(folder).pack, [*own_packs(folder), packs.built_in()])


def _file(chain: packs.Chain, section: str) -> str:
    source = chain.source(f"sections/{section}.j2")
    return source[1] if source else ""


def _with(document: str, files: dict[str, str], made_from: str, nonce: str) -> str:
    as_json = json.dumps(files, ensure_ascii=False).replace("<", "\\u003c")
    script = SCRIPT.replace("STATE", made_from).replace("FILES", as_json)
    own = f'<style>{STYLE}</style><script nonce="{nonce}">{script}</script>'
    return document.replace("</body>", f"{own}</body>")
