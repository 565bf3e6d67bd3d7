"""图表部件 — DrawingML of a ChartBlock, as like `drawing` as Word draws: its colours, no scale, its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from xml.sax.saxutils import escape

from disclosure import drawing
from disclosure.document import ChartBlock, Point, Series
from disclosure.document.table_on_paper import ems
from disclosure.drawing import pie
from disclosure.outputs.docx.wordml import DIGIT, NAMESPACES, attribute

SHEET = "Sheet1"
_NUMBER = re.compile(r"-?\d+(,\d{3})*(\.\d+)?")
_SIZE, _SMALLEST, _LEAST = 1050, 900, 800  # hundredths of a point
_LETTERS = re.compile(r' sz="(\d+)"')
_WIDTH = 430.0  # of the chart, in points: what an A4 page with usual margins leaves
_NAMES = 0.3  # of the width, for names beside lying bars
_MOST_GAP = 500  # between groups of bars, in hundredths of a bar
_CLOSE = Decimal("0.01")  # of a value to the number printed for it
_PLAIN = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
_ZERO = '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></c:spPr>'


def number_format(label: str) -> str | None:
    """数字格式 — the format that prints a number as its label does; None for a label that is no number."""
    if not _NUMBER.fullmatch(label):
        return None
    whole = "#,##0" if "," in label else "0"
    decimals = "0" * len(label.partition(".")[2])
    return f"{whole}.{decimals}" if decimals else whole


def _exact(point: Point) -> str | None:
    """The number format of a point whose label prints its value; None where the label says something else."""
    code = number_format(point.label)
    if code is None:
        return None
    return code if abs(_printed_number(point) - point.value) < _CLOSE else None


def _printed_number(point: Point) -> Decimal:
    return Decimal(point.label.replace(",", ""))


def shown_value(point: Point) -> Decimal:
    """图中数值 — the printed number, so that the workbook holds no digit that the document does not."""
    return _printed_number(point) if _exact(point) else point.value


_FONT = '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/>'
_BODY = '<a:bodyPr wrap="none"/><a:lstStyle/>'  # a label stays on its line


def _text_properties(size: int, body: str = "<a:bodyPr/><a:lstStyle/>") -> str:
    return (
        f'<c:txPr>{body}<a:p><a:pPr><a:defRPr sz="{size}" b="0">'
        f'<a:solidFill><a:srgbClr val="000000"/></a:solidFill>{_FONT}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


_TEXT = _text_properties(_SIZE)


def _rich(text: str, size: int) -> str:
    look = f'<a:rPr lang="zh-CN" sz="{size}" b="0">{_FONT}</a:rPr>'
    lines = "".join(f"<a:p><a:r>{look}<a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f"<c:tx><c:rich>{_BODY}{lines}</c:rich></c:tx>"


def _fill(index: int) -> str:
    colour = drawing.FILLS[index % len(drawing.FILLS)].removeprefix("#").upper()
    edge = '<a:ln w="9525"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln>'
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{edge}</c:spPr>'


def _label_words(block: ChartBlock, point: Point) -> str:
    """On one line; beside a slice on the lines of the drawing: programs push longer ones onto the slice."""
    return pie.beside(block, point) if block.shape == "pie" else "，".join(block.said(point))


def _label_size(block: ChartBlock) -> int:
    """A size at which the longest label is no wider than its column, so that no two meet."""
    if not drawing.stands(block):
        return _SIZE
    longest = max(ems(_label_words(block, point), DIGIT) for point in block.points)
    room = _WIDTH / (len(block.categories) * len(block.series))
    return max(min(_SIZE, int(room / longest * 100)), _SMALLEST)


def _label(block: ChartBlock, index: int, point: Point) -> str:
    """One label; a number that Word itself prints has the other words in its format, so it can be edited."""
    code, size, words = _exact(point), _label_size(block), _label_words(block, point)
    place = _shifted(block, index) if block.shape == "pie" else ""
    if code:
        said = words.removeprefix(point.label)
        content = f'<c:numFmt formatCode={attribute(_with_words(code, said))} sourceLinked="0"/>'
    else:
        content = _rich(words, size)
    return f'<c:dLbl><c:idx val="{index}"/>{place}{content}{_label_look(block, size)}</c:dLbl>'


def _shifted(block: ChartBlock, index: int) -> str:
    """Words of slices stand as in the drawing, small ones apart: moved from where Word puts them."""
    right, up = pie.shifts(block)[index]
    at = f'<c:x val="{right * 72 / _WIDTH:.4f}"/><c:y val="{-up / drawing.height(block):.4f}"/>'
    return f"<c:layout><c:manualLayout>{at}</c:manualLayout></c:layout>"


def _with_words(code: str, said: str) -> str:
    return f'{code}"{said}"' if said else code


def _label_look(block: ChartBlock, size: int) -> str:
    """Outside the bar; beside a slice under the slice's name, kept apart by the program that shows it."""
    named = block.shape == "pie"
    shown = (
        f'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="{int(named)}"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
    between = "<c:separator>\n</c:separator>" if named else ""
    return f'{_PLAIN}{_text_properties(size, _BODY)}<c:dLblPos val="outEnd"/>{shown}{between}'


def _series_labels(block: ChartBlock, points: Sequence[Point]) -> str:
    each = "".join(_label(block, index, point) for index, point in enumerate(points))
    lines = '<c:showLeaderLines val="1"/>' if block.shape == "pie" else ""
    return f"<c:dLbls>{each}{_label_look(block, _label_size(block))}{lines}</c:dLbls>"


def _points(values: Sequence[str]) -> str:
    each = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(value)}</c:v></c:pt>' for index, value in enumerate(values)
    )
    return f'<c:ptCount val="{len(values)}"/>{each}'


def _strings(reference: str, values: Sequence[str]) -> str:
    return f"<c:strRef><c:f>{reference}</c:f><c:strCache>{_points(values)}</c:strCache></c:strRef>"


def _series(block: ChartBlock, index: int, series: Series) -> str:
    is_pie = block.shape == "pie"
    column, last = chr(ord("B") + index), len(block.categories) + 1
    slices = "".join(
        f'<c:dPt><c:idx val="{number}"/><c:bubble3D val="0"/>{_fill(number)}</c:dPt>'
        for number in range(len(block.categories))
    )
    look = slices if is_pie else f'{_fill(index)}<c:invertIfNegative val="0"/>'
    values = _points([f"{shown_value(point):f}" for point in series.points])
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f"<c:tx>{_strings(f'{SHEET}!${column}$1', [series.name])}</c:tx>{look}"
        f"{_series_labels(block, series.points)}"
        f"<c:cat>{_strings(f'{SHEET}!$A$2:$A${last}', block.categories)}</c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>General</c:formatCode>{values}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _all_series(block: ChartBlock) -> str:
    return "".join(_series(block, index, series) for index, series in enumerate(block.series))


def _pie(block: ChartBlock) -> str:
    turned = f'<c:firstSliceAng val="{pie.turn(block):.0f}"/>'
    return f'<c:pieChart><c:varyColors val="1"/>{_all_series(block)}{turned}</c:pieChart>'


def _axes(block: ChartBlock) -> str:
    """Names along the line of zero; no scale, since each bar says its number."""
    stands = drawing.stands(block)
    floor = "" if any(point.value < 0 for point in block.points) else '<c:min val="0"/>'
    order, at, other = ("minMax", "b", "l") if stands else ("maxMin", "l", "t")
    return (
        f'<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{at}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_ZERO}{_TEXT}'
        '<c:crossAx val="222222222"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/>{floor}</c:scaling>'
        f'<c:delete val="1"/><c:axPos val="{other}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        '<c:crossAx val="111111111"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _bars(block: ChartBlock) -> str:
    way = "col" if drawing.stands(block) else "bar"
    thick, apart, others = drawing.thickness(block), 0.8 / len(block.series), len(block.series) - 1
    gap = min(100 * (1 - apart * others - thick) / thick, _MOST_GAP)
    overlap = f'<c:overlap val="{100 * (1 - apart / thick):.0f}"/>' if others else ""
    return (
        f'<c:barChart><c:barDir val="{way}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{_all_series(block)}<c:gapWidth val="{gap:.0f}"/>{overlap}'
        f'<c:axId val="111111111"/><c:axId val="222222222"/></c:barChart>{_axes(block)}'
    )


def _layout(block: ChartBlock) -> str:
    """Where bars or slices stand: with room for the words around them, which programs do not leave."""
    x, y, width, height = _plot_box(block)
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.3f}"/><c:y val="{y:.3f}"/><c:w val="{width:.3f}"/><c:h val="{height:.3f}"/>'
        "</c:manualLayout></c:layout>"
    )


def _plot_box(block: ChartBlock) -> tuple[float, float, float, float]:
    if block.shape == "pie":
        wide, tall = 2 * pie.RADIUS * 72 / _WIDTH, 2 * pie.RADIUS / drawing.height(block)
        return (1 - wide) / 2, (1 - tall) / 2, wide, tall
    if drawing.stands(block):
        return 0.02, 0.36, 0.96, 0.48
    words = max(ems(_label_words(block, point), DIGIT) for point in block.points) * _SIZE / 100 / _WIDTH
    return _NAMES, 0.05, max(1 - _NAMES - words - 0.04, 0.2), 0.9


def chart_xml(block: ChartBlock, workbook: str) -> bytes:
    """图表 — the whole chart part; `workbook` is the relationship to the embedded workbook."""
    plot = _pie(block) if block.shape == "pie" else _bars(block)
    named = drawing.stands(block) or len(block.series) > 1
    legend = f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_TEXT}</c:legend>' if named else ""
    declared = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("c", "a", "r"))
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace {declared}><c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{_layout(block)}{plot}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'{_PLAIN}{_TEXT}<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    )
    return _LETTERS.sub(partial(_letters_of, block.scale), xml).encode()


def _letters_of(scale: float, size: re.Match[str]) -> str:
    """Letters shrink with the chart, to 8 pt."""
    return f' sz="{max(round(int(size[1]) * scale), _LEAST)}"'
