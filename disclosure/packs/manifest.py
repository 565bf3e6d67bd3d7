"""模板包说明 — pack.toml: what a pack declares besides its texts; Chinese keys, merged along the chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ConfigDict, Field

from disclosure import classification
from disclosure.checks.turned_reasons import BUDGET, CHANGE
from disclosure.document import PdfEngine
from disclosure.errors import PackError
from disclosure.forms.spec import HeldAgainst, TableFormat
from disclosure.model.base import Flag, Model
from disclosure.money import Unit

# 各节点的分项，按表式次序；模板可在 pack.toml 的“分项”里另定
_DIVISIONS: Mapping[str, tuple[str, ...]] = {
    "收入": (
        *(fund.name for fund in classification.fiscal_funds()),
        *(source.name for source in classification.income_sources()),
    ),
    "支出": tuple(nature.name for nature in classification.all_natures()),
    "三公经费": ("因公出国境费", "公务用车购置及运行维护费", "公务接待费"),
    "政府采购": ("货物", "工程", "服务"),
}
SECTIONS = "某节"  # wording.toml: ["某节"."sangong"."比较"] holds for that section alone


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
    trim_scores: Flag = True
    shares_to_hundred: Flag = False
    bare_zero: Flag = False  # 0万元、0% among 12.30万元


class Numbering(Model):
    """编号 — how headings of each level are numbered: {中} 一二三, {数} 123; empty for none."""

    model_config = ConfigDict(str_strip_whitespace=False)  # the blank behind 第一部分 is meant

    part: str = "第{中}部分 "
    level_2: str = "{中}、"
    level_3: str = "（{中}）"
    level_4: str = "{数}."
    attachment: str = "附件{数} "
    table: str = ""  # of tables that carry no number of their own


class CoverSpec(Model):
    """封面 — lines as templates; a line that prints nothing is left out."""

    title_lines: tuple[str, ...]
    lines: tuple[str, ...] = ()
    top_lines: tuple[str, ...] = ()


class ContentsSpec(Model):
    """目录 — title and depth (0 for no contents)."""

    title: str = "目录"
    depth: int = Field(2, ge=0, le=4)


class SectionGroup(Model):
    """成组章节 — sections, or groups, under one heading, each a level deeper (十、其他重要事项 → （一）…)."""

    title: str
    sections: tuple[str | SectionGroup, ...]


class PartSpec(Model):
    """部分 — one 第X部分: id, title, sections in order; the tables, then the attachments, where it says so.

    A part without a title prints no heading, and the numbering of its sections runs on from the part before.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    title: str
    sections: tuple[str | SectionGroup, ...] = ()
    with_tables: Flag = False
    attached: Flag = False
    hidden: Flag = False


class SectionSpec(Model):
    """一节 — whether a section stands in the document (`condition`: a template expression); its numbers."""

    condition: str = ""
    omitted: Flag = False
    numbers: NumberFormat | None = None


class FundSpec(Model):
    """一种资金 — of a 流向: what comes in and goes out, by name; what is spent goes out by 类."""

    name: str
    inflow: dict[str, str]
    outflow: dict[str, str] = Field(default_factory=dict)
    expenditure: str


class ChartSpec(Model):
    """图 — a chart; `data` names the vocabulary.

    柱 compares two years, a column a node; 饼 and 条 show the parts of a node, 条 as lying bars. 流向 shows
    how money flows through `funds`: its data are the totals of both sides and what is spent, `total` are the
    figures printed of what several funds have.
    """

    kind: Literal["柱", "饼", "条", "流向"]
    title: str
    data: tuple[str, ...]
    names: tuple[str, ...] = ()
    funds: tuple[FundSpec, ...] = ()
    total: dict[str, str] = Field(default_factory=dict)
    omitted: Flag = False

    @property
    def labels(self) -> tuple[str, ...]:
        """图例 — names of the series: as declared, else the last steps of the data's names."""
        return self.names or tuple(path.rpartition(".")[2] for path in self.data)


class ChartStyle(Model):
    """图的样式 — the caption ({数}, {标题}), above or below, native charts or pictures in Word."""

    caption: str = "（图{数}：{标题}）"
    above: Flag = False
    pictures: Flag = False
    omitted: Flag = False


class Verified(HeldAgainst):
    """已核对 — the tables (ids) and sections (files) that were held against one source."""

    tables: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


class Manifest(Model):
    """模板包 — all that a chain of packs declares; `format_version` says for which programs it is written."""

    format_version: int = 1
    name: str
    version: str
    brief: str = ""
    extends: str = ""
    stands_for: str = ""  # 本单位的改动：数据里写的是这个模板的，用自己这个
    year: int | None = None  # whose form it is; none holds for every year
    region: str = ""  # whose form it is; none is nobody's own
    filename: str
    document_title: str
    style: str = "gbt9704"
    pdf_engine: PdfEngine | None = None
    at_a_glance: Flag = False  # 一页看懂 after the contents; the data may say otherwise
    called: Literal["全称", "简称"] = "全称"
    numbers: NumberFormat = NumberFormat()
    numbering: Numbering = Numbering()
    cover: CoverSpec
    contents: ContentsSpec = ContentsSpec()
    parts: tuple[PartSpec, ...]
    part_order: tuple[str, ...] = ()
    section_specs: dict[str, SectionSpec] = Field(default_factory=dict)
    divisions: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    fixed_texts: dict[str, str] = Field(default_factory=dict)
    vehicle_uses: tuple[str, ...] = ()  # the form's kinds of vehicles, in its order
    charts: dict[str, ChartSpec] = Field(default_factory=dict)
    chart_style: ChartStyle = ChartStyle()
    tables: tuple[str, ...] = ()
    verified: tuple[Verified, ...] = ()  # of this pack itself: a parent's is not its own
    sheet_number: dict[str, str] = Field(default_factory=dict)  # by the table's id; else as in its file
    table_format: TableFormat = TableFormat()

    def printed_parts(self) -> tuple[PartSpec, ...]:
        """要印的部分 — in the order of 部分次序 (others are left out) if there is one, else as declared."""
        ordered = [self._part(id) for id in self.part_order] or self.parts
        return tuple(part for part in ordered if not part.hidden)

    @property
    def prints_tables(self) -> bool:
        """印公开表 — whether a part of the document holds the set of tables."""
        return any(part.with_tables for part in self.printed_parts())

    def shows_at_a_glance(self, asked: bool | None) -> bool:
        """印一页看懂 — as the data ask, else as the pack has it."""
        return self.at_a_glance if asked is None else asked

    def _part(self, id: str) -> PartSpec:
        parts = {part.id: part for part in self.parts}
        if id not in parts:
            raise PackError(f"{self.name}：“部分次序”里的“{id}”不存在，可用的有：{'、'.join(parts)}")
        return parts[id]

    @property
    def all_divisions(self) -> Mapping[str, tuple[str, ...]]:
        """全部分项 — what each total is divided into: the form's parts, or those that the pack names."""
        return {**_DIVISIONS, **self.divisions}

    def numbers_of(self, section: str) -> NumberFormat:
        """本节数字格式 — the pack's, under what a section sets for itself."""
        spec = self.section_specs.get(section)
        own = spec.numbers.model_dump(exclude_unset=True) if spec and spec.numbers else {}
        return self.numbers.model_copy(update=own)


class GlossaryTerm(Model):
    """一般名词 — a general term and its explanation; `used_with` names the figure that makes it needed."""

    name: str
    explanation: str
    used_with: str = ""
    omitted: Flag = False


class GlossarySpec(Model):
    """名词解释 — general terms before and after the entries of the subjects used; unused ones may stay.

    Subjects are explained by the pack (`subjects`, by code), else by the catalogue unless 自备.
    """

    before: tuple[GlossaryTerm, ...] = ()
    after: tuple[GlossaryTerm, ...] = ()
    keep_unused: Flag = False
    subjects: dict[str, str] = Field(default_factory=dict)
    subjects_from: Literal["科目表", "自备", "不列"] = "科目表"

    @property
    def own_subjects(self) -> Mapping[str, str]:
        """自备科目 — the explanations by which alone a subject gets an entry, the office's own apart."""
        return self.subjects if self.subjects_from == "自备" else {}


_REASONS_IN = {  # where a document gives the reason: a section may compare in its own way
    "grand_total": "total",
    "fiscal_grand_total": "fiscal_total",
    "general_expenditure": "general",
    "fund_expenditure": "fund",
    "state_expenditure": "state_capital",
    "sangong": "sangong",
    "agency_running_cost": "running_cost",
    "meeting_cost": "meetings",
    "training_cost": "meetings",
}
_SLOTS = {CHANGE: ("比较", "对照"), BUDGET: ("预算", "口径")}  # of the wording: compared with what
_CHANGES_FROM = {"年初预算": "against_opening.change", "全年预算": "against_adjusted.change"}


def comparisons(wording: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """原因说的比较 — by figure and by 增减 or 预算: the change that a sentence gives the reason of."""
    return {
        figure: {role: _change_from(wording, section, *slot) for role, slot in _SLOTS.items()}
        for figure, section in _REASONS_IN.items()
    }


def _change_from(wording: Mapping[str, Any], section: str, group: str, slot: str) -> str:
    own = wording.get(SECTIONS, {}).get(section, {}).get(group, {})
    return _CHANGES_FROM.get({**wording[group], **own}[slot], "change")
