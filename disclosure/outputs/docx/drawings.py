"""图形 — charts and pictures in the line of text, each with its part and the words for who cannot see it."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from disclosure import drawing
from disclosure.document import ChartBlock, Image
from disclosure.errors import OutputError
from disclosure.outputs.docx.chart_xml import SHEET, chart_xml, number_format, shown_value
from disclosure.outputs.docx.wordml import NAMESPACES, attribute

_EMU_PER_TWIP = 635
_EMU_PER_MM = 36000
_EMU_PER_INCH = 914400
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # any fixed date: the bytes must not know the day


def _inline(number: int, alt: str, size: tuple[int, int], graphic: str) -> str:
    width, height = size
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="图 {number}" descr={attribute(alt)}/><wp:cNvGraphicFramePr/>'
        f"<a:graphic>{graphic}</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _scaled(size: tuple[int, int], width: int, room: tuple[int, int]) -> tuple[int, int]:
    """The wanted width with the height that goes with it, made smaller where the text area is."""
    pixels_wide, pixels_high = size
    width = min(width, room[0], room[1] * pixels_wide // pixels_high)
    return width, width * pixels_high // pixels_wide


def picture(part: Any, image: Image, room: tuple[int, int], number: int) -> str:
    """图片 — an inline picture no wider or higher than `room` (twips)."""
    try:
        relation, found = part.get_or_add_image(BytesIO(image.data))
    except UnrecognizedImageError as error:
        raise OutputError(f"图片“{image.alt}”不是 PNG 或 JPEG 格式，请另存为 PNG 后重试") from error
    emu = (room[0] * _EMU_PER_TWIP, room[1] * _EMU_PER_TWIP)
    width, height = _scaled((found.px_width, found.px_height), round(image.width_mm * _EMU_PER_MM), emu)
    graphic = (
        f'<a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="图 {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )
    return _inline(number, image.alt, (width, height), graphic)


def workbook(block: ChartBlock) -> bytes:
    """图表工作簿 — the figures of a chart as an office sees them on “编辑数据”."""
    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet(SHEET)
    sheet.write_column(1, 0, block.categories)
    for column, series in enumerate(block.series, 1):
        sheet.write_string(0, column, series.name)
        for row, point in enumerate(series.points, 1):
            code = book.add_format({"num_format": number_format(point.label) or "General"})
            sheet.write_number(row, column, shown_value(point), code)
    book.close()
    return data.getvalue()


def native_chart(part: Any, block: ChartBlock, text_width: int, number: int) -> str:
    """原生图表 — an inline chart with its own part and embedded workbook, to be restyled in Word or WPS."""
    name = PackURI(f"/word/charts/chart{number}.xml")
    book_name = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    chart = Part(name, CONTENT_TYPE.DML_CHART, package=part.package)
    book = Part(book_name, CONTENT_TYPE.SML_SHEET, workbook(block), part.package)
    chart._blob = chart_xml(
        block, chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    )  # the id is known only now
    relation = part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    size = (
        round(text_width * _EMU_PER_TWIP * block.scale),
        round(drawing.height(block) * _EMU_PER_INCH * block.scale),
    )
    graphic = f'<a:graphicData uri="{NAMESPACES["c"]}"><c:chart r:id="{relation}"/></a:graphicData>'
    return _inline(number, block.alt, size, graphic)
