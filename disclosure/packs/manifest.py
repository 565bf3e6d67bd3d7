"""模板包说明 — pack.toml: what a pack declares besides its texts; keys are Chinese terms, merged along the chain."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from disclosure.model.base import Flag, Model
from disclosure.money import Unit
from disclosure.tables.spec import TableFormat


class NumberFormat(Model):
    """数字格式 — unit and decimals of amounts, decimals of shares and rates."""

    amount_unit: Unit = "万元"
    amount_places: int = Field(2, ge=0, le=6)
    trim_amounts: Flag = True
    grouping: Flag = False
    share_places: int = Field(2, ge=0, le=6)
    widened_places: int = Field(4, ge=0, le=8)
    rate_places: int = Field(2, ge=0, le=6)
    trim_rates: Flag = True
    shares_to_hundred: Flag = False


class Numbering(Model):
    """编号 — how headings of each level are numbered: {中} 一二三, {数} 123; empty for none."""

    model_config = ConfigDict(str_strip_whitespace=False)  # the blank behind 第一部分 is meant

    part: str = "第{中}部分 "
    level_2: str = "{中}、"
    level_3: str = "（{中}）"
    level_4: str = "{数}."
    attachment: str = "附件{数} "


class CoverSpec(Model):
    """封面 — lines as templates; a line that prints nothing is left out."""

    title_lines: tuple[str, ...]
    lines: tuple[str, ...] = ()
    top_lines: tuple[str, ...] = ()


class ContentsSpec(Model):
    """目录 — title and depth (0 for no contents)."""

    title: str = "目录"
    depth: int = Field(2, ge=0, le=4)


class PartSpec(Model):
    """部分 — one 第X部分: id, title, sections in order; the tables, then the attachments, where it says so."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    sections: tuple[str, ...] = ()
    with_tables: Flag = False
    attached: Flag = False
    hidden: Flag = False


class ChartSpec(Model):
    """图 — a chart: bars compare two years, a pie shows the parts of a node; `data` are names of the vocabulary."""

    kind: Literal["柱", "饼"]
    title: str
    data: tuple[str, ...]
    names: tuple[str, ...] = ()


class ChartStyle(Model):
    """图的样式 — the caption ({数}, {标题}), above or below, native charts or pictures in Word."""

    caption: str = "（图{数}：{标题}）"
    above: Flag = False
    pictures: Flag = False


class Manifest(Model):
    """模板包 — everything a chain of packs declares."""

    name: str
    version: str
    brief: str = ""
    extends: str = ""
    filename: str
    document_title: str
    style: str = "gbt9704"
    called: Literal["全称", "简称"] = "全称"
    numbers: NumberFormat = NumberFormat()
    numbering: Numbering = Numbering()
    cover: CoverSpec
    contents: ContentsSpec = ContentsSpec()
    parts: tuple[PartSpec, ...]
    charts: dict[str, ChartSpec] = Field(default_factory=dict)
    chart_style: ChartStyle = ChartStyle()
    tables: tuple[str, ...] = ()
    table_format: TableFormat = TableFormat()


class GlossaryTerm(Model):
    """一般名词 — a general term and its explanation; `used_with` names the figure that makes it needed."""

    name: str
    explanation: str
    used_with: str = ""


class GlossarySpec(Model):
    """名词解释 — general terms before and after the entries of the subjects used; unused ones may stay."""

    before: tuple[GlossaryTerm, ...] = ()
    after: tuple[GlossaryTerm, ...] = ()
    keep_unused: Flag = False
