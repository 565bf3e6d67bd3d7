"""The pages for clerks: each step is done as written, and what the page promises is then in the document."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

import disclosure
from disclosure import deriving, packs
from disclosure.authoring import author_reference, find_pack, trial_departments
from disclosure.authoring.pack_check import check
from disclosure.checks import report_printing
from disclosure.facts import Facts
from disclosure.packs.linting.remark import errors
from tests import delivered
from tests.unit.test_docs import ROOT, Story, blocks, shown

GUIDE = ROOT / "docs" / "pack-guide.md"


def printed(folder: Path) -> str:
    """What the page made last says, without its mark-up."""
    (page,) = folder.glob("out/*.html")
    return unescape(re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8")))


def edited(folder: Path, text: str) -> tuple[int, int] | None:
    """Of a file that a command wrote and the page shows: lines written, and those that the page changes."""
    name = re.match(r"(?:# |\{# )(\S+\.(?:toml|j2))", text)
    if name is None or Path(name[1]).name not in ("wording.toml", "total.j2"):
        return None
    written, shown = (folder / name[1]).read_text(encoding="utf-8").splitlines(), text.splitlines()[1:]
    return len(written), sum(one != other for one, other in zip(written, shown, strict=False))


def test_each_step_of_the_guide_leads_to_what_it_promises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    story = Story(monkeypatch, tmp_path)
    pages: list[str] = []
    edits = []
    for language, text in blocks(GUIDE):
        edits.append(edited(tmp_path, text))
        if language == "console":
            data = tmp_path / "某某局2024" / "data.yaml"
            data.write_text(data.read_text("utf-8").replace("安全检查资金: 8.5", "安全检查资金: 9"), "utf-8")
            found = report_printing.text(disclosure.check(data.parent))
            assert [line for line in text.splitlines() if line not in found] == []
            continue
        if language != "text":
            story.tell(language, text)
            continue
        now = printed(tmp_path)
        assert [line for line in text.splitlines() if line not in now] == []
        assert now not in pages, "the step changed nothing"
        pages.append(now)
    assert len(story.done) == shown(GUIDE)
    assert len(pages) == 8
    assert [edit for edit in edits if edit][:2] == [(2, 1), (3, 1)]  # what is shown later is written whole


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", delivered.OWN)
def test_every_delivered_pack_passes_its_check(name: str) -> None:
    assert [str(remark) for remark in errors(check(*find_pack.chain(name)))] == []


def test_the_reference_is_up_to_date() -> None:
    text = (ROOT / "docs" / "pack-reference.md").read_text(encoding="utf-8")
    assert text == author_reference.reference(), "请运行 make docs"


def test_the_reference_names_every_filter_and_test_and_only_these() -> None:
    chain = find_pack.chain("standard")[0]
    department = trial_departments.department(trial_departments.NORMAL, "standard")
    facts = Facts(department, deriving.derive(department))
    env = packs.environment_of(chain, facts)
    assert set(author_reference.FILTERS) == set(env.filters) - set(env.turns)
    assert set(author_reference.TESTS) == set(env.tests)
