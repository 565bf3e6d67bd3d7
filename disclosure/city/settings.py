"""全市设置 — what the bureau decides once for all its bodies, as 全市.yaml has it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, PrivateAttr, ValidationError

from disclosure.city.city_folder import SETTINGS, CityFolder
from disclosure.errors import InputError, Source
from disclosure.loading import data_files, nodes
from disclosure.model import RatifiedTotals, faults
from disclosure.model.base import Amounts, Day, FrozenMap, Many, Map, Model, Words
from disclosure.model.decided_above import KindOfWaiver
from disclosure.model.shape import of
from disclosure.model.submission import Submission

_USUAL = ("docx", "pdf", "html")


class ControlTotals(RatifiedTotals):
    """控制数 — what the bodies add up to: as in 批复数, and by 类 of the functional classification."""

    by_category: Amounts = Field(default_factory=FrozenMap)  # 201 → 元


class Settings(Model):
    """全市设置 — all optional; amounts in 元 whatever unit 控制数 has in the file."""

    name: Words = ""  # 市、县、区的名称
    year: int | None = Field(default=None, ge=2000, le=2100)
    pack: Words = ""  # of bodies whose row of the list names none
    pdf_engine: Words = ""
    formats: Many[Words] = _USUAL
    filename: Words = ""  # 公开文件的名称：{序号}{名称}{年度}{类型}{文件}；不写的照模板
    level: Words = ""
    group_order: Many[Words] = ()
    approved_on: Map[Day] = Field(default_factory=FrozenMap)  # 部门、单位 → 批复日期
    control_totals: ControlTotals | None = None
    kinds_of_waiver: Many[KindOfWaiver] = ()

    _sources: Mapping[str, Source] = PrivateAttr(default_factory=dict)

    def given_to(self, submission: Submission) -> Submission:
        """交给部门 — the submission with what the city decided, below what its own data say."""
        return submission


def read(folder: CityFolder) -> Settings:
    """读全市设置 — of 全市.yaml; all defaults without one. Raises InputError, all problems."""
    file = folder.settings_file
    if not file.exists():
        return Settings()
    reading = nodes.read(data_files.Home(folder.home, file, SETTINGS))
    try:
        settings = Settings.model_validate(reading.data, context={"unit": "元"})
    except ValidationError as error:
        for fault in faults.faults(error, of(Settings), faults.described):
            reading.add(faults.sentence(fault), fault.path)
        raise InputError(reading.sorted()) from None
    if reading.problems:
        raise InputError(reading.sorted())
    settings._sources = reading.sources
    return settings
