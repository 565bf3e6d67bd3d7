"""A folder for whoever writes YAML in an editor: the data file, and the schema that it is checked by."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

import disclosure
from disclosure import InputError, PackError, projects
from disclosure.cli import app
from disclosure.loading import data_schema
from tests.departments import EXAMPLES
from tests.unit.loading.test_data_schema import loaded

DECLARED = Path(__file__).parents[1] / "packs" / "declared" / "compared-2024"
FIRST = "# yaml-language-server: $schema=决算.schema.json\n"


def faults(folder: Path) -> list[str]:
    schema = json.loads((folder / data_schema.FILE_NAME).read_text("utf-8"))
    data = loaded((folder / "data.yaml").read_text("utf-8"))
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(data)]


def test_a_new_folder_has_a_data_file_that_its_editor_checks(tmp_path: Path) -> None:
    made = projects.new(tmp_path / "a", pack="sichuan-2024", department="某某市档案馆", as_yaml=True)
    assert [path.name for path in made.paths] == ["data.yaml", "决算.schema.json", "职责.md", "机构设置.md"]
    text = (tmp_path / "a" / "data.yaml").read_text("utf-8")
    assert text.startswith(FIRST)
    assert faults(tmp_path / "a") == []
    assert disclosure.load(tmp_path / "a").department.full_name == "某某市档案馆"
    (tmp_path / "a" / "data.yaml").write_text(f"{text}收人: 无\n", encoding="utf-8")
    assert len(faults(tmp_path / "a")) == 1


def test_without_a_name_it_says_where_the_name_is_to_be_written(tmp_path: Path) -> None:
    projects.new(tmp_path / "a", pack="sichuan-2024", as_yaml=True)
    with pytest.raises(InputError, match="部门的全称：内容不能为空"):
        disclosure.load(tmp_path / "a")


def test_last_years_names_subjects_and_texts_come_along(tmp_path: Path) -> None:
    last = EXAMPLES / "panzhihua-beijing-2023"
    projects.new(tmp_path / "b", last=last, as_yaml=True)
    now, before = disclosure.load(tmp_path / "b"), disclosure.load(last)
    assert faults(tmp_path / "b") == []
    assert (now.year, now.department.full_name) == (before.year + 1, before.department.full_name)
    assert now.department.duties == f"〔沿用上年，待确认〕\n{before.department.duties}"


def test_the_schema_is_printed_and_a_function_gives_it_with_the_facts_of_a_pack() -> None:
    runner = CliRunner()
    assert json.loads(runner.invoke(app, ["schema"]).stdout_bytes) == disclosure.schema()
    made = disclosure.schema(DECLARED)
    assert json.loads(runner.invoke(app, ["schema", "--pack", str(DECLARED)]).stdout_bytes) == made
    assert "检查次数" in made["definitions"]["自有数据"]["properties"]
    with pytest.raises(PackError, match="sichuan"):
        disclosure.schema("sichuan-20")
