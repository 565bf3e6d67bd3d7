"""图 — charts declared by a pack, filled from the vocabulary's nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, Literal

from disclosure.document import ChartBlock, Point, Series, Text
from disclosure.errors import PackError
from disclosure.money import in_unit, rounded
from disclosure.packs.manifest import ChartSpec, Manifest
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.values import Blocks, Missing, Node, Quantity, Words, parts


def charts(manifest: Manifest, names: Mapping[str, Any], printer: Printer) -> Node:
    """图 — the node 图: each declared chart as a block, or as missing what it needs."""
    maker = _Maker(manifest, names, printer)
    return Node("图", {key: maker.chart(key, spec) for key, spec in manifest.charts.items()})


class _Maker:
    def __init__(self, manifest: Manifest, names: Mapping[str, Any], printer: Printer) -> None:
        self._manifest, self._names, self._printer = manifest, names, printer

    def chart(self, key: str, spec: ChartSpec) -> Blocks | Missing:
        if spec.omitted or self._manifest.chart_style.omitted:
            return Blocks(())
        nodes = [self._find(path, key) for path in spec.data]
        return self._pie(spec, nodes[0]) if spec.kind == "饼" else self._bars(spec, nodes)

    def _bars(self, spec: ChartSpec, nodes: Sequence[Any]) -> Blocks | Missing:
        """Last year and this year, a bar of each node."""
        columns = [(node["上年数"], node["决算数"]) for node in nodes]
        absent = _first_missing(chain.from_iterable(columns))
        if absent is not None:
            return absent
        years = tuple(f"{self._names[year]._text}年度" for year in ("上年度", "年度"))
        return self._block("bar", spec, years, list(map(Series, spec.labels, map(self._points, columns))))

    def _find(self, path: str, key: str) -> Any:
        place: Any = self._names
        for part in path.split("."):
            try:
                place = place[part]
            except (KeyError, TypeError) as error:
                raise PackError(f"图“{key}”的数据“{path}”里没有“{part}”") from error
        return place

    def _pie(self, spec: ChartSpec, node: Node | Missing) -> Blocks | Missing:
        slices = list(filter(_is_slice, parts(node)))
        values = [part["决算数"] for part in slices]
        absent = _first_missing(values)
        if absent is not None:
            return absent
        if not slices:  # a structure of nothing is no picture
            return Blocks(())
        labels = tuple(map(_slice_name, slices))
        return self._block("pie", spec, labels, [Series(spec.title, self._points(values))])

    def _points(self, values: Iterable[Quantity]) -> tuple[Point, ...]:
        return tuple(map(self._point, values))

    def _point(self, quantity: Quantity) -> Point:
        format, yuan = self._manifest.numbers, quantity._number()
        shown = rounded(in_unit(yuan, format.amount_unit), format.amount_places)
        return Point(Decimal(shown), self._printer.amount_text(yuan, format.amount_unit), quantity._figure)

    def _block(
        self, kind: Literal["bar", "pie"], spec: ChartSpec, categories: tuple[str, ...], series: list[Series]
    ) -> Blocks:
        style, unit = self._manifest.chart_style, self._manifest.numbers.amount_unit
        block = ChartBlock(
            id=f"chart-{spec.title}",
            kind=kind,
            categories=categories,
            series=tuple(series),
            caption=(Text(spec.title),),
            unit=unit,
            alt=_alt(kind, categories, series, unit),
            picture=style.pictures,
            caption_above=style.above,
        )
        return Blocks((block,))


def _first_missing(values: Iterable[Any]) -> Missing | None:
    return next((value for value in values if isinstance(value, Missing)), None)


def _is_slice(part: Any) -> bool:
    """What is not known is no slice of nothing: the chart is then not drawn."""
    return isinstance(part, Missing) or isinstance(part["决算数"], Missing) or part["决算数"] != 0


def _slice_name(part: Any) -> str:
    name = part["名称"]
    return name._text if isinstance(name, Words) else ""


def _alt(kind: str, categories: Sequence[str], series: Sequence[Series], unit: str) -> str:
    if kind == "pie":
        slices = zip(categories, series[0].points, strict=True)
        return f"饼状图：{'，'.join(f'{name}{point.label}{unit}' for name, point in slices)}。"
    said = [category + _bars_said(series, place, unit) for place, category in enumerate(categories)]
    return f"柱状图：{'；'.join(said)}。"


def _bars_said(series: Sequence[Series], place: int, unit: str) -> str:
    return "、".join(f"{one.name}{one.points[place].label}{unit}" for one in series)
