"""部门 — who publishes: names, duties, structure, subordinate units, staff."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from disclosure.model.base import Count, Day, Flag, Many, Model, Prose, Words

Nature = Literal["行政单位", "参公事业单位", "事业单位"]
Kind = Literal["部门", "单位"]


class Unit(Model):
    """所属单位 — a subordinate unit whose accounts are part of the department's."""

    model_config = ConfigDict(json_schema_extra={"required": []})  # its own data say the rest

    name: Words = Field(min_length=1)
    nature: Nature
    independent: Flag = True  # 独立编制预决算
    short_name: Words | None = None
    unit_remark: Words | None = None  # 单位构成表的备注
    data: Words | None = None  # 该单位的数据文件夹；写了就由各单位的数相加得出部门的数


class Headcount(Model):
    """人数 — people of one category: 公务员, 参公人员, 事业人员…"""

    category: Words
    number: Count | None = None


class Department(Model):
    """部门（单位） — the publishing body; `full_name` and one `short_name` are its only names."""

    full_name: Words = Field(min_length=1)
    short_name: Words | None = None
    level: Words | None = None  # 市级、区级…
    kind: Kind = "部门"
    nature: Nature | None = None
    duties: Prose | None = None
    structure: Prose | None = None
    units: Many[Unit] | None = None
    staff: Prose | None = None
    headcount: Many[Headcount] | None = None
    year_work: Prose | None = None  # 年度重点工作


class Publication(Model):
    """公开信息 — the facts of publication; dates as they are printed (2024年9月10日)."""

    approved_on: Day | None = None  # 年月日的各种写法都可以；预算法第十四条
    approval_number: Words | None = None
    published_on: Day | None = None  # 批复后二十日内；照填的写法印出，只知道月份的写到月
    website: Words | None = None
    contact: Words | None = None
    supervision_number: Words | None = None  # 监督索引号（云南）
    secrecy_review: Words | None = None
    signed_off: Words | None = None
