"""Files that were changed behind the writer's back are refused with the place."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from disclosure import api, outputs, readback
from disclosure.document import (
    Block,
    Cell,
    Contents,
    Document,
    Heading,
    Paragraph,
    Row,
    Style,
    TableBlock,
    Text,
)
from disclosure.errors import OutputError
from disclosure.outputs import Artifact
from tests.contract.sample import PIE, head, sample
from tests.contract.sample import TABLE as TABLE_OF_SAMPLE
from tests.departments import small, submission

STYLES = Path(__file__).parents[3] / "templates" / "standard" / "style"
STYLE = Style(
    "gbt9704",
    (STYLES / "gbt9704.docx").read_bytes(),
    (STYLES / "gbt9704.css").read_text(encoding="utf-8"),
)
ENDING = "；没有写出文件，请换一种格式（--format），并把这句话报告软件维护人员"
Change = Callable[[bytes], bytes]
Printed = Callable[[Document], tuple[Artifact, ...]]


@cache
def written(format: str) -> tuple[Artifact, ...]:
    return outputs.writer(format)(sample(), STYLE, "决算")


def refusal(format: str, files: tuple[Artifact, ...], document: Document | None = None) -> str:
    """The sentence that a build is refused with."""
    with pytest.raises(OutputError) as caught:
        readback.require_same(format, files, document or sample(), STYLE)
    said = str(caught.value)
    assert said.startswith(f"“{files[0].name}”写好后读")
    assert said.endswith(ENDING)
    return said


def changed(format: str, change: Change) -> tuple[Artifact, ...]:
    first, *others = written(format)
    data = change(first.data)
    assert data != first.data
    return (replace(first, data=data), *others)


def replaced(old: str, new: str) -> Change:
    """The first of a text becomes another."""
    return lambda data: data.replace(old.encode(), new.encode(), 1)


def in_part(name: str, change: Change) -> Change:
    """A change of one part of an archive: of the first whose name fits and that it changes."""

    def archived(data: bytes) -> bytes:
        target = BytesIO()
        with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
            fitting = (part for part in old.namelist() if re.fullmatch(name, part))
            part = next(part for part in fitting if change(old.read(part)) != old.read(part))
            for info in old.infolist():
                content = old.read(info.filename)
                new.writestr(info, change(content) if info.filename == part else content)
        return target.getvalue()

    return archived


@pytest.mark.parametrize("format", readback.READERS)
def test_what_was_written_is_what_is_read(format: str) -> None:
    readback.require_same(format, written(format), sample(), STYLE)


def test_every_format_of_this_package_has_a_reader() -> None:
    assert set(readback.READERS) == set(outputs.FORMATS)


BODY, CHART, SHEET = "word/document.xml", r"word/charts/chart\d+\.xml", "xl/worksheets/sheet1.xml"
TABLE = "“公开03表 支出决算表”"


@pytest.mark.parametrize(
    ("format", "change", "said"),
    [
        (
            "docx",
            in_part(BODY, replaced("269.29", "269.92")),
            "“2023年度收、支总计均为1,269.2…”这一段应为",
        ),
        ("docx", in_part(BODY, replaced(">1,000.00<", ">1,000.01<")), f"{TABLE}第2行第3格应为“1,000.00”"),
        ("docx", in_part(BODY, replaced(">不缩进的一行<", "><")), "“不缩进的一行”这一段应为“不缩进的一行”"),
        (
            "docx",
            in_part(CHART, replaced(">228.35<", ">228.53<")),
            "图“（图1：收、支决算总计变动情况图）”应为",
        ),
        ("html", replaced(">1,000.00<", ">1,000.01<"), f"{TABLE}第2行第3格应为“1,000.00”，读回的是“1,000.01"),
        ("html", replaced("有关工作", "工作"), "“研发A&B中心<负责>有关工作，重点保障…”这一段应为"),
        (
            "html",
            replaced(">228.35万元<", ">228.53万元<"),
            "图“（图1：收、支决算总计变动情况图）”应为“228.35万元”",
        ),
        (
            "docx",
            in_part(CHART, replaced("占99.9963%", "占99.9693%")),
            "图“（图2：收入决算结构图）”应为",
        ),
        ("html", replaced(">占99.9963%<", ">占99.9693%<"), "图“（图2：收入决算结构图）”应为“占99.9963%”"),
        ("html", replaced("</main>", "<p>多出一段</p></main>"), "读回的是“多出一段"),
        ("cms", replaced(">1,000.00<", ">1,000.01<"), f"{TABLE}第2行第3格应为“1,000.00”"),
        ("cms", replaced("228.35", "228.53"), "第1幅图应为"),
        (
            "xlsx",
            in_part(SHEET, replaced("<v>1000</v>", "<v>1001</v>")),
            f"{TABLE}工作表第7行应为“第3列 1000",
        ),
        (
            "csv",
            replaced("1000.00", "1000.01"),
            "第2个数（公开03表支出决算表）应为“1000.00”，读回的是“1000.01”",
        ),
        (
            "json",
            replaced("1000.00", "1000.01"),
            "第2个数（公开03表支出决算表）应为“1000.00”，读回的是“1000.01”",
        ),
    ],
)
def test_a_change_is_refused_with_its_place(format: str, change: Change, said: str) -> None:
    assert said in refusal(format, changed(format, change))


def test_an_empty_cell_that_moved_is_found() -> None:
    row = (Cell((Text("合计"),)), Cell(), Cell((Text("5"),)))
    wanted = with_table(Row((head("甲"), head("乙"), head("丙"))), Row(row))
    moved = with_table(Row((head("甲"), head("乙"), head("丙"))), Row((row[0], row[2], row[1])))
    for format in ("docx", "html", "cms", "xlsx"):
        files = outputs.writer(format)(moved, STYLE, "决算")
        assert "应为" in refusal(format, files, wanted)


def with_table(first: Row, *body: Row) -> Document:
    table = TableBlock("t", (first,), body, (1, 1, 1), title=(Text("表"),))
    return Document("甲", "乙", (table,))


# 换一份文稿写成的 PDF：字节不便直接改


def paper(*blocks: Block) -> Document:
    return Document("甲", "乙局", blocks)


@pytest.fixture(params=outputs.PDF_ENGINES)
def printed(request: pytest.FixtureRequest) -> Printed:
    """By one of the engines."""
    style = replace(STYLE, pdf_engine=outputs.pdf_engine(request.param))
    return lambda document: outputs.writer("pdf")(document, style, "决算")


def amended(document: Document, id: str, content: str | None) -> Document:
    """The sample without a block, or with other words in it."""
    kept = [block for block in document.blocks if block.id != id or content is not None]
    new = [
        replace(block, content=(Text(content or ""),)) if block.id == id else block  # type: ignore[arg-type]
        for block in kept
    ]
    return replace(document, blocks=tuple(new))


@pytest.mark.parametrize(
    ("id", "content", "said"),
    [
        ("p-2", None, "“1.负责与有关机构的联络。”这一段应为“1.负责与有关机构的联络。”"),
        (
            "p-5",
            "附表以后的正文。",
            "“附表之后的正文。”这一段应为“附表之后的正文。”，读回的是“附表以后的正文。",
        ),
        ("p-7", "注：最后一行。多", "文件末尾应为“（没有）”，读回的是“多”"),
    ],
)
def test_a_pdf_that_says_something_else_is_refused(
    printed: Printed, id: str, content: str | None, said: str
) -> None:
    assert said in refusal("pdf", printed(amended(sample(), id, content)))


def test_a_pdf_whose_chart_says_another_share_is_refused(printed: Printed) -> None:
    """What stands beside a number counts as the number does."""
    first, *others = PIE.series[0].points
    other = replace(first, beside=((Text("占"), Text("99.9693%", "f.share")),))
    wrong = replace(PIE, series=(replace(PIE.series[0], points=(other, *others)),))
    files = printed(paper(PIE))
    readback.require_same("pdf", files, paper(PIE), STYLE)
    assert "图“（图2：收入决算结构图）”应为" in refusal("pdf", files, paper(wrong))


def test_a_number_in_a_pdf_table_is_found_on_any_page(printed: Printed) -> None:
    rows = [Row((Cell((Text(f"项目{n}"),)), Cell((Text(f"{n}.10"),), "right"))) for n in range(90)]
    table = TableBlock("t", (Row((head("项目"), head("金额"))),), tuple(rows), (1, 1), title=(Text("表"),))
    other = replace(table, body=(*rows[:80], Row((rows[80].cells[0], rows[8].cells[1])), *rows[81:]))
    files = printed(paper(table))
    readback.require_same("pdf", files, paper(table), STYLE)
    assert "“表（续表）”第34行第2格应为“8.10”，读回的是“80.10" in refusal("pdf", files, paper(other))


def test_a_row_longer_than_a_page_is_read_cell_by_cell_under_its_head(printed: Printed) -> None:
    long = "。".join(f"第{n}项工作已经完成" for n in range(400))
    body = (Row((Cell((Text("结论"),)), Cell((Text(long),)), Cell((Text("95"),), "right"))),)
    table = TableBlock("t", (Row((head("项目"), head("说明"), head("得分"))),), body, (1, 8, 1))
    files = printed(paper(table))
    readback.require_same("pdf", files, paper(table), STYLE)
    less = replace(body[0].cells[1], content=(Text(long.replace("第301项", "第310项")),))
    wrong = replace(table, body=(Row((body[0].cells[0], less, body[0].cells[2])),))
    assert "“无题的表”第1行第2格应为" in refusal("pdf", files, paper(wrong))


def test_a_wrong_page_number_in_the_contents_is_found() -> None:
    """The style counts one page more than there is, as a page before the contents would."""
    heads = [Heading(f"h{n}", 1, (Text(f"{n}、第{n}部分"),)) for n in range(3)]
    document = paper(Contents("toc"), *heads)
    shifted = ".contents a::after { content: leader('…') '9' }"
    files = outputs.writer("pdf")(document, replace(STYLE, css=STYLE.css + shifted), "决算")
    assert "目录“0、第0部分”的页码应为“2”，读回的是“9”" in refusal("pdf", files, document)
    docx = changed_number(outputs.writer("docx")(document, STYLE, "决算"))
    assert "目录“0、第0部分”的页码应为“2”，读回的是“7”" in refusal("docx", docx, document)


def changed_number(files: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
    change = in_part(BODY, replaced("<w:t>2</w:t>", "<w:t>7</w:t>"))
    return (replace(files[0], data=change(files[0].data)),)


def test_radicals_that_look_like_characters_do_not_differ(printed: Printed) -> None:
    document = paper(Paragraph("p", (Text("⺠政局与民政局，12㎡，①"),)))
    readback.require_same("pdf", printed(document), document, STYLE)


def test_an_archive_whose_data_differ_is_refused() -> None:
    files = written("pdf-a")
    readback.require_same("pdf-a", files, sample(), STYLE)
    rows = tuple(replace(row, cells=tuple(map(twice, row.cells))) for row in TABLE_OF_SAMPLE.body)
    other = replace(TABLE_OF_SAMPLE, body=rows)
    blocks = tuple(other if block is TABLE_OF_SAMPLE else block for block in sample().blocks)
    said = refusal("pdf-a", files, replace(sample(), blocks=blocks))
    assert "第1个数（公开03表支出决算表）应为“2538.58”，读回的是“1269.29”" in said


def twice(cell: Cell) -> Cell:
    """Prints the same, and is another number."""
    return replace(cell, value=cell.value * 2 if cell.value else None)


def test_a_footer_that_is_not_the_reference_documents_is_found() -> None:
    """Of typst, which takes it from there."""
    typst = replace(STYLE, pdf_engine="typst")
    files = outputs.writer("pdf")(sample(), typst, "决算")
    readback.require_same("pdf", files, sample(), typst)
    other = replace(
        typst, reference=in_part("word/footer2.xml", replaced("— </w:t>", "第</w:t>"))(typst.reference)
    )
    with pytest.raises(OutputError, match="第2页的页眉页脚应为“第2—”，读回的是“—2—”"):
        readback.require_same("pdf", files, sample(), other)


def test_a_damaged_file_is_refused() -> None:
    for format in ("docx", "pdf", "xlsx"):
        files = (replace(written(format)[0], data=written(format)[0].data[:300]),)
        assert "写好后读不回来，不能核对" in refusal(format, files)


def test_only_a_publication_build_reads_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that misprints a figure: its draft is made, its publication is refused."""
    real = outputs.writer("html")

    def wrong(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
        (page,) = real(document, style, stem)
        return (replace(page, data=page.data.replace("130万元".encode(), "131万元".encode(), 1)),)

    monkeypatch.setattr(outputs, "writer", lambda _: wrong)
    data = submission(small())
    assert api.build(data, ["html"], draft=True).artifacts
    with pytest.raises(OutputError, match="与文稿不符"):
        api.build(data, ["html"])
