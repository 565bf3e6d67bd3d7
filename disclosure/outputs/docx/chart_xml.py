"""图表部件 — DrawingML of a ChartBlock: bars from zero, pies, printed labels, fills told apart in grey."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from disclosure.document import ChartBlock, Point, Series
from disclosure.document.table_on_paper import ems
from disclosure.outputs.docx.wordml import DIGIT, NAMESPACES

SHEET = "Sheet1"
_NUMBER = re.compile(r"-?\d+(,\d{3})*(\.\d+)?")
# Grey levels and patterns in turn: neighbours differ in black and white. Each is (pattern, ink, paper).
_FILLS = (
    ("", "404040", ""),
    ("wdUpDiag", "404040", "FFFFFF"),
    ("", "BFBFBF", ""),
    ("pct25", "000000", "FFFFFF"),
    ("", "7F7F7F", ""),
    ("dkHorz", "595959", "FFFFFF"),
    ("", "FFFFFF", ""),
    ("lgCheck", "7F7F7F", "FFFFFF"),
)
_LINE = '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
_SIZE, _SMALLEST = 1050, 700  # hundredths of a point
_WIDTH = 400.0  # of the bars, in points: what an A4 page with usual margins leaves
_GAP = 80  # between groups of bars, in hundredths of a bar
_CLOSE = Decimal("0.01")  # of a value to the number printed for it
_SMALL_SLICE = Decimal("0.1")
# White behind a label: it stays readable where a program puts it on a dark slice.
_PAPER = '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


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


def _text_properties(size: int) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">'
        f'<a:solidFill><a:srgbClr val="000000"/></a:solidFill>{_FONT}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


_TEXT = _text_properties(_SIZE)


def _rich(text: str, size: int = _SIZE) -> str:
    return (
        "<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>"
        f'<a:rPr lang="zh-CN" sz="{size}" b="0">{_FONT}</a:rPr>'
        f"<a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>"
    )


def _fill(index: int) -> str:
    pattern, ink, paper = _FILLS[index % len(_FILLS)]
    if not pattern:
        return f'<c:spPr><a:solidFill><a:srgbClr val="{ink}"/></a:solidFill>{_LINE}</c:spPr>'
    return (
        f'<c:spPr><a:pattFill prst="{pattern}"><a:fgClr><a:srgbClr val="{ink}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{paper}"/></a:bgClr></a:pattFill>{_LINE}</c:spPr>'
    )


def _label_size(block: ChartBlock) -> int:
    """A size at which the longest label is no wider than its bar, so that labels side by side stay apart."""
    if block.shape == "pie":
        return _SIZE
    longest = max((ems(point.label, DIGIT) for point in block.points), default=1.0)
    bar = _WIDTH / (len(block.categories) * (len(block.series) + _GAP / 100))
    return max(min(_SIZE, int(bar / longest * 100)), _SMALLEST)


def _label_position(block: ChartBlock, point: Point) -> str:
    """Outside the bar or slice; labels of small slices are kept apart by the program that shows them."""
    whole = sum(each.value for each in block.points)
    is_small_slice = block.shape == "pie" and point.value < whole * _SMALL_SLICE
    return "bestFit" if is_small_slice else "outEnd"


def _label(block: ChartBlock, index: int, point: Point) -> str:
    """One label; a slice of nothing has none, its category stays in the legend."""
    if block.shape == "pie" and point.value == 0:
        return f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>'
    code, size = _exact(point), _label_size(block)
    content = f'<c:numFmt formatCode="{code}" sourceLinked="0"/>' if code else _rich(point.label, size)
    look = f'{_PAPER}{_text_properties(size)}<c:dLblPos val="{_label_position(block, point)}"/>{_SHOWN}'
    return f'<c:dLbl><c:idx val="{index}"/>{content}{look}</c:dLbl>'


def _series_labels(block: ChartBlock, points: Sequence[Point]) -> str:
    each = "".join(_label(block, index, point) for index, point in enumerate(points))
    lines = '<c:showLeaderLines val="1"/>' if block.shape == "pie" else ""
    look = f'{_PAPER}{_text_properties(_label_size(block))}<c:dLblPos val="outEnd"/>{_SHOWN}'
    return f"<c:dLbls>{each}{look}{lines}</c:dLbls>"


def _points(values: Sequence[str]) -> str:
    each = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(value)}</c:v></c:pt>' for index, value in enumerate(values)
    )
    return f'<c:ptCount val="{len(values)}"/>{each}'


def _strings(reference: str, values: Sequence[str]) -> str:
    return f"<c:strRef><c:f>{reference}</c:f><c:strCache>{_points(values)}</c:strCache></c:strRef>"


def _series(block: ChartBlock, index: int, series: Series) -> str:
    pie = block.shape == "pie"
    column, last = chr(ord("B") + index), len(block.categories) + 1
    slices = "".join(
        f'<c:dPt><c:idx val="{number}"/><c:bubble3D val="0"/>{_fill(number)}</c:dPt>'
        for number in range(len(block.categories))
    )
    look = slices if pie else f'{_fill(index)}<c:invertIfNegative val="0"/>'
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
    return f'<c:pieChart><c:varyColors val="1"/>{_all_series(block)}<c:firstSliceAng val="0"/></c:pieChart>'


def _axes(block: ChartBlock) -> str:
    negative = any(point.value < 0 for point in block.points)
    floor = "" if negative else '<c:min val="0"/>'
    unit = f'<c:title>{_rich(block.unit)}<c:overlay val="0"/></c:title>'
    grey = '<a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill>'
    grid = f'<c:majorGridlines><c:spPr><a:ln w="6350">{grey}</a:ln></c:spPr></c:majorGridlines>'
    return (
        '<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_LINE}</c:spPr>{_TEXT}'
        '<c:crossAx val="222222222"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/>{floor}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="l"/>{grid}{unit if block.unit else ""}'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="out"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr>{_LINE}</c:spPr>{_TEXT}'
        '<c:crossAx val="111111111"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _bars(block: ChartBlock) -> str:
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{_all_series(block)}<c:gapWidth val="{_GAP}"/><c:axId val="111111111"/><c:axId val="222222222"/>'
        f"</c:barChart>{_axes(block)}"
    )


def chart_xml(block: ChartBlock, workbook: str) -> bytes:
    """图表 — the whole chart part; `workbook` is the relationship to the embedded workbook."""
    plot = _pie(block) if block.shape == "pie" else _bars(block)
    needed = block.shape == "pie" or len(block.series) > 1
    legend = f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_TEXT}</c:legend>' if needed else ""
    declared = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("c", "a", "r"))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace {declared}><c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'{_PAPER}{_TEXT}<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    ).encode()
