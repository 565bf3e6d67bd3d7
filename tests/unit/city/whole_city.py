"""A city for tests: a list of bodies, settings, and the records that the task makes of each one's data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from disclosure.city import task
from disclosure.city.bodies import Bodies, Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.city_folder import CityFolder
from disclosure.city.settings import Settings
from disclosure.city.task import Job
from tests.departments import small

PUBLIC = {"批复日期": "2024年8月20日", "公开日期": "2024年9月5日", "网址": "www.example.gov.cn"}


def body(name: str, **row: Any) -> Body:
    """A row of the list; its folder is its name."""
    return Body(name, row.pop("folder", name), **row)


def city(folder: Path, *bodies: Body, **settings: Any) -> City:
    """A city of these bodies, with amounts of its settings in 元."""
    given = Settings.model_validate(settings, context={"unit": "元"})
    return City(CityFolder(folder, folder), given, Bodies(bodies))


def data(name: str, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The small department's data under a name, published in time unless changed."""
    whole = {"格式版本": 1, **small(公开信息=PUBLIC), **(changes or {})}
    return {**whole, "部门": {**whole["部门"], "全称": name}}


def written(name: str, changes: Mapping[str, Any] | None = None) -> str:
    """That data as a data file."""
    return yaml.safe_dump(data(name, changes), allow_unicode=True, sort_keys=False)


def record(of: Body, changes: Mapping[str, Any] | None = None, *, called: str = "") -> BodyRecord:
    """What the task makes of the body's data, without a file."""
    files = {"data.yaml": written(called or of.name, changes).encode()}
    return task.made(Job(of, files, (), "指纹")).record
