"""An office's own Word file: whole in the DOCX, text and tables in every output, what is lost is named."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm
from lxml import etree
from PIL import Image

import disclosure
from disclosure import pictures
from disclosure.document import Attachment, TableBlock
from disclosure.errors import IncompleteError
from disclosure.outputs import Artifact
from tests.contract.test_publication import CANARY, unpacked
from tests.contract.test_same_sentences import FORMATS, characters, files_of
from tests.departments import EXAMPLES
from tests.unit.outputs.reading import printed

EXAMPLE = EXAMPLES / "panzhihua-xiqu-2023"
SPY = "CANARYPICTURE"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def report() -> bytes:
    """A report as an office types it: a heading, a merged table on a landscape page, a picture, a header."""
    word = docx.Document()
    word.add_heading("项目绩效情况", 1)
    word.add_paragraph("本项目A&B全年投入<20>万元。")
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    table = word.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "指标"
    table.cell(0, 2).text = "得分"
    for row, name in ((1, "数量指标"), (2, "质量指标")):
        table.cell(row, 0).text, table.cell(row, 1).text, table.cell(row, 2).text = "产出", name, "50"
    word.add_section(WD_SECTION.NEW_PAGE)
    word.add_picture(BytesIO(telling()), width=Mm(30))
    word.add_paragraph("图为项目现场。")
    word.sections[0].header.paragraphs[0].text = "内部资料"
    target = BytesIO()
    word.save(target)
    return target.getvalue()


def telling() -> bytes:
    """A telephone's photograph: who took it and where, a remark, a preview behind its end."""
    exif = Image.Exif()
    exif[0x013B] = f"{CANARY} {SPY}"
    exif.get_ifd(0x8825)[29] = SPY
    target = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 90)).save(
        target, "JPEG", exif=exif, comment=SPY.encode(), xmp=SPY.encode()
    )
    return target.getvalue() + SPY.encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's data with two reports more: one laid out in every way, one that hides something."""
    folder = tmp_path_factory.mktemp("data")
    for file in EXAMPLE.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "报告.docx").write_bytes(report())
    (folder / "内部.docx").write_bytes(confidential())
    entries = "  - {标题: 项目绩效自评报告, 文件: 报告.docx}\n  - {标题: 内部报告, 文件: 内部.docx}\n"
    data = (folder / "data.yaml").read_text(encoding="utf-8")
    (folder / "data.yaml").write_text(data.replace("附件:\n", f"附件:\n{entries}"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def composed(folder: Path) -> disclosure.Composed:
    return disclosure.compose(folder)


Written = Mapping[str, Sequence[Artifact]]


@pytest.fixture(scope="module")
def written(composed: disclosure.Composed) -> Written:
    """The files of each format."""
    return {format: files_of(composed, format) for format in FORMATS}


@pytest.mark.parametrize("format", FORMATS)
def test_the_report_stands_in_every_output_with_the_rest(
    composed: disclosure.Composed, written: Written, format: str
) -> None:
    text = characters(format, written[format][0].data)
    assert [line for line in printed(composed.document) if re.sub(r"\s", "", line) not in text] == []
    for words in ("项目绩效情况", "本项目A&B全年投入<20>万元。", "数量指标", "图为项目现场。"):
        assert words in text


def test_merged_cells_and_the_landscape_page_are_kept(composed: disclosure.Composed) -> None:
    attachment = next(block for block in composed.document.blocks if isinstance(block, Attachment))
    table = next(block for block in attachment.blocks if isinstance(block, TableBlock))
    assert table.landscape
    assert table.head[0].cells[0].colspan == 2


def test_what_cannot_be_carried_over_is_named(composed: disclosure.Composed) -> None:
    assert any("报告.docx" in note and "页眉" in note for note in composed.notes)


def confidential() -> bytes:
    """Everything a Word file hides: author, comment, hidden text, a deletion, a custom property."""
    word = docx.Document()
    word.core_properties.author = word.core_properties.last_modified_by = word.core_properties.comments = (
        CANARY
    )
    paragraph = word.add_paragraph("可以公开的文字。")
    hidden = paragraph.add_run(CANARY)
    hidden.font.hidden = True
    word.add_comment(paragraph.runs[0], CANARY, author=CANARY)
    deletion = (
        f'<w:del xmlns:w="{W}" w:id="9" w:author="{CANARY}" w:date="2024-01-01T00:00:00Z">'
        f"<w:r><w:delText>{CANARY}</w:delText></w:r></w:del>"
    )
    element: Any = paragraph._p
    element.append(etree.fromstring(deletion))
    target = BytesIO()
    word.save(target)
    return target.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_what_a_word_file_hides_is_not_published(written: Written, format: str) -> None:
    for artifact in written[format]:
        raw = unpacked(artifact.name, artifact.data)
        assert not [one for one in (CANARY, SPY) if one.encode() in raw or one.encode("utf-16-be") in raw]
    assert "可以公开的文字。" in characters(format, written[format][0].data)


def test_a_picture_that_cannot_be_read_stops_a_publication_and_leaves_a_box_in_a_draft(folder: Path) -> None:
    word = docx.Document(str(folder / "报告.docx"))
    word.add_paragraph("图为设备。")
    (part,) = (rel.target_part for rel in word.part.rels.values() if "image" in rel.reltype)
    part._blob = b"\x01\x00\x00\x00 EMF"
    word.save(str(folder / "报告.docx"))
    sentence = "附件“报告.docx”第1张图片（“50”附近）是 EMF 矢量图，里面有什么查不清，不能公开"
    with pytest.raises(IncompleteError, match="第1张图片") as refused:
        disclosure.build(folder, ("html",))
    (said,) = refused.value.missing
    assert said.startswith(sentence)
    assert "另存为图片" in said
    draft = disclosure.build(folder, ("docx", "html"), draft=True)
    assert draft.missing == (said,)
    box = pictures.placeholder().data
    assert base64.b64encode(box) in draft.artifacts[1].data
    assert box in unpacked("", draft.artifacts[0].data)
