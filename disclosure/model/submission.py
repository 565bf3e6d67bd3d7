"""部门年度数据 — everything one department submits for one year."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)
from pydantic.fields import FieldInfo

from disclosure import terms
from disclosure.errors import InputError, Problem, Source
from disclosure.model import key_paths
from disclosure.model.attachment_content import AttachedFile
from disclosure.model.base import (
    Amount,
    Amounts,
    Flag,
    FrozenMap,
    Many,
    Map,
    Model,
    Prose,
    Words,
    dumped_unit,
    given_in,
)
from disclosure.model.decided_above import DecidedAbove
from disclosure.model.department import Department, Publication
from disclosure.model.faults import NO_FOLDER
from disclosure.model.lines import (
    BasicDetail,
    Budget,
    CarryoverLine,
    EconomicTotal,
    ExpenditureLine,
    FiscalIncome,
    IncomeLine,
    InternalPayment,
)
from disclosure.model.noted_directions import Written
from disclosure.model.other_matters import (
    Assets,
    AttachmentFile,
    GlossaryEntry,
    IncomeContents,
    Performance,
    Prior,
    Procurement,
    Reasons,
    SecretPlace,
    SpecialCost,
    Waiver,
)
from disclosure.model.own_data import OWN, Given, OwnData
from disclosure.model.ratified_totals import RatifiedTotals
from disclosure.model.sangong import Sangong
from disclosure.money import Unit, half_width

FORMAT_VERSION = 1
_MADE = "是先做好的对象，金额已按元计，不能与“单位: 万元”并用；请把单位和金额都改为元"
_NAMING = re.compile(r"附件\[\d+\]\.文件|部门\.所属单位\[\d+\]\.数据|上年数\.文件夹")


def _version(value: Any) -> Any:
    if str(value) != str(FORMAT_VERSION):
        raise ValueError(
            f"格式版本“{value}”本程序不认识，请改为 {FORMAT_VERSION}，或换用写出这份数据的程序版本"
        )
    return FORMAT_VERSION


class Submission(Model):
    """部门年度数据 — one department-year; amounts in 元 whatever unit the file was in.

    A field that is None is not known: what needs it is named as missing, never printed as 0.
    """

    HOLDS_CODES: ClassVar[bool] = True

    format_version: Annotated[int, BeforeValidator(_version)] = FORMAT_VERSION
    pack: Words
    pdf_engine: Literal["weasyprint", "typst"] | None = None  # 排 PDF 的程序，不写的由模板定
    at_a_glance: Flag | None = None  # 目录后面印不印“一页看懂”，不写的由模板定
    unit: Annotated[Unit, PlainSerializer(dumped_unit)] = "元"
    year: Annotated[int, Field(ge=2000, le=2100)]
    department: Department
    publication: Publication = Field(default_factory=Publication)
    income: Many[IncomeLine] | None = None
    expenditure: Many[ExpenditureLine] | None = None
    carryover: Many[CarryoverLine] | None = None
    surplus_used: Amount | None = None
    surplus_distribution: Amount | None = None
    fiscal_income: FiscalIncome | None = None
    budget: Budget = Field(default_factory=Budget)
    basic_detail: BasicDetail | None = None
    economic_totals: Many[EconomicTotal] = ()
    sangong: Sangong | None = None
    agency_running_cost: Amount | None = None
    civil_service_running_cost: Amount | None = None  # 其中：参公事业单位的，只在两种单位都有时填
    meeting_cost: SpecialCost | None = None
    training_cost: SpecialCost | None = None
    procurement: Procurement | None = None
    assets: Assets | None = None
    performance: Performance | None = None
    prior: Prior | None = None
    reasons: Reasons = Field(default_factory=Reasons)
    item_purposes: Map[Prose] = Field(default_factory=FrozenMap)  # 各项支出主要用于什么
    income_contents: IncomeContents = Field(default_factory=IncomeContents)
    glossary: Many[GlossaryEntry] = ()
    subject_names: Map[Words] = Field(default_factory=FrozenMap)  # 科目表中没有的科目：代码 → 名称
    withheld: Many[SecretPlace] = ()  # 涉密、依法不予公开的数、地方或名称，没有金额；可以只写名称
    stated: Amounts = Field(default_factory=FrozenMap)  # 数的名称，或单元格（公开04表 212 支出）
    ratified_totals: RatifiedTotals | None = None  # 照批复抄，只用来核对
    internal_payments: Many[InternalPayment] = ()
    attachments: Many[AttachmentFile] | None = None
    waivers: Many[Waiver] = ()
    own_data: Given = Field(default_factory=FrozenMap)  # 模板自己要的，照所填的文字

    _sources: Mapping[str, Source] = PrivateAttr(default_factory=dict)
    _files: Mapping[str, AttachedFile] = PrivateAttr(default_factory=dict)
    _last_year: Submission | None = PrivateAttr(default=None)
    _own_subjects: Mapping[str, tuple[str, ...]] = PrivateAttr(default_factory=dict)
    _written: Mapping[str, Written] = PrivateAttr(default_factory=dict)
    _remarks: tuple[str, ...] = PrivateAttr(default=())
    _units: Mapping[str, Submission] = PrivateAttr(default_factory=dict)
    _held: Mapping[str, Unit] = PrivateAttr(default_factory=dict)
    _slack: Mapping[str, Decimal] = PrivateAttr(default_factory=dict)
    _own: OwnData = PrivateAttr(default_factory=OwnData)
    _decided: DecidedAbove = PrivateAttr(default_factory=DecidedAbove)

    @model_validator(mode="wrap")
    @classmethod
    def _own_unit(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if not isinstance(data, dict) or info.context is not None:
            return handler(data)  # a submission as it is, or data whose reader has said the unit
        made = _read_in(data.get("单位", data.get("unit")), data, handler)
        _refuse(_unread(made), NO_FOLDER)
        return made

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """改动 — a copy with amounts given in 元; what is updated stands in no file any more."""
        copy = super().model_copy(update=update, deep=deep)
        return copy._without_stale(self) if update else copy

    def _without_stale(self, before: Submission) -> Self:
        """Nothing that was known of places that say something else now: no line, no unit, no slack."""
        changed = key_paths.differing(before, self)
        self._sources = _outside(changed, before._sources)
        self._held, self._slack = _outside(changed, before._held), _summed_still(changed, before._slack)
        if "上年数.文件夹" in changed:
            self._last_year = None
        if OWN in changed:
            self._own = OwnData()
        if "年度" in changed:
            self._own_subjects = {}  # of another year
            _refuse(
                self._of_another_year(), "数据带着别的年度的上年数据或各单位的数据，不能改年度；请另做一份"
            )
        _refuse(filter(changed.__contains__, _unread(self)), NO_FOLDER)
        return self

    def _of_another_year(self) -> Iterator[str]:
        last = () if self._last_year is None else (self._last_year.year + 1,)
        if {*last, *(unit.year for unit in self._units.values())} - {self.year}:
            yield "年度"

    def _repr_html_(self) -> str:
        """In a notebook: whose data, and what is known, a line a key."""
        from disclosure.model import submission_view  # noqa: PLC0415 - only in a notebook

        return submission_view.html(self, f"{self.department.full_name} {self.year}年度")

    def published(self) -> Self:
        """公开的部分 — the same submission with nothing at the places marked as secret (涉密)."""
        places = tuple(mark.name for mark in self.withheld)
        return _emptied(self, places, "") if places else self

    def source(self, path: str) -> Source | None:
        """出处 — where the value of a key path (支出[3].金额) stands; None for data made in Python."""
        return self._sources.get(path)

    def locate(self, path: str) -> Source | None:
        """定位 — where the value of a key path stands, or the nearest above it; None for data of Python."""
        while path and path not in self._sources:
            path = key_paths.above(path)
        return self._sources.get(path)

    def places(self) -> Mapping[str, Source]:
        """全部出处 — by key path."""
        return self._sources

    @property
    def last_year(self) -> Submission | None:
        """上年数据 — the submission of last year's folder, where 上年数 names one."""
        return self._last_year

    def with_last_year(self, last: Submission) -> Submission:
        """附上上年数据 — the same submission with last year's; figures that it gives of last year stay.

        Those that units add up to do not: last year's data say them.
        """
        before = [path for path in self._slack if key_paths.covered(path, ("上年数",))]
        summed = tuple(path for path, _ in key_paths.leaves(self) if path in before)
        prior = _emptied(self, summed, "").prior or Prior()
        named = BaseModel.model_copy(prior, update={"folder": prior.folder or "上年数"})
        copy = BaseModel.model_copy(self, update={"prior": named})
        copy._last_year, copy._slack = last, _outside(before, self._slack)
        return copy

    @property
    def files(self) -> Mapping[str, AttachedFile]:
        """附件文件 — the content of each attached file by its name in the data."""
        return self._files

    @property
    def units(self) -> Mapping[str, Submission]:
        """各单位数据 — by full name, the submissions that this one adds up; none for a single unit."""
        return self._units

    def held_in(self, path: str) -> Unit:
        """录入单位 — the unit that a line's amounts were given in: units of a department may differ."""
        line, bracket, _ = path.partition("]")
        return self._held.get(line + bracket, self.unit)

    def ratified_in(self, path: str) -> Unit:
        """批复数的单位 — the unit that a total of the 批复 was given in: in a table of many, or here."""
        own = self.ratified_totals.unit if self.ratified_totals else None
        return self._held.get(path) or own or self.unit

    def with_ratified(self, totals: RatifiedTotals, sources: Mapping[str, Source], unit: Unit) -> Submission:
        """附上批复数 — the same submission with totals that a table of many departments gives in a unit."""
        copy = self.model_copy(update={"ratified_totals": totals})
        copy._sources = {**self._sources, **sources}
        copy._held = {**self._held, **dict.fromkeys(sources, unit)}
        return copy

    def with_publication(self, publication: Publication, sources: Mapping[str, Source]) -> Submission:
        """附上公开信息 — the same submission with facts of its publication that stand in such a table."""
        copy = self.model_copy(update={"publication": publication})
        copy._sources = {**copy._sources, **sources}
        return copy

    def slack(self, path: str, amount: Decimal, unit: Unit | None = None) -> Decimal:
        """舍入半宽 — how far (元) the exact amount may lie from the one at a key path."""
        known = self._slack.get(path, self._own.added.get(path))
        return half_width(amount, unit or self.held_in(path)) if known is None else known

    @property
    def summed(self) -> Mapping[str, Decimal]:
        """相加得出的数 — by key path, those that the department did not give itself, with their slack."""
        return self._slack

    def added_up(
        self,
        units: Mapping[str, Submission],
        sources: Mapping[str, Source],
        held: Mapping[str, Unit],
        slack: Mapping[str, Decimal],
    ) -> Submission:
        """附上各单位 — the same submission that also knows which units it adds up, and how exactly."""
        copy = self.model_copy()
        copy._units, copy._held, copy._slack = units, held, slack
        copy._sources = {**self._sources, **sources}
        return copy

    @property
    def own_subjects(self) -> Mapping[str, tuple[str, ...]]:
        """本单位的科目表 — the official list of the year that the office gave: code → name, 说明 and 归类."""
        return self._own_subjects

    def with_subjects(self, subjects: Mapping[str, tuple[str, ...]]) -> Submission:
        """附上科目表 — the same submission with the office's list of subjects."""
        copy = self.model_copy()
        copy._own_subjects = subjects
        return copy

    @property
    def own(self) -> OwnData:
        """自有数据的值 — as the declaration of the pack reads them; nothing before the pack is known."""
        return self._own

    def with_own(self, own: OwnData, units: Mapping[str, Submission]) -> Submission:
        """附上自有数据 — the same submission with what its pack declares, read; its units with theirs."""
        copy = self.model_copy()
        copy._own, copy._units = own, units
        copy._sources = {**self._sources, **own.sources}
        return copy

    @property
    def decided(self) -> DecidedAbove:
        """上级决定 — what an office decided for all its bodies; nothing for data by themselves."""
        return self._decided

    def with_decided(
        self, decided: DecidedAbove, filled: Mapping[str, Any], sources: Mapping[str, Source]
    ) -> Submission:
        """附上上级决定 — the same submission with what was decided above, which fills in what it did not say.

        Its units get what is accepted for all.
        """
        copy = BaseModel.model_copy(self, update=filled)
        copy._decided, copy._sources = decided, {**self._sources, **sources}
        accepted = DecidedAbove(decided.waived)
        copy._units = {name: unit.with_decided(accepted, {}, {}) for name, unit in self._units.items()}
        return copy

    @property
    def written(self) -> Mapping[str, Written]:
        """原因写时 — by key path, how figures went when reasons were written, as far as imports noted it."""
        return self._written

    def with_written(self, written: Mapping[str, Written]) -> Submission:
        """附上原因写时 — the same submission with what the import noted of its reasons."""
        copy = self.model_copy()
        copy._written = written
        return copy

    @property
    def remarks(self) -> tuple[str, ...]:
        """读取时的提示 — what was passed over or could not be kept, a sentence each."""
        return self._remarks

    def with_remarks(self, remarks: tuple[str, ...]) -> Submission:
        """附上提示 — the same submission with what is to be told of its reading."""
        copy = self.model_copy()
        copy._remarks = remarks
        return copy

    def with_origin(
        self,
        sources: Mapping[str, Source],
        files: Mapping[str, AttachedFile],
        last_year: Submission | None,
    ) -> Submission:
        """附上出处 — the same submission that also knows where its values stand and what its files hold."""
        copy = self.model_copy()
        copy._sources, copy._files, copy._last_year = sources, files, last_year
        return copy


_Made = TypeVar("_Made", bound=Submission)


def _read_in(unit: Any, data: dict[str, Any], handler: ModelWrapValidatorHandler[_Made]) -> _Made:
    """An object made before has its amounts in 元 already: beside 万元 nobody knows which was meant."""
    if unit != "万元":
        return handler(data)
    _refuse(map(terms.chinese, filter(lambda key: _holds_made_amounts(data[key]), data)), _MADE)
    with given_in("万元"):
        return handler(data)


def _refuse(places: Iterable[str], sentence: str) -> None:
    if found := list(places):
        raise InputError(Problem(sentence, path=place) for place in found)


def _unread(made: Submission) -> list[str]:
    """The places that name a file or folder of which nothing is held: it would be published empty."""
    named = key_paths.leaves(made)
    return [path for path, name in named if _NAMING.fullmatch(path) and name not in made.files]


_Part = TypeVar("_Part", bound=Model)


def _emptied(model: _Part, places: tuple[str, ...], above: str) -> _Part:
    """A model as if nothing had been said at some places; what has to be said stays."""
    fields = type(model).model_fields.items()
    kept = {name: _kept(model, name, field, places, above) for name, field in fields}
    return BaseModel.model_copy(model, update=kept)


def _kept(model: Model, name: str, field: FieldInfo, places: tuple[str, ...], above: str) -> Any:
    place, value = f"{above}{terms.chinese(name)}", getattr(model, name)
    if key_paths.covered(place, places) and not field.is_required():
        return field.get_default(call_default_factory=True)
    if isinstance(value, dict):
        return {key: part for key, part in value.items() if not key_paths.covered(f"{place}.{key}", places)}
    return _emptied(value, places, f"{place}.") if isinstance(value, Model) else value


_Known = TypeVar("_Known")


def _outside(changed: Container[str], by_path: Mapping[str, _Known]) -> dict[str, _Known]:
    return {path: known for path, known in by_path.items() if path not in changed}


def _summed_still(changed: Container[str], slack: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Of a list of sums of which one is given now, none is a sum any more: the list is given as a whole."""
    kept = _outside(changed, slack)
    return {
        path: known
        for path, known in kept.items()
        if "[" not in path or path.partition("[")[0] not in changed
    }


def _holds_made_amounts(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_holds_made_amounts, value))
    if isinstance(value, dict):
        return any(map(_holds_made_amounts, value.values()))
    return isinstance(value, BaseModel) and not isinstance(
        value, Department | Publication | Reasons | IncomeContents
    )
