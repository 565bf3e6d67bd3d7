"""The publication edition holds only what is printed; drafts and working editions say what they are."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from docx.shared import Mm
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image
from pypdf.generic import StreamObject

import disclosure
from disclosure import outputs, projects
from disclosure.errors import IncompleteError
from tests import making
from tests.contract.sample import png
from tests.departments import EXAMPLES, text

DATA = (EXAMPLES / "panzhihua-beijing-2023" / "data.yaml").read_text(encoding="utf-8")
CANARY = "金丝雀"
DAY = "2031年7月19日"  # a date cannot bear the canary


@pytest.fixture
def canaries(tmp_path: Path) -> Path:
    """An example with a canary in every field and place that is not printed."""
    folder = tmp_path / f"{CANARY}文件夹"
    folder.mkdir()
    for file in (EXAMPLES / "panzhihua-beijing-2023").glob("*.md"):
        (folder / file.name).write_bytes(file.read_bytes())
    data = re.sub(r"(?<=, )项目名称: [^,}\n]+", f"项目名称: {CANARY}项目", DATA)
    data += f"  批复文号: {CANARY}批复\n  批复日期: {DAY}\n"
    data += f"  联系方式: {CANARY}联系\n  网址: {CANARY}网址\n"
    data = data.replace("公开信息:\n", f"公开信息:\n  保密审查: {CANARY}审查\n  审签: {CANARY}审签\n", 1)
    tail = data.index("附件:\n")
    extra = data[data.rindex("  批复文号") :]
    data = data[:tail] + data[tail : data.rindex("  批复文号")]
    data = data.replace("公开信息:\n", "公开信息:\n" + extra, 1)
    waived = f"代码: X01, 位置: {CANARY}位置, 理由: {CANARY}理由, 姓名: {CANARY}姓名, 日期: 2024年1月1日"
    data += f"豁免:\n  - {{{waived}}}\n"
    data += f"# {CANARY}注释\n"
    (folder / "data.yaml").write_text(data, encoding="utf-8")
    _add_workbook(folder)
    _use_own_pack(folder)
    _attach_photograph(folder)
    return folder


def _add_workbook(folder: Path) -> None:
    """A fill-in workbook with nothing filled in, and all that a workbook holds beside its cells."""
    projects.new(folder / "新建", pack="standard", year=2023)
    (new,) = (folder / "新建").glob("*.xlsx")
    book = openpyxl.load_workbook(new)
    for name in [name for name in book.sheetnames if name != "名词"]:
        del book[name]
    properties = book.properties
    properties.creator = properties.lastModifiedBy = properties.keywords = properties.description = CANARY
    book.create_sheet(f"{CANARY}底稿").sheet_state = "hidden"
    book.worksheets[0]["A1"].comment = Comment(CANARY, CANARY)
    book.defined_names[CANARY] = DefinedName(CANARY, attr_text="1")
    book.save(folder / "决算数据.xlsx")


def _use_own_pack(folder: Path) -> None:
    """A pack of the office's own that changes nothing: names, remarks, files that nobody asks for."""
    data = folder / "data.yaml"
    pack = "sichuan-panzhihua-beijing-2023"
    data.write_text(
        data.read_text(encoding="utf-8").replace(f"模板: {pack}", f"模板: {CANARY}模板"), encoding="utf-8"
    )
    head = (
        f'# {CANARY}\n"名称" = "{CANARY}模板"\n"版本" = "{CANARY}1"\n"简介" = "{CANARY}"\n"继承" = "{pack}"\n'
    )
    files = {
        "pack.toml": head,
        f"{CANARY}.txt": CANARY,
        f"sections/{CANARY}.j2": f"{{# {CANARY} #}}{CANARY}",
        "style/unused.css": f"/* {CANARY} */",
    }
    making.pack(folder / "templates", f"{CANARY}模板", files=files)


def _attach_photograph(folder: Path) -> None:
    """A report under an office's own name, in it a photograph that tells who took it."""
    exif = Image.Exif()
    exif[0x013B] = exif[0x010E] = CANARY
    photograph, report = BytesIO(), docx.Document()
    Image.new("RGB", (40, 30)).save(photograph, "JPEG", exif=exif, comment=CANARY.encode())
    report.add_paragraph("现场照片如下。")
    report.add_picture(BytesIO(png()), width=Mm(40))
    (part,) = (rel.target_part for rel in report.part.rels.values() if "image" in rel.reltype)
    part._blob = photograph.getvalue()
    report.core_properties.author = CANARY
    report.save(str(folder / f"{CANARY}.docx"))
    data = folder / "data.yaml"
    entry = f"附件:\n  - {{标题: 现场, 文件: {CANARY}.docx}}\n"
    data.write_text(data.read_text(encoding="utf-8").replace("附件:\n", entry, 1), encoding="utf-8")


def pdf_content(reader: pypdf.PdfReader) -> bytes:
    """Every object with its stream decompressed, and the text as a reader shows it."""
    content = "".join(page.extract_text() for page in reader.pages).encode()
    for number in range(1, int(str(reader.trailer["/Size"]))):
        item = reader.get_object(number)
        content += str(item).encode()
        content += item.get_data() if isinstance(item, StreamObject) else b""
    return content


def unpacked(name: str, data: bytes) -> bytes:
    """All bytes a reader could get at: members of zips within zips, streams of a PDF."""
    if data.startswith(b"PK"):
        archive = zipfile.ZipFile(BytesIO(data))
        return b"".join(
            member.encode() + unpacked(member, archive.read(member)) for member in archive.namelist()
        )
    if data.startswith(b"%PDF"):
        return data + pdf_content(pypdf.PdfReader(BytesIO(data)))
    return data


def test_nothing_that_is_not_printed_is_in_any_byte_of_a_publication(canaries: Path) -> None:
    built = disclosure.build(canaries, outputs.FORMATS)
    assert any("现场照片如下。".encode() in artifact.data for artifact in built.artifacts)
    assert built.chain.name == f"{CANARY}模板"
    (record,) = built.records.values()
    assert record.unseen == ()  # the styles of the report that is attached have neutral names
    assert record.ordinary_unseen["样式名"] > 100
    for artifact in built.artifacts:
        raw = artifact.name.encode() + unpacked(artifact.name, artifact.data)
        for encoding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"):
            assert CANARY.encode(encoding) not in raw, artifact.name
            assert DAY.encode(encoding) not in raw, artifact.name
        assert b"data.yaml" not in raw
        assert str(canaries.parent).encode() not in raw


def test_the_working_edition_tells_where_a_figure_comes_from(canaries: Path) -> None:
    (html,) = disclosure.build(canaries, ("html",), working=True).artifacts
    shown = html.data.decode()
    assert "data.yaml 第" in shown
    assert "收入·财政拨款收入的决算数" in shown or "收入的决算数" in shown


def test_a_publication_with_something_missing_is_refused_and_says_what(canaries: Path) -> None:
    data = canaries / "data.yaml"
    data.write_text(data.read_text(encoding="utf-8").replace("  收支总计: 228.35\n", ""), encoding="utf-8")
    with pytest.raises(IncompleteError, match="data.yaml 第.*行.* 上年收支总计") as caught:
        disclosure.build(canaries, ("html",))
    (missing,) = caught.value.missing
    assert re.fullmatch(r"data.yaml 第\d+行第\d+列 上年收支总计", missing)


def test_a_draft_shows_what_is_missing_at_its_place_and_lists_it(canaries: Path) -> None:
    data = canaries / "data.yaml"
    data.write_text(data.read_text(encoding="utf-8").replace("  收支总计: 228.35\n", ""), encoding="utf-8")
    composed = disclosure.compose(canaries, draft=True)
    (missing,) = composed.missing
    assert re.fullmatch(r"data.yaml 第\d+行第\d+列 上年收支总计", missing)
    assert "收、支总计【待填：上年收支总计】。" in text(composed.document)
    (html,) = disclosure.build(canaries, ("html",), draft=True).artifacts
    assert "草稿" in html.data.decode()
