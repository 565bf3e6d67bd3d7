"""Attachments typed without mark-up: headings stand out, their title is printed once."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from disclosure import api, attach
from disclosure.document import Heading, plain, walk
from disclosure.packs.composing.plain_headings import with_headings
from tests.departments import EXAMPLES, small, submission

TITLE = "部门预算绩效评价报告"
EXAMPLE = EXAMPLES / "panzhihua-xiqu-2023"
FILE = "附件1-部门预算绩效评价报告.md"
TYPED = """部门预算绩效评价报告

一、部门概况
（一）机构组成
内设股室7个。
（二）职能
1.负责文电、会务、机要工作。
二、资金情况
收支平衡。主要做法是：
一、严格预算
二、规范支出
三、及时公开
三、评价结论
一、自评得分100分。
"""
HEADINGS = ["一、部门概况", "（一）机构组成", "（二）职能", "二、资金情况"]


def folder(tmp_path: Path, name: str, text: str) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "a", ignore=shutil.ignore_patterns("附件*"))
    data = tmp_path / "a" / "data.yaml"
    data.write_text(data.read_text(encoding="utf-8").replace(FILE, name), encoding="utf-8")
    (tmp_path / "a" / name).write_text(text, encoding="utf-8")
    return tmp_path / "a"


@pytest.mark.parametrize("name", ["报告.txt", "报告.md"])
def test_short_numbered_lines_with_something_below_are_headings(name: str, tmp_path: Path) -> None:
    document = api.compose(folder(tmp_path, name, TYPED), draft=True).document
    blocks = [block for block in walk(document) if isinstance(block, Heading) and "attachment-1" in block.id]
    below = [(block.level, plain(block.content)) for block in blocks[1:]]
    assert below == [(3 if text[0] != "（" else 4, text) for text in HEADINGS]


@pytest.mark.parametrize(
    "text",
    [
        "一、完成改革\n二、完成普查\n三、完成移交",
        "一、自评得分100分。\n收支平衡。",
        "一、主要做法是：\n收支平衡。",
        "1.完成改革\n收支平衡。",
        "一、预算执行情况说明" + "和改进措施" * 8 + "\n收支平衡。",
        "一、部门概况",
    ],
)
def test_items_of_a_list_sentences_and_the_last_line_are_text(text: str) -> None:
    assert with_headings(text, TITLE) == text


def test_a_text_with_marked_headings_keeps_its_own() -> None:
    text = "# 一、部门概况\n二、资金情况\n收支平衡。"
    assert with_headings(text, TITLE) == text


@pytest.mark.parametrize(
    "above",
    [TITLE, f"# {TITLE}", f"附件1：{TITLE}", f"  {TITLE[:4]}\n{TITLE[4:]}  ", f"《{TITLE}》", f"**{TITLE}**"],
)
def test_the_title_is_not_repeated(above: str) -> None:
    assert with_headings(f"{above}\n\n收支平衡。", TITLE).strip() == "收支平衡。"


@pytest.mark.parametrize("above", [f"甲局{TITLE}", "部门预算", ""])
def test_another_title_stays(above: str) -> None:
    assert with_headings(f"{above}\n收支平衡。", TITLE).strip() == f"{above}\n收支平衡。".strip()


def test_the_title_stands_once_in_every_output(tmp_path: Path) -> None:
    built = api.build(folder(tmp_path, "报告.txt", TYPED), ("html", "docx"), draft=True)
    page, paper = (artifact.data for artifact in built.artifacts)
    body = page.decode().partition('id="attachment-1"')[2]
    assert body.count(TITLE) == 1
    paragraphs = [paragraph.text for paragraph in docx.Document(BytesIO(paper)).paragraphs]
    assert [text for text in paragraphs if text.endswith(TITLE)] == [f"附件1 {TITLE}"]
    assert zipfile.is_zipfile(BytesIO(paper))


def test_the_title_of_a_word_file_stands_once(tmp_path: Path) -> None:
    file, stream = docx.Document(), BytesIO()
    for line in ("", TITLE, "收支平衡。"):
        file.add_paragraph(line)
    file.save(stream)
    bare = submission(small(附件="无"))
    built = api.build(attach(bare, TITLE, "报告.docx", stream.getvalue()), ("html", "docx"), draft=True)
    page, paper = (artifact.data for artifact in built.artifacts)
    assert page.decode().partition('id="attachment-1"')[2].count(TITLE) == 1
    paragraphs = [paragraph.text for paragraph in docx.Document(BytesIO(paper)).paragraphs]
    assert [text for text in paragraphs if text.endswith(TITLE)] == [f"附件1 {TITLE}"]
    assert "收支平衡。" in paragraphs
