"""The pages for clerks: each step is done as written, and what the page promises is then in the document."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from disclosure import figures, packs
from disclosure.authoring import find, reference, trial
from disclosure.authoring.check import check
from disclosure.packs.remark import errors
from tests.unit.test_docs import ROOT, Story, blocks

GUIDE = ROOT / "docs" / "pack-guide.md"


def printed(folder: Path) -> str:
    """What the page made last says, without its mark-up."""
    (page,) = folder.glob("out/*.html")
    return unescape(re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8")))


def test_each_step_of_the_guide_leads_to_what_it_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    story = Story(monkeypatch, tmp_path)
    seen = 0
    before = ""
    for language, text in blocks(GUIDE):
        if language == "text":
            now = printed(tmp_path)
            assert [line for line in text.splitlines() if line not in now] == []
            assert now != before, "the step changed nothing"
            before, seen = now, seen + 1
        else:
            story.tell(language, text)
    assert seen == 5


def test_the_guide_says_what_really_stands_in_the_files_that_the_commands_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the page shows a file after a command, only what it tells to change may differ from what was written."""
    monkeypatch.chdir(tmp_path)
    story = Story(monkeypatch, tmp_path)
    changed = []
    for language, text in blocks(GUIDE):
        name = re.match(r"(?:# |\{# )(\S+\.(?:toml|j2))", text)
        path = tmp_path / name[1] if name else None
        if path and path.name in ("wording.toml", "total.j2"):
            written = path.read_text(encoding="utf-8").splitlines()
            shown = text.splitlines()[1:]
            changed.append(
                (len(written), len(shown), sum(one != other for one, other in zip(written, shown, strict=False)))
            )
        if language != "text":
            story.tell(language, text)
    assert changed == [(2, 2, 1), (3, 4, 1)]


@pytest.mark.parametrize("name", packs.available([packs.built_in()]))
def test_every_delivered_pack_passes_its_check(name: str) -> None:
    assert [str(remark) for remark in errors(check(*find.chain(name)))] == []


def test_the_reference_is_up_to_date() -> None:
    text = (ROOT / "docs" / "pack-reference.md").read_text(encoding="utf-8")
    assert text == reference.reference(), "请运行 make docs"


def test_the_reference_names_every_filter_and_test_and_only_these() -> None:
    chain = find.chain("standard")[0]
    department = trial.department(trial.NORMAL, "standard")
    facts = packs.Facts(department, figures.derive(department), chain.manifest, chain.wording)
    env = packs.environment_of(chain, facts)
    assert set(reference.FILTERS) == set(env.filters) - set(env.turns)
    assert set(reference.TESTS) == set(env.tests)
