"""The documents as a site (`make site`): every page is in its menu, and nothing is asked of another host."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from scripts import make_site

ROOT = make_site.ROOT
SETTINGS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
MENU = Counter(re.findall(r"^ +- .+: (\S+\.md)$", SETTINGS, re.MULTILINE))


def test_the_menu_lists_every_document_once() -> None:
    pages = {path.relative_to(ROOT).as_posix() for path in make_site.documents() if path.suffix == ".md"}
    assert set(MENU) == {page for page in pages if not page.startswith("examples/")}
    assert set(MENU.values()) == {1}


def test_the_site_is_read_from_a_disk_in_chinese() -> None:
    for said in ("use_directory_urls: false", "font: false", "lang: zh", "- offline", "generator: false"):
        assert said in SETTINGS
    assert "//" not in SETTINGS  # no address of another host


def test_an_address_of_another_host_is_found(tmp_path: Path) -> None:
    harmless = '<svg xmlns="http://www.w3.org/2000/svg"></svg><a href="docs/api.html">接口</a>'
    (tmp_path / "a.html").write_text(harmless, encoding="utf-8")
    assert list(make_site.elsewhere(tmp_path)) == []
    (tmp_path / "b.html").write_text('<script src="//host.example/a.js"></script>', encoding="utf-8")
    (tmp_path / "c.css").write_text("@import 'https://host.example/a.css';", encoding="utf-8")
    assert sorted(make_site.elsewhere(tmp_path)) == [
        "b.html：//host.example/a.js",
        "c.css：https://host.example/a.css",
    ]


def test_make_site_is_a_target_and_the_readme_tells_of_it() -> None:
    assert re.search(r"^site:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert "make site" in (ROOT / "README.md").read_text("utf-8")
