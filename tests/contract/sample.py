"""One document that holds every block kind: what each output must be able to write."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from decimal import Decimal

from disclosure.document import (
    Cell,
    ChartBlock,
    Contents,
    Cover,
    Document,
    Heading,
    Image,
    Origin,
    PageBreak,
    Paragraph,
    Point,
    Row,
    Series,
    TableBlock,
    Text,
)


def png(width: int = 4, height: int = 3) -> bytes:
    """A small grey PNG made here."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + b"\x80" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def amount(text: str, figure: str) -> Cell:
    return Cell(
        (Text(text, figure),), "right", value=Decimal(text.replace(",", "")), number_format="#,##0.00"
    )


def head(text: str, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell((Text(text),), "center", head=True, rowspan=rowspan, colspan=colspan)


TABLE = TableBlock(
    id="tab-expenditure",
    title=(Text("支出决算表"),),
    number="公开03表",
    owner="部门：某市某某局",
    unit="单位：万元",
    head=(
        Row((head("项目", colspan=2), head("本年支出合计", rowspan=2), head("基本支出", rowspan=2))),
        Row((head("科目编码"), head("科目名称"))),
    ),
    body=(
        Row((Cell((Text("合计"),), "center", head=True, colspan=2), amount("1,269.29", "f.total"), Cell())),
        Row(
            (
                Cell((Text("201"),)),
                Cell((Text("一般公共服务支出"),), head=True),
                amount("1,000.00", "f.a"),
                Cell(),
            )
        ),
        Row(
            (
                Cell((Text("208"),)),
                Cell((Text("社会保障和就业支出"),), head=True),
                amount("269.29", "f.b"),
                Cell(),
            )
        ),
    ),
    widths=(1, 3, 2, 2),
    notes=((Text("注：本表反映部门本年度各项支出情况。"),),),
    landscape=True,
)

BARS = ChartBlock(
    id="fig-total",
    kind="bar",
    categories=("2022年度", "2023年度"),
    series=(
        Series(
            "收入总计", (Point(Decimal("228.35"), "228.35", "f.p"), Point(Decimal("269.29"), "269.29", "f.q"))
        ),
        Series(
            "支出总计", (Point(Decimal("228.35"), "228.35", "f.p"), Point(Decimal("269.29"), "269.29", "f.q"))
        ),
    ),
    caption=(Text("（图1：收、支决算总计变动情况图）"),),
    unit="万元",
    alt="柱状图：2022年度收入总计228.35万元、支出总计228.35万元；2023年度收入总计269.29万元、支出总计269.29万元。",
)

PIE = ChartBlock(
    id="fig-income",
    kind="pie",
    categories=("一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "其他收入"),
    series=(
        Series(
            "收入",
            (
                Point(Decimal("269.28"), "269.28", beside=((Text("占"), Text("99.9963%", "f.share")),)),
                Point(Decimal(0), "0"),
                Point(Decimal("0.01"), "0.01"),
            ),
        ),
    ),
    caption=(Text("（图2：收入决算结构图）"),),
    unit="万元",
    alt="饼图：一般公共预算财政拨款收入269.28万元，占99.9963%；政府性基金预算财政拨款收入0万元；其他收入0.01万元。",
)

BLOCKS = (
    Cover(
        "cover",
        ((Text("某市某某局"),), (Text("2023年度部门决算"),)),
        ((Text("公开时间：2024年9月10日"),),),
        ((Text("监督索引号53000000"),),),
    ),
    Contents("contents"),
    Heading("part-1", 1, (Text("第一部分 部门概况"),)),
    Heading("duties", 2, (Text("一、部门职责"),)),
    Paragraph("p-1", (Text("研发A&B中心<负责>有关工作，"), Text("重点", strong=True), Text("保障运转。"))),
    Paragraph("p-2", (Text("1.负责与有关机构的联络。"),), "item"),
    PageBreak("break-1"),
    Heading("part-2", 1, (Text("第二部分 2023年度部门决算情况说明"),)),
    Heading("total", 2, (Text("一、收入支出决算总体情况说明"),)),
    Paragraph(
        "p-3",
        (
            Text("2023年度收、支总计均为"),
            Text("1,269.29", "f.total"),
            Text("万元。"),
            Text("【待填：上年数】", missing=True),
        ),
    ),
    BARS,
    PIE,
    Heading("h3", 3, (Text("（一）总体情况"),)),
    Heading("h4", 4, (Text("1.具体情况"),)),
    Paragraph("p-4", (Text("不缩进的一行"),), "plain"),
    Heading("part-5", 1, (Text("第五部分 附表"),)),
    TABLE,
    Paragraph("p-5", (Text("附表之后的正文。"),)),
    Image("img-1", png(), "一张示意图", 40),
    Paragraph("p-6", (Text("（图3：示意图）"),), "caption"),
    Paragraph("p-7", (Text("注：最后一行。"),), "note"),
)

ORIGINS = {
    "f.total": Origin(
        "收支总计·决算数", "收入合计＋年初结转和结余", ("收入合计 1,269.29万元",), "data.yaml 第12行"
    )
}


def sample(*, draft: bool = False, working: bool = False) -> Document:
    return Document(
        title="某市某某局2023年度部门决算",
        author="某市某某局",
        blocks=BLOCKS,
        draft=draft,
        origins=ORIGINS if working else {},
        dated=date(2024, 9, 10),
    )
