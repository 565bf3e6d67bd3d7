"""图 — charts declared by a pack, filled from the vocabulary's nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, Literal

from disclosure.document import Band, ChartBlock, Line, Point, Series, Text
from disclosure.errors import PackError
from disclosure.money import in_unit, rounded
from disclosure.packs.composing.flows import Flows, flows
from disclosure.packs.manifest import ChartSpec
from disclosure.packs.pack_chain import MANIFEST, Chain
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.values import Blocks, Missing, Node, Quantity, Words, first_missing, parts

_SHAPES = {"bar": "柱状图", "list": "条形图", "pie": "饼状图", "flow": "流向图"}
_STAGES = 3  # of a flow: sources, funds, uses
_RISEN = {"增": "增长", "减": "下降"}  # 措辞.比较 has the words


def charts(chain: Chain, names: Mapping[str, Any], printer: Printer) -> Node:
    """图 — the node 图: each declared chart as a block, or as missing what it needs."""
    maker = _Maker(chain, names, printer)
    return Node("图", {key: maker.chart(key, spec) for key, spec in chain.manifest.charts.items()})


class _Maker:
    def __init__(self, chain: Chain, names: Mapping[str, Any], printer: Printer) -> None:
        self._chain, self._manifest = chain, chain.manifest
        self._names, self._printer = names, printer
        self._compared = chain.wording.get("比较", {})

    def chart(self, key: str, spec: ChartSpec) -> Blocks | Missing:
        if spec.omitted or self._manifest.chart_style.omitted:
            return Blocks(())
        if fault := _lacking_in(spec):
            raise PackError(f"{self._called(key)}{fault}")
        find = partial(self._find, key)
        if spec.kind == "流向":
            return self._flow(spec, flows(spec, find))
        nodes = list(map(find, spec.data))
        return self._columns(spec, nodes) if spec.kind == "柱" else self._parts(spec, nodes[0])

    def _columns(self, spec: ChartSpec, nodes: Sequence[Any]) -> Blocks | Missing:
        """Last year and this year, a column a node; of equal nodes one, under all their names."""
        columns = [(node["上年数"], node["决算数"]) for node in nodes]
        absent = first_missing(chain.from_iterable(columns))
        if absent is not None:
            return absent
        years = tuple(f"{self._names[year]._text}年度" for year in ("上年度", "年度"))
        series = [
            Series(name, (self._point(then), self._point(now, self._change(node))))
            for name, node, (then, now) in zip(spec.labels, nodes, columns, strict=True)
        ]
        return self._block(ChartBlock("", "bar", years, tuple(_equal_as_one(series)), (), "", ""), spec)

    def _find(self, key: str, path: str) -> Any:
        place: Any = self._names
        for part in path.split("."):
            try:
                place = place[part]
            except (KeyError, TypeError) as error:
                raise PackError(f"{self._called(key)}的数据“{path}”里没有“{part}”") from error
        return place

    def _called(self, key: str) -> str:
        return f"{self._chain.declared_at(MANIFEST, '图', key)} 图“{key}”"

    def _parts(self, spec: ChartSpec, node: Node | Missing) -> Blocks | Missing:
        """What a node consists of, each with its share and its change; a list of one says nothing."""
        listed = list(filter(_is_drawn, parts(node)))
        values = [part["决算数"] for part in listed]
        absent = first_missing(values)
        if absent is not None:
            return absent
        if len(listed) <= (spec.kind == "条"):
            return Blocks(())
        points = tuple(self._point(part["决算数"], self._beside(part)) for part in listed)
        series = (Series(spec.title, points),)
        kind: Literal["pie", "list"] = "pie" if spec.kind == "饼" else "list"
        return self._block(ChartBlock("", kind, tuple(map(_part_name, listed)), series, (), "", ""), spec)

    def _flow(self, spec: ChartSpec, found: Flows | Missing) -> Blocks | Missing:
        if isinstance(found, Missing):
            return found
        if not found.drawable:
            return Blocks(())
        income, outgo = map(self._point, found.totals)
        first, between, last = spec.labels
        funds = tuple(Point(self._shown(yuan), "") for yuan in found.funds.values())
        series = (
            Series(first, tuple(map(self._point, found.sources.values())), tuple(found.sources), income),
            Series(between, funds, tuple(found.funds)),
            Series(last, tuple(map(self._point, found.uses.values())), tuple(found.uses), outgo),
        )
        bands = tuple(Band(source, target, self._shown(yuan)) for source, target, yuan in found.bands())
        return self._block(ChartBlock("", "flow", (), series, (), "", "", bands=bands), spec)

    def _point(self, quantity: Quantity, beside: tuple[Line, ...] = ()) -> Point:
        yuan = quantity._number()
        label = self._printer.amount_text(yuan, self._manifest.numbers.amount_unit)
        return Point(self._shown(yuan), label, quantity._figure, beside)

    def _shown(self, yuan: Decimal) -> Decimal:
        format = self._manifest.numbers
        return Decimal(rounded(in_unit(yuan, format.amount_unit), format.amount_places))

    def _beside(self, part: Node) -> tuple[Line, ...]:
        share: Any = part._members.get("占比")
        change = self._change(part)
        if not _has_value(share):
            return change
        return (Text("占"), Text(self._printer.percent_text(share), share._figure)), *change

    def _change(self, node: Node) -> tuple[Line, ...]:
        """比上年增长3.10%; nothing where there is no rate, or one that means nothing (a negative base)."""
        rate: Any = node._members.get("增减率")
        way = node._members.get("方向")
        if way not in _RISEN or not _has_value(rate) or (rate < 0) != (way == "减"):
            return ()
        size = Quantity(abs(rate._number()), rate._kind, rate._figure)
        said = f"比上年{self._compared.get(_RISEN[way], _RISEN[way])}"
        return ((Text(said), Text(self._printer.percent_text(size), rate._figure)),)

    def _block(self, drawn: ChartBlock, spec: ChartSpec) -> Blocks:
        style = self._manifest.chart_style
        block = replace(
            drawn,
            id=f"chart-{spec.title}",
            caption=(Text(spec.title),),
            unit=self._manifest.numbers.amount_unit,
            picture=style.pictures or drawn.kind == "flow",
            caption_above=style.above,
        )
        return Blocks((replace(block, alt=_alt(block)),))


def _lacking_in(spec: ChartSpec) -> str:
    """What a declaration lacks."""
    if spec.kind == "流向" and not len(spec.data) == len(spec.labels) == _STAGES:
        return "是流向，“数据”要写三项（收入的总计、支出的总计、按类的支出），“各项名称”也写三项"
    if spec.kind == "柱" and len(spec.labels) != len(spec.data):
        return "的“各项名称”与“数据”项数不同，请一项写一个"
    return ""


def _equal_as_one(series: Iterable[Series]) -> Iterator[Series]:
    """Neighbours that show the same numbers are one, under both names."""
    for points, equal in groupby(series, key=attrgetter("points")):
        yield Series("、".join(one.name for one in equal), points)


def _is_drawn(part: Any) -> bool:
    """What is not known is no part of nothing: the chart is then not drawn."""
    return isinstance(part["决算数"], Missing) or part["决算数"] != 0


def _has_value(value: Any) -> bool:
    return isinstance(value, Quantity) and value._value is not None


def _part_name(part: Any) -> str:
    name = part["名称"]
    return name._text if isinstance(name, Words) else ""


def _alt(block: ChartBlock) -> str:
    return f"{_SHAPES[block.shape]}：{'；'.join(_said_in_words(block))}。"


def _said_in_words(block: ChartBlock) -> Iterator[str]:
    """What a chart says: column by column, part by part, stage by stage."""
    if block.shape == "bar":
        for place, category in enumerate(block.categories):
            columns = (one.name + "，".join(block.said(one.points[place])) for one in block.series)
            yield category + "、".join(columns)
        return
    for series in block.series:
        if series.total:
            yield series.name + series.total.label + block.unit
        for name, point in zip(block.names_of(series), series.points, strict=True):
            if said := "，".join(block.said(point)):
                yield name + said
