"""CONTRIBUTING.md tells the truth: its recipes are carried out in a copy of the source, each takes effect."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.departments import small
from tests.unit.test_docs import ROOT, blocks

PAGE = ROOT / "CONTRIBUTING.md"
NEW = re.compile(r"# (\S+\.\w+)( 末尾)?\n")

# Runs in the copy: what each recipe promises, as one JSON object.
PROVE = """
import json, sys
import disclosure
from disclosure import outputs, packs, terms
from disclosure.loading.workbook import sheets
from disclosure.model import Submission
from disclosure.model.department import Publication

data = json.load(sys.stdin)
submission = Submission.model_validate(data, context={"unit": "万元"})
report = disclosure.check(submission)
composed = disclosure.compose(submission, draft=True)
parts = (composed.document, composed.style, "文")
texts = {name: outputs.writer(name)(*parts)[0].data.decode() for name in ("txt", "csv")}
form = next(block for sheet in sheets() for block in sheet.blocks if block.title == "公开信息")
print(json.dumps({
    "package": disclosure.__file__,
    "findings": {code: [found.message for found in report.of(code)] for code in ("XZ1", "XZ2")},
    "pack": packs.resolve("某市2024", [packs.built_in()]).names,
    "texts": texts,
    "unplaced": [name for name in map(terms.chinese, Publication.model_fields) if name not in form.keys],
    "value": submission.publication.fax,
}))
"""


def hunks(text: str) -> Iterator[tuple[str, str, str]]:
    """The changes that a diff shows: file, lines as they are, lines as they shall be."""
    for file in re.split(r"^--- ", text, flags=re.MULTILINE)[1:]:
        path, *parts = re.split(r"\n@@\n", file)
        for part in parts:
            lines = part.splitlines()
            old = [line[1:] for line in lines if line[0] in " -"]
            new = [line[1:] for line in lines if line[0] in " +"]
            yield path, "\n".join(old), "\n".join(new)


def carry_out(language: str, text: str, source: Path) -> None:
    """One block of the page, in the copy: a new file, lines at the end of one, or a change."""
    if language == "diff":
        for path, old, new in hunks(text):
            before = (source / path).read_text(encoding="utf-8")
            assert before.count(f"{old}\n") == 1, f"{path} has not once:\n{old}"
            (source / path).write_text(before.replace(old, new), encoding="utf-8")
    elif head := NEW.match(text):
        file = source / head[1]
        assert file.exists() == bool(head[2]), head[1]
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as end:
            end.write(f"\n{text[head.end() :]}")


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is so after all recipes."""
    source = tmp_path_factory.mktemp("source")
    for part in ("disclosure", "templates"):
        shutil.copytree(ROOT / part, source / part, ignore=shutil.ignore_patterns("__pycache__"))
    for language, text in blocks(PAGE):
        carry_out(language, text, source)
    data = small(单位="万元", 模板="某市2024", 公开信息={"联系方式": "83330001", "传真": "0000-83330002"})
    data["支出"][0]["款"]["30216"] = "20"
    run = subprocess.run(
        [sys.executable, "-c", PROVE],
        input=json.dumps(data),
        env={**os.environ, "PYTHONPATH": str(source)},
        cwd=source,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout)
    assert Path(answer["package"]).is_relative_to(source)
    return answer


def test_a_declared_check_finds(proved: dict[str, Any]) -> None:
    assert len(proved["findings"]["XZ1"]) == 1


def test_a_check_in_python_finds(proved: dict[str, Any]) -> None:
    assert proved["findings"]["XZ2"] == ["联系电话没有写区号"]


def test_a_pack_inherits(proved: dict[str, Any]) -> None:
    assert proved["pack"] == ["某市2024", "sichuan-2024", "sichuan-2023", "standard"]


def test_a_table_is_filled(proved: dict[str, Any]) -> None:
    assert any("培训费情况表" in line and "20.00" in line for line in proved["texts"]["csv"].splitlines())


def test_an_output_is_written(proved: dict[str, Any]) -> None:
    assert "第一部分" in proved["texts"]["txt"]


def test_a_data_key_is_read_and_has_its_place_in_the_workbook(proved: dict[str, Any]) -> None:
    assert proved["value"] == "0000-83330002"
    assert proved["unplaced"] == []


def test_every_place_that_the_page_names_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    told = set(re.findall(r"`((?:disclosure|templates|tests|docs)/[\w/.-]*)`", text))
    assert len(told) > 20
    made_by_a_recipe = {head[1] for _, block in blocks(PAGE) if (head := NEW.match(block))}
    assert [path for path in sorted(told - made_by_a_recipe) if not (ROOT / path).exists()] == []


def test_every_folder_of_the_package_has_its_line() -> None:
    text = PAGE.read_text(encoding="utf-8")
    parts = {path.name for path in (ROOT / "disclosure").iterdir() if (path / "__init__.py").is_file()}
    unnamed = {part for part in parts if f"`disclosure/{part}/" not in text}
    assert unnamed == set()


def test_every_make_target_of_the_page_exists_and_the_commit_hooks_are_local() -> None:
    targets = re.findall(r"^make (\w+)", blocks(PAGE)[0][1], re.MULTILINE)
    assert {"test", "quick", "fix", "lint", "docs"} <= set(targets)
    for target in targets:
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: *(\S+)", hooks) == ["local"]
    assert hooks.count("- id:") == hooks.count("language: system") > 0
