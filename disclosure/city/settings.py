"""全市设置 — what the bureau decides once for all its bodies, as 全市.yaml has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, Field, PrivateAttr, ValidationError

from disclosure import extensions, outputs, terms
from disclosure.city.bodies import Body
from disclosure.city.city_folder import SETTINGS, CityFolder
from disclosure.errors import InputError, Source
from disclosure.loading import data_files, nodes
from disclosure.loading.reading_state import Reading
from disclosure.model import RatifiedTotals, faults
from disclosure.model.base import Amounts, Day, FrozenMap, Many, Model, Words
from disclosure.model.decided_above import DecidedAbove, KindOfWaiver
from disclosure.model.department import Kind
from disclosure.model.shape import of
from disclosure.model.submission import Submission

Part = TypeVar("Part", bound=Model)
_HOLE = re.compile(r"\{([^{}]*)\}")
# What the name of a published file may hold.
_HELD: Mapping[str, Callable[[Body, Submission], str]] = {
    "序号": lambda body, _: f"{body.number:03}",
    "名称": lambda _, submission: submission.department.full_name,
    "年度": lambda _, submission: str(submission.year),
    "类型": lambda _, submission: submission.department.kind,
    "类别": lambda body, _: body.group,
    "批次": lambda body, _: body.batch,
}


def _only_known(rule: str) -> str:
    """Raises ValueError for a name in braces that stands for nothing."""
    if others := [name for name in _HOLE.findall(rule) if name not in _HELD]:
        known = "、".join(f"{{{name}}}" for name in _HELD)
        raise ValueError(f"文件名里不认识“{{{others[0]}}}”，可以写的有：{known}")
    return rule


def _made_by_somebody(name: str) -> str:
    """Raises ValueError for a format that nothing writes."""
    known = (*outputs.FORMATS, *extensions.names("outputs"))
    if name.lower() not in known:
        raise ValueError(f"没有“{name}”这种输出格式，可选：{'、'.join(known)}")
    return name.lower()


class ControlTotals(RatifiedTotals):
    """控制数 — what the bodies add up to: as in 批复数, and by 类 of the functional classification."""

    by_category: Amounts = Field(default_factory=FrozenMap)  # 201 → 元


class DaysByKind(Model):
    """批复日期 — of departments and of units whose own data say none."""

    department: Day | None = None
    unit: Day | None = None

    def of(self, kind: Kind) -> str | None:
        """某一种的 — None where none is given."""
        return {"部门": self.department, "单位": self.unit}[kind]


class Settings(Model):
    """全市设置 — all optional; amounts in 元 whatever unit 控制数 has in the file."""

    name: Words = ""  # 市、县、区的名称
    year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    pack: Words = ""  # of new folders whose row of the list names none
    pdf_engine: Literal["weasyprint", "typst"] | None = None
    formats: Many[Annotated[Words, AfterValidator(_made_by_somebody)]] = ("docx", "pdf", "html")
    filename: Annotated[Words, AfterValidator(_only_known)] = ""  # without it, as the pack has it
    level: Words | None = None
    group_order: Many[Words] = ()
    approved_on: DaysByKind = Field(default_factory=DaysByKind)
    control_totals: ControlTotals | None = None
    kinds_of_waiver: Many[KindOfWaiver] = ()

    _sources: Mapping[str, Source] = PrivateAttr(default_factory=dict)

    def given_to(self, submission: Submission, body: Body) -> Submission:
        """交给部门 — the submission of a body with what the city decided, below what its own data say.

        A 批复汇总表 of the city is given first: its date is the body's own.
        """
        decided = DecidedAbove(self.kinds_of_waiver, self._filename(submission, body))
        said, kind = submission.publication, submission.department.kind
        day, above = self.approved_on.of(kind), f"{terms.chinese('approved_on')}.{kind}"
        filled = {
            "pdf_engine": submission.pdf_engine or self.pdf_engine,
            "department": _with_decided(submission.department, level=self.level),
            "publication": _with_decided(said, approved_on=day),
        }
        is_ours = said.approved_on is None and above in self._sources
        places = {"公开信息.批复日期": self._sources[above]} if is_ours else {}
        return submission.with_decided(decided, filled, places)

    def _filename(self, submission: Submission, body: Body) -> str:
        return _HOLE.sub(lambda hole: _HELD[hole[1]](body, submission), self.filename)


def _with_decided(part: Part, **decided: str | None) -> Part:
    """A part of the data with what it does not say itself."""
    lacking = {name: value for name, value in decided.items() if getattr(part, name) is None}
    return BaseModel.model_copy(part, update=lacking)


def read(folder: CityFolder) -> Settings:
    """读全市设置 — of 全市.yaml; all defaults without one. Raises InputError, all problems."""
    file = folder.settings_file
    if not file.is_file():
        return Settings()
    reading = nodes.read(data_files.Home(folder.home, file, SETTINGS))
    settings = _validated_settings(reading)
    if settings is None or reading.problems:
        raise InputError(reading.sorted())
    settings._sources = reading.sources
    return settings


def _validated_settings(reading: Reading) -> Settings | None:
    """None where a fault was added to the reading."""
    try:
        return Settings.model_validate(reading.data, context={"unit": "元"})
    except ValidationError as error:
        for fault in faults.faults(error, of(Settings), faults.described):
            reading.add(faults.sentence(fault), fault.path)
    return None
