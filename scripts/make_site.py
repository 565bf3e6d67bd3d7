"""文档网站 — all documents as pages that need no network, with a search in Chinese: `make site`.

The documents are laid out as they lie in the project, so that their links lead on; mkdocs makes the pages. A
page that would ask another host for anything is refused.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "out" / "site-pages"
SITE = ROOT / "out" / "site"
_ELSEWHERE = re.compile(
    r"""(?:\b(?:src|href|action)=["']?|url\(["']?|@import ["'])((?:https?:)?//[^"')\s>]+)"""
)


def main() -> None:
    """程序入口 — lays the documents out, makes the site, looks for other hosts."""
    shutil.rmtree(PAGES, ignore_errors=True)
    for path in documents():
        place = PAGES / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    shutil.copy(ROOT / "scripts" / "site" / "iframe-worker.js", PAGES)
    command = [sys.executable, "-m", "mkdocs", "build", "--clean", "--quiet"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=True)
    if found := sorted(set(elsewhere(SITE))):
        sys.exit("网站里有别处的地址：\n" + "\n".join(found))
    print(f"文档网站：用浏览器打开 {SITE.relative_to(ROOT)}/index.html")


def documents() -> Iterator[Path]:
    """各篇 — the documents and their pictures."""
    yield from ROOT.glob("*.md")
    yield from ROOT.glob("docs/*.md")
    yield from ROOT.glob("docs/pictures/*")
    yield from ROOT.glob("examples/*/README.md")


def elsewhere(site: Path) -> Iterator[str]:
    """别处的地址 — what a page or a style would load from another host, or leads to."""
    for path in (path for kind in ("html", "css") for path in site.rglob(f"*.{kind}")):
        for address in _ELSEWHERE.findall(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(site)}：{address}"


if __name__ == "__main__":
    main()
