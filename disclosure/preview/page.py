"""预览页 — the working edition as a page: files of the sections, faults in place, a script that reloads."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path
from threading import Lock

from disclosure import api, error_report, packs
from disclosure.authoring import trial_run
from disclosure.errors import DisclosureError, InputError
from disclosure.facts import Facts
from disclosure.loading import read
from disclosure.model import Submission
from disclosure.outputs import html
from disclosure.sources import home_of, named_pack

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
const bar = document.querySelector(".edition");
if (bar) {
  const seen = document.createElement("p");
  seen.append(`更新于 ${new Date().toLocaleTimeString("zh-CN", { hour12: false })}`);
  bar.append(seen);
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


class Page:
    """预览的页 — of one folder; made again, it keeps what is made of the same as before."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._kept, self._alone = folder, packs.Kept(), Lock()
        self._facts: tuple[object, Facts] | None = None
        self._places = watched(folder)

    def html(self, nonce: str = "") -> str:
        """整页 — the document with faults in their place; where there is no document, the sentences why.

        `nonce` marks the page's own script, the only one that a browser is then allowed to run.
        """
        with self._alone:  # of several windows, one after another
            while True:
                made_from = state(self._places)  # before anything is read
                made, files, places = self._made()
                if places == self._places:
                    return _with(made, files, made_from, nonce)
                self._places = places  # another pack is in force now

    def _made(self) -> tuple[str, dict[str, str], list[Path]]:
        """The page, the file of each section, the folders in force."""
        chain, files = None, dict[str, str]()
        try:
            given, chain = _given_by(self._folder)
            filled = api.Filled(chain, self._facts_of(given, chain))
            composed = api.compose_filled(filled, draft=True, working=True, faults=[], kept=self._kept)
            files = {name.replace("_", "-"): _file(chain, name) for name in trial_run.sections(chain)}
            made = html.page(api.edited(filled, composed).document, composed.style)
        except InputError as error:
            made = _told_alone("\n".join(map(str, error.problems)))
        except DisclosureError as error:
            made = _told_alone(str(error))
        except Exception as error:
            made = _told_alone(error_report.told(error, "preview"))
        return made, files, _watched_places(self._folder, chain)

    def _facts_of(self, given: Submission, chain: packs.Chain) -> Facts:
        """Those of before where data, tables and packs' own facts are the same: a template was saved."""
        tables = packs.table_specs(chain, given.year)
        made_of = pickle.dumps(given), chain.names, chain.own_data, tables
        if self._facts is None or self._facts[0] != made_of:
            self._facts = made_of, api.fill(given, chain).facts
        return self._facts[1]


def _told_alone(sentences: str) -> str:
    body = f'<main><p class="preview-fault" role="alert">{escape(sentences)}</p></main>'
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"></head><body>{body}</body></html>'
    )


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
        _, chain = _given_by(folder)
    except Exception:  # the page says why
        return _watched_places(folder, None)
    return _watched_places(folder, chain)


def _watched_places(folder: Path, chain: packs.Chain | None) -> list[Path]:
    home, places = home_of(folder), [pack.folder for pack in chain.packs] if chain else [packs.built_in()]
    return [home, *(path for path in places if not path.is_relative_to(home))]


def _given_by(folder: Path) -> tuple[Submission, packs.Chain]:
    given = read(folder)
    return given, named_pack("", (), folder).chain(given)


def _file(chain: packs.Chain, section: str) -> str:
    source = chain.source(f"sections/{section}.j2")
    return source[1] if source else ""


def _with(document: str, files: dict[str, str], made_from: str, nonce: str) -> str:
    as_json = json.dumps(files, ensure_ascii=False).replace("<", "\\u003c")
    script = SCRIPT.replace("STATE", made_from).replace("FILES", as_json)
    own = f'<style>{STYLE}</style><script nonce="{nonce}">{script}</script>'
    return document.replace("</body>", f"{own}</body>")
