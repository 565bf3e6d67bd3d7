"""工作稿 — the document of a folder as a page: the file of each section, faults in place."""

from __future__ import annotations

import gc
import json
from functools import cache
from html import escape

from disclosure.authoring import trial_run
from disclosure.desk.workplace import Seen
from disclosure.outputs import html
from disclosure.packs import Chain

SCRIPT = """
const files = FILES, folder = new URLSearchParams(location.search).get("d") ?? "", FIRST = 24;
function worded(paragraph) {
  const link = document.createElement("a");
  link.href = `/wording?${new URLSearchParams({ d: folder, at: paragraph.id })}`;
  link.target = "_top";
  link.append(`改这一句：${paragraph.textContent.trim().slice(0, FIRST)}……`);
  return link;
}
for (const [prefix, file] of Object.entries(files)) {
  const first = document.querySelector(`main [id^="${prefix}-"]`);
  if (!first) continue;
  const mark = document.createElement("details");
  mark.className = "desk-file";
  mark.innerHTML = "<summary>改说法</summary>";
  mark.append(file, ...[...document.querySelectorAll(`main p[id^="${prefix}-"]`)].map(worded));
  first.before(mark);
}
const panel = document.createElement("dialog");
panel.className = "desk-panel";
panel.setAttribute("aria-label", "这个数的来历");
document.body.append(panel);
async function explain(address) {
  const page = await (await fetch(address)).text();
  const shown = new DOMParser().parseFromString(page, "text/html").getElementById("main");
  const close = document.createElement("button");
  close.append("关上");
  close.addEventListener("click", () => panel.close());
  panel.replaceChildren(close, ...shown.children);
  for (const button of panel.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = `已复制 ${button.dataset.copy}`;
    });
  }
  if (!panel.open) panel.showModal();
}
function asked(event) {
  const there = event.target.closest(".desk-panel a[data-at]");
  if (there) { panel.close(); location.hash = there.dataset.at; }
  const number = event.target.closest(".figure[data-figure]");
  const further = event.target.closest(".desk-panel a[href^='/explain']");
  if (!number && !further && !there) return;
  event.preventDefault();
  if (there) return;
  const query = new URLSearchParams({ d: folder, figure: number?.dataset.figure ?? "" });
  explain(further ? further.href : `/explain?${query}`);
}
document.addEventListener("click", asked);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("span.figure[data-figure]")) asked(event);
});
"""
STYLE = """
.desk-file { font: 12px/1.6 sans-serif; color: #666; text-indent: 0; }
.desk-file summary { cursor: pointer; }
.desk-file a { display: block; }
:is(p, td, th):target { outline: 3px solid #1a4b8c; outline-offset: 2px; }
.figure[data-figure] { cursor: help; }
.desk-panel { max-width: 40rem; padding: 1rem 1.2rem; border: 2px solid #1a4b8c; font: 15px/1.6 sans-serif; }
.desk-panel :is(button, a) { font: inherit; }
.desk-panel h1 { font: bold 18px/1.5 sans-serif; margin: .4rem 0; text-align: left; }
.desk-panel h2 { font: bold 16px/1.5 sans-serif; margin: .8rem 0 .3rem; }
.desk-panel :is(h2, p, li) { text-indent: 0; }
.desk-panel p { margin: .3rem 0; }
.desk-panel .tag { display: inline-block; padding: 0 .4em; border: 1px solid; font-size: .85em; }
.desk-fault { margin: 1em; padding: 1em; border: 2px solid #b00; }
.desk-fault { white-space: pre-wrap; font: 16px/1.6 sans-serif; }
"""


def working_page(seen: Seen, nonce: str = "") -> str:
    """整页 — the document with faults in their place; where there is no document, the sentences why.

    `nonce` marks the page's own script, the only one that a browser is then allowed to run.
    """
    made = seen.once("page", lambda: _page_with_script(seen))
    return made.replace("NONCE", nonce, 1)


def _page_with_script(seen: Seen) -> str:
    if seen.filled is None or seen.composed is None:
        sentences = "\n".join((*map(str, seen.problems), seen.fault)).strip()
        return _told_alone(sentences)
    chain = seen.filled.chain
    files = {name.replace("_", "-"): _file(chain, name) for name in trial_run.sections(chain)}
    as_json = json.dumps(files, ensure_ascii=False).replace("<", "\\u003c")
    script = SCRIPT.replace("FILES", as_json)
    own = f'<style>{STYLE}</style><script nonce="NONCE">{script}</script>'
    made = html.page(seen.composed.document, seen.composed.style).replace("</body>", f"{own}</body>")
    _settle()
    return made


@cache
def _settle() -> None:
    """Once: what the first page brought in (libraries, packs) stays and is no longer searched for garbage."""
    gc.collect()
    gc.freeze()


def _told_alone(sentences: str) -> str:
    head = f'<meta charset="utf-8"><style>{STYLE}</style>'
    body = f'<main><p class="desk-fault" role="alert">{escape(sentences)}</p></main>'
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head><body>{body}</body></html>'


def _file(chain: Chain, section: str) -> str:
    source = chain.source(f"sections/{section}.j2")
    return source[1] if source else ""
