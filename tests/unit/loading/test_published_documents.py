"""Published documents become blocks: what the project itself built comes back whole, in order and kind."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from docx import Document as WordDocument

import disclosure
from disclosure import outputs
from disclosure.document import Document, Heading, of_kind, plain, walk
from disclosure.document.tables_on_pages import paged
from disclosure.errors import InputError
from disclosure.loading import published
from disclosure.loading.published.blocks import PublishedDocument, PublishedTable, PublishedText
from disclosure.outputs.docx.reference_look import read_look
from disclosure.readback.printed import END, WEB, WORD, Form, squeezed
from tests.departments import EXAMPLES

EXAMPLE = "yuxi-beijing-2023"
WHOLE = (EXAMPLE, "panzhihua-beijing-2017", "panzhihua-xiqu-2023", "putuo-shegong-2024")
Said = tuple[str, int, str]  # what it is, the level of a heading, the text without blanks


def of_bytes(folder: Path, name: str, data: bytes) -> PublishedDocument:
    (folder / name).write_bytes(data)
    return published.document(folder / name, name)


def of_text(folder: Path, text: str, name: str = "决算.txt") -> PublishedDocument:
    return of_bytes(folder, name, text.encode())


def anchors(table: PublishedTable) -> Iterator[str]:
    """The texts of a table's cells, a merged one once, row by row."""
    for at, row in enumerate(table.matrix.rows):
        begun = {cell.column: cell.text for cell in row.values() if cell.row == at}
        yield from (begun[column] for column in sorted(begun))


def said(document: PublishedDocument) -> Iterator[Said]:
    for block in document.blocks:
        if isinstance(block, PublishedTable):
            yield from (("cell", 0, squeezed(text)) for text in anchors(block))
        else:
            kind = {"heading": "heading", "contents": "contents"}.get(block.kind, "text")
            yield kind, block.level, squeezed(block.text)


def expected(document: Document, form: Form, corners: Callable[[str], list[str]]) -> Iterator[Said]:
    for piece in form.pieces(document):
        heading = piece.block if isinstance(piece.block, Heading) else None
        kinds = {"entry": "contents", "cell": "cell"}
        kind = "heading" if heading else kinds.get(piece.kind, "text")
        texts = {"corners": corners(piece.text), "row": []}.get(piece.kind, [piece.text])
        yield from ((kind, heading.level if heading else 0, text) for text in texts if text)


@cache
def composed(name: str) -> disclosure.Composed:
    return disclosure.compose(EXAMPLES / name)


def built(name: str, form: str, folder: Path) -> tuple[Document, Path]:
    """The document as the file shows it: wide tables in panels, long ones over pages."""
    made = composed(name)
    path = folder / f"决算.{form}"
    path.write_bytes(outputs.writer(form)(made.document, made.style, "决算")[0].data)
    return paged(made.document, read_look(made.style).paper, over_pages=form != "html"), path


def without_title_of_contents(listed: list[Said]) -> list[Said]:
    return [("text", 0, "目录") if each == ("contents", 0, "目录") else each for each in listed]


@pytest.mark.parametrize("name", WHOLE)
def test_a_page_is_read_back_whole(name: str, tmp_path: Path) -> None:
    document, path = built(name, "html", tmp_path)
    wanted = list(expected(document, WEB, lambda text: text.split(END)))
    found = without_title_of_contents(list(said(published.document(path, path.name))))
    assert found[:-1] == wanted  # the last line is the publisher's
    assert {"heading", "text", "cell"} <= {kind for kind, _, _ in found}


@pytest.mark.parametrize("name", WHOLE)
def test_a_word_document_is_read_back_whole(name: str, tmp_path: Path) -> None:
    document, path = built(name, "docx", tmp_path)
    wanted = list(expected(document, WORD, lambda text: [text.replace(END, "")]))
    read = published.document(path, path.name)
    found = without_title_of_contents(list(said(read)))
    entries = [text for kind, _, text in found if kind == "contents"]
    assert [each for each in found if each[0] != "contents"] == [
        each for each in wanted if each[0] != "contents"
    ]
    listed = [text for kind, _, text in wanted if kind == "contents"]
    assert [text.rstrip("0123456789") for text in entries] == [text.rstrip("0123456789") for text in listed]


def test_the_notes_below_the_tables_are_notes(tmp_path: Path) -> None:
    document, path = built(EXAMPLE, "html", tmp_path)
    tables = [block for block in walk(document) if hasattr(block, "notes")]
    notes = [block.text for block in texts(published.document(path, path.name), "note")]
    assert len(notes) > 15
    assert set(map(squeezed, notes)) <= {squeezed(plain(note)) for table in tables for note in table.notes}


def texts(document: PublishedDocument, kind: str) -> list[PublishedText]:
    return [block for block in document.blocks if isinstance(block, PublishedText) and block.kind == kind]


def headings(document: PublishedDocument) -> list[str]:
    return [f"{block.level} {block.text}" for block in texts(document, "heading")]


def tables(document: PublishedDocument) -> list[PublishedTable]:
    return [block for block in document.blocks if isinstance(block, PublishedTable)]


def test_places_are_said_as_the_import_says_them(tmp_path: Path) -> None:
    _, path = built(EXAMPLE, "docx", tmp_path)
    found = published.document(path, path.name)
    first = next(block for block in texts(found, "heading"))
    number = sum(isinstance(block, PublishedText) for block in found.blocks[: found.blocks.index(first)]) + 1
    assert str(first.place().source) == f"决算.docx 第{number}段"
    assert str(tables(found)[2].place(1, 3).source) == "决算.docx 第3个表格第2行第4列"


def converted(path: Path, kind: str) -> Path:
    folder = path.parent / "converted"
    profile = f"-env:UserInstallation=file://{path.parent / 'libreoffice'}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / f"{path.stem}.{kind}"


@pytest.mark.libreoffice
def test_what_libreoffice_saved_reads_alike(tmp_path: Path) -> None:
    document, path = built(EXAMPLE, "docx", tmp_path)
    ours, theirs = (
        published.document(each, "决算.docx") for each in (path, converted(converted(path, "odt"), "docx"))
    )
    assert headings(theirs) == headings(ours)
    assert [block.text for block in texts(theirs, "body")] == [block.text for block in texts(ours, "body")]
    assert [list(anchors(table)) for table in tables(theirs)] == [
        list(anchors(table)) for table in tables(ours)
    ]
    with pytest.raises(InputError, match="内容是 .odt 文档，请用 WPS 打开，另存为 .docx"):
        published.document(tmp_path / "converted" / "决算.odt", "决算.odt")
    assert len(of_kind(Heading, walk(document))) == len(headings(ours))


# 工作簿


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    document, path = built(EXAMPLE, "xlsx", tmp_path)
    found = published.document(path, path.name)
    assert len(tables(found)) == 15
    printed = {squeezed(piece.text) for piece in WEB.pieces(document) if piece.kind == "cell"} - {""}
    cells = {squeezed(text) for table in tables(found) for text in anchors(table)}
    words = {text for text in printed if not any(letter.isdigit() for letter in text)}
    assert words <= cells
    assert len(texts(found, "note")) > 15
    above = [block.text for block in texts(found, "body")]
    assert {"收入支出决算表", "公开01表", "金额单位：元"} <= set(above)
    assert not headings(found)


def book(rows: list[list[str]], hidden: bool = False) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "收入"
    for row in rows:
        sheet.append(row)
    if hidden:
        workbook.create_sheet("底稿")["A1"] = "不公开"
        workbook["底稿"].sheet_state = "hidden"
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def test_titles_corners_and_notes_of_a_sheet_are_no_rows_of_its_table(tmp_path: Path) -> None:
    head, foot = (
        [["收入决算表"], ["部门：某某局", "", "单位：万元"]],
        [["合计", "", "5"], ["注：以上是某某。"], ["2.另有某某。"]],
    )
    second = [[], ["支出决算表"], ["项目", "", "数"], ["合计", "", "5"], ["其中："]]
    found = of_bytes(tmp_path, "表.xlsx", book([*head, ["项目", "", "数"], *foot, *second], hidden=True))
    kinds = [getattr(block, "kind", "table") for block in found.blocks]
    assert kinds == ["body", "body", "body", "table", "note", "note", "body", "table"]
    assert [list(anchors(table)) for table in tables(found)] == [
        ["项目", "数", "合计", "5"],
        ["项目", "数", "合计", "5", "其中："],
    ]
    assert str(tables(found)[1].place(1, 2).source) == "表.xlsx 收入!C10"
    assert str(texts(found, "body")[2].place().source) == "表.xlsx 收入!C2"
    assert found.lost == ("隐藏的工作表“底稿”",)


# 文字


PLAIN = """第一部分 部门概况
一、部门职责
[bookmark: _Toc1]负责某某工作。
第二部分 2023年度部门决算情况说明
收入支出决算总体情况说明
2023年度收、支总计均为5万元。
[image: 图1]二、收入决算情况说明\t
本年收入合计5万元。
三、其他重要事项的情况说明
（一）机关运行经费支出情况。
机关运行经费1万元。
（二）政府采购支出情况
1.因公出国（境）经费支出0万元
没有政府采购。
四、某某基金情况说明
没有基金。
国有资本经营预算情况说明
没有国有资本经营预算。
其他情况说明
（一）名称由来
由来已久。
名词解释
1.收入：指单位的收入。
第四部分 附件
附件1
部门预算绩效评价报告
- 3 -
"""


def test_headings_of_a_text_are_known_by_their_numbers_and_by_their_neighbours(tmp_path: Path) -> None:
    found = of_text(tmp_path, PLAIN)
    assert headings(found) == [
        "1 第一部分 部门概况",
        "2 一、部门职责",
        "1 第二部分 2023年度部门决算情况说明",
        "2 收入支出决算总体情况说明",
        "2 二、收入决算情况说明",
        "2 三、其他重要事项的情况说明",
        "3 （一）机关运行经费支出情况。",
        "3 （二）政府采购支出情况",
        "2 四、某某基金情况说明",
        "2 国有资本经营预算情况说明",
        "2 其他情况说明",
        "3 （一）名称由来",
        "1 名词解释",
        "1 第四部分 附件",
        "1 附件1",
    ]
    assert [block.text for block in texts(found, "running")] == ["- 3 -"]
    assert [str(block.place().source) for block in texts(found, "heading")[4:5]] == ["决算.txt 第7行"]
    assert found.lost == ("图片（1 张，里面的字没有读）",)
    assert texts(found, "body")[0].text == "负责某某工作。"


@pytest.mark.parametrize(
    "lines",
    [
        ["一、收入决算表", "二、支出决算表", "三、财政拨款收入支出决算总表"],
        ["纳入决算的单位：", "1.某某中心", "2.某某馆", "以上单位不独立编制预算。"],
        ["1.某某中心；", "2.某某馆", "以上单位不独立编制预算。"],
        ["（一）机构组成。某某局内设科室3个。"],
        ["（一）公务接待费支出5万元", "主要用于接待。"],
        ["一、负责某某工作，承办其他事项，", "以及某某。"],
        ["财政拨款收支变动情况", "本年收入5万元。"],
        ["图1：收支变动情况", "一、收入情况说明如下："],
        ["附件材料齐全", "已经备案。"],
        ["（三）对决算管理工作没有意见和建议。"],
        ["3.14万元", "3.5倍"],
    ],
)
def test_what_only_looks_like_a_heading_is_none(lines: list[str], tmp_path: Path) -> None:
    found = of_text(tmp_path, "\n".join(lines))
    assert headings(found) == []
    assert [block.text for block in texts(found, "body")] == lines


def test_the_contents_end_where_their_first_entry_comes_again(tmp_path: Path) -> None:
    listed = ["目  录", "第一部分 概况\t1", "一、职责……1", "第二部分 说明 2", "附件1 报告 3"]
    found = of_text(tmp_path, "\n".join(["某某局决算", *listed, "第一部分 概况", "一、职责", "负责工作。"]))
    assert [block.text for block in texts(found, "contents")] == listed
    assert headings(found) == ["1 第一部分 概况", "2 一、职责"]
    shorter = of_text(tmp_path, "目录\n第一部分 概况\n一、职责\n第一部分 某某局概况\n一、职责\n负责工作。")
    assert headings(shorter) == ["1 第一部分 某某局概况", "2 一、职责"]
    without = of_text(tmp_path, "\n".join([*listed, "某某局负责工作。"]))
    assert [block.text for block in texts(without, "contents")] == listed


TABLE = "收入决算表\n公开02表\n单位：元\n{rows}\n\n注：1.本表反映收入。\n2.另有某某。\n本年收入增加。"


def test_rows_of_a_text_with_tabs_are_a_table(tmp_path: Path) -> None:
    rows = "项目\t\t金额\n合计\t\t5\n其中：\t\t\n\t教育\t3"
    found = of_text(tmp_path, TABLE.format(rows=rows))
    (table,) = tables(found)
    assert [{column: cell.text for column, cell in row.items()} for row in table.matrix.rows] == [
        {0: "项目", 2: "金额"},
        {0: "合计", 2: "5"},
        {0: "其中："},
        {1: "教育", 2: "3"},
    ]
    assert str(table.place(1, 2).source) == "决算.txt 第5行第3列"
    assert [block.text for block in texts(found, "note")] == ["注：1.本表反映收入。", "2.另有某某。"]
    assert [block.text for block in texts(found, "body")][-1] == "本年收入增加。"


def test_cells_of_a_text_one_below_the_other_are_a_table(tmp_path: Path) -> None:
    rows = "\t项目\n\t金额\n\n\t合计\n\t5\n\n\t\n\t3"
    (table,) = tables(of_text(tmp_path, TABLE.format(rows=rows)))
    assert [{column: cell.text for column, cell in row.items()} for row in table.matrix.rows] == [
        {0: "项目", 1: "金额"},
        {0: "合计", 1: "5"},
        {1: "3"},
    ]
    assert str(table.place(1, 1).source) == "决算.txt 第8行"


def test_paragraphs_that_begin_with_a_tab_are_no_table(tmp_path: Path) -> None:
    paragraphs = [f"\t{'本年收入增加，' * 6}主要是人员增加。", f"\t{'本年支出减少，' * 6}主要是项目减少。"]
    found = of_text(tmp_path, "\n".join(paragraphs))
    assert tables(found) == []
    assert len(texts(found, "body")) == 2


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_its_coding(coding: str, tmp_path: Path) -> None:
    found = of_bytes(tmp_path, "决算.txt", "一、收入情况\r\n收入5万元。\f\r\n".encode(coding))
    assert headings(found) == ["2 一、收入情况"]
    assert [block.text for block in texts(found, "body")] == ["收入5万元。"]


def test_markdown_says_its_headings(tmp_path: Path) -> None:
    found = of_text(tmp_path, "# 第一部分 概况\n## 一、职责\n负责工作。\n## 二、机构\n1. 某某科", "决算.md")
    assert headings(found) == ["1 第一部分 概况", "2 一、职责", "2 二、机构"]


# Word、网页


def word(make: Callable[[object], None]) -> bytes:
    document = WordDocument()
    make(document)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _styled_one_level_up(document: object) -> None:
    for text, level in (("一、职责", 1), ("（一）主要职责", 2), ("二、机构", 1), ("名词解释", 1)):
        document.add_heading(text, level)  # type: ignore[attr-defined]
        document.add_paragraph("某某。")  # type: ignore[attr-defined]


def test_levels_of_a_word_document_are_those_that_its_numbers_mean(tmp_path: Path) -> None:
    found = of_bytes(tmp_path, "决算.docx", word(_styled_one_level_up))
    assert headings(found) == ["2 一、职责", "3 （一）主要职责", "2 二、机构", "2 名词解释"]


def _styled_in_part(document: object) -> None:
    for text, level in (("一、职责", 1), ("二、机构", 1)):
        document.add_heading(text, level)  # type: ignore[attr-defined]
        for line in ("（一）本级", "设科室3个。", "三、二级单位", "1.某某馆", "某某馆设科室3个。"):
            document.add_paragraph(line)  # type: ignore[attr-defined]


def test_a_level_that_a_word_document_does_not_style_is_known_by_its_numbers(tmp_path: Path) -> None:
    """But no more headings of a level that it styles, and no items."""
    found = of_bytes(tmp_path, "决算.docx", word(_styled_in_part))
    assert headings(found) == ["2 一、职责", "3 （一）本级", "2 二、机构", "3 （一）本级"]


def _plain_paragraphs(document: object) -> None:
    document.sections[0].header.paragraphs[0].text = "某某局2023年度决算"  # type: ignore[attr-defined]
    for text in ("一、收入情况", "收入5万元。", "二、支出情况"):
        document.add_paragraph(text)  # type: ignore[attr-defined]
    run = document.add_paragraph("支出5万元").add_run("（草稿）")  # type: ignore[attr-defined]
    run.font.hidden = True
    frame = document.add_table(1, 1)  # type: ignore[attr-defined]
    frame.cell(0, 0).text = "三、其他情况\n没有其他。"


def test_a_word_document_without_styles_is_read_by_its_numbers(tmp_path: Path) -> None:
    found = of_bytes(tmp_path, "决算.docx", word(_plain_paragraphs))
    assert [block.text for block in found.blocks if isinstance(block, PublishedText)] == [
        "一、收入情况",
        "收入5万元。",
        "二、支出情况",
        "支出5万元",
        "三、其他情况",
        "没有其他。",
    ]
    assert headings(found) == ["2 一、收入情况", "2 二、支出情况", "2 三、其他情况"]
    assert str(found.blocks[-1].place().source) == "决算.docx 第6段"  # type: ignore[call-arg]
    (lost,) = found.lost  # the header is none
    assert lost.startswith("隐藏文字")


def test_what_a_page_does_not_show_is_told(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>一、收入情况</h1><p>收入5万元<span style='display: none'>（待核）</span>。</p>"
        "<div hidden><p>草稿</p></div><img src='表.png'><h1>二、支出情况</h1><p>支出5万元。</p>"
        "<svg><text>图里的字</text></svg><h2>解释</h2><p>某某。</p></body></html>"
    )
    found = of_bytes(tmp_path, "决算.html", page.encode())
    assert headings(found) == ["2 一、收入情况", "2 二、支出情况", "3 解释"]
    assert [block.text for block in texts(found, "body")] == ["收入5万元。", "支出5万元。", "某某。"]
    assert found.lost == ("隐藏文字（2 处）", "图片（2 张，里面的字没有读）")


# 一批文件，读不了的文件


def together(path: Path) -> list[str]:
    return [read_or_why_not(content, name) for name, content in published.files(path, path.name)]


def read_or_why_not(content: Callable[[], bytes], name: str) -> str:
    try:
        return published.document_of(content(), name, name).name
    except InputError as error:
        return str(error)


def test_a_folder_and_a_zip_give_their_documents_one_by_one(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("内/甲.txt", "一、收入情况")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("乙.html", "<p>收入</p>")
        archive.writestr("丙.doc", "旧")
        archive.writestr("丁.zip", inner.getvalue())
        archive.writestr("__MACOSX/._乙.html", "x")
    folder = tmp_path / "公开"
    folder.mkdir()
    (folder / "局.zip").write_bytes(outer.getvalue())
    (folder / "戊.txt").write_text("收入", encoding="utf-8")
    (folder / "~$戊.docx").write_text("锁", encoding="utf-8")
    assert together(folder) == [
        "公开/局.zip/乙.html",
        "公开/局.zip/丙.doc：这种格式不能直接读取，请用 Word 或 WPS 打开，另存为 .docx（Word 文档）再试",
        "公开/局.zip/丁.zip：是压缩包，不是一份文件；请先解压，再读里面的文件",
        "公开/戊.txt",
    ]
    assert together(folder / "戊.txt") == ["戊.txt"]


def test_names_in_a_zip_of_windows_are_read(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("0123.txt", "收入")
    name = "决算".encode("gb18030")
    (tmp_path / "包.zip").write_bytes(data.getvalue().replace(b"0123", name))
    assert together(tmp_path / "包.zip") == ["包.zip/决算.txt"]


def test_a_zip_that_is_too_large_or_broken_is_one_sentence(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.txt", "收入")
    (tmp_path / "多.zip").write_bytes(data.getvalue())
    (tmp_path / "坏.zip").write_bytes(data.getvalue()[:-500])
    assert together(tmp_path / "多.zip") == ["多.zip：里面的文件太多或太大，请分成几份再试"]
    assert together(tmp_path / "坏.zip") == ["坏.zip：压缩包不完整或已损坏，请重新复制，或解压后再试"]


def test_a_member_that_unpacks_without_end_is_one_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "大.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("甲.txt", bytes(21 * 1024 * 1024))
        archive.writestr("乙.txt", "收入")
    first, second = together(tmp_path / "大.zip")
    assert first == "大.zip/甲.txt：文件太大，超过了 20 MB，请核对是不是放错了文件"
    assert second == "大.zip/乙.txt"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("决算.wps", "请用 WPS 打开，另存为 .docx（Word 文档）再试"),
        ("决算.et", "请用 WPS 打开，另存为 .xlsx（Excel 工作簿）再试"),
        ("决算.ofd", "请用原来的 Word 文档，另存为 .docx（Word 文档）再试"),
        ("决算.JPG", "是图片，里面的字不能读出，请用原来的 Word 文档，另存为 .docx 再试"),
        ("决算.tif", "是图片，里面的字不能读出，请用原来的 Word 文档，另存为 .docx 再试"),
        ("决算.rar", "是压缩包，不是一份文件；请先解压，再读里面的文件"),
        ("决算.dat", "不是可以读取的文件，请另存为 .xlsx、.docx 或网页再试"),
    ],
)
def test_a_file_that_is_not_read_is_told_what_to_save_it_as(name: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        of_bytes(tmp_path, name, b"\x00\x01")
    assert str(caught.value).startswith(f"{name}：")
    assert str(caught.value).endswith(sentence)


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_a_text_of_nothing_but_lines_is_refused(end: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="展开后过大"):
        of_text(tmp_path, f"收{end}" * 1_100_000)


def test_a_long_text_of_headings_ends(tmp_path: Path) -> None:
    """In a time that grows with its length alone."""
    found = of_text(tmp_path, "一、收入情况\n收支情况说明\n1.一\n" * 20_000 + "1" * 1_000_000)
    assert headings(found).count("2 一、收入情况") == 20_000
