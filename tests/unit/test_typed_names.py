"""Type checkers and editors know every public name and member, though each is loaded on first use."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jedi
import pytest

import disclosure
from scripts import make_api_reference, make_public_names

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ROOT = Path(__file__).resolve().parents[2]
PROJECT = jedi.Project(ROOT)


def test_the_use_of_every_name_is_up_to_date_so_that_mypy_reads_it_with_the_tests() -> None:
    assert make_public_names.PATH.read_text("utf-8") == make_public_names.document(), "请运行 make docs"


def test_pyright_knows_every_name_and_member_and_refuses_what_is_not_there(tmp_path: Path) -> None:
    settings = {
        "include": [str(make_public_names.PATH)],
        "extraPaths": [str(ROOT)],
        "typeCheckingMode": "basic",
        "reportUnnecessaryTypeIgnoreComment": "error",  # those of the names that are not there are needed
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "basedpyright", "--project", str(tmp_path), "--outputjson"]
    command += ["--pythonpath", sys.executable]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert report["generalDiagnostics"] == []
    assert report["summary"]["filesAnalyzed"] == 1


def completed(code: str) -> set[str]:
    return {one.name for one in jedi.Script(code, project=PROJECT).complete()}


def test_an_editor_completes_every_public_name() -> None:
    assert make_api_reference.public_names() <= completed("import disclosure\ndisclosure.")
    assert "build_all" not in completed("import disclosure\ndisclosure.")


@pytest.mark.parametrize(
    ("made", "result"),
    [
        ('build("数据")', disclosure.Built),
        ('check("数据")', disclosure.CheckReport),
        ('check("数据").findings[0]', disclosure.Finding),
        ('figures("数据")["支出.决算数"]', disclosure.BookedFigure),
        ('tables("数据")["公开03表"]', disclosure.Table),
        ('diff("成品")', disclosure.Difference),
    ],
)
def test_an_editor_completes_the_fields_of_what_a_verb_gives(
    made: str, result: type[DataclassInstance]
) -> None:
    fields = {field.name for field in dataclasses.fields(result)}
    assert fields <= completed(f"import disclosure\ndisclosure.{made}.")


def test_an_editor_completes_the_data_and_the_options() -> None:
    assert set(disclosure.Submission.model_fields) <= completed('import disclosure\ndisclosure.load("数据").')
    options = {"formats=", "pack=", "roots=", "draft=", "units=", "progress="}
    assert options <= completed('import disclosure\ndisclosure.build("数据", ')
