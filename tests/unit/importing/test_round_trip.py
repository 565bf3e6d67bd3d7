"""What `build` writes, `import` reads back: the same tables, whatever kind of file they stand in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import disclosure
from disclosure import figures
from disclosure.importing import Report, import_tables
from disclosure.load import read
from tests.departments import EXAMPLES

PACKS = {"yuxi-beijing-2023": "yunnan-2023", "panzhihua-chengdu-2024": "sichuan-panzhihua-chengdu-2024"}
FORMATS = ("xlsx", "docx", "html")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """The files that each example builds."""
    folder = tmp_path_factory.mktemp("built")
    found = {}
    for example in PACKS:
        for artifact in disclosure.build(EXAMPLES / example, FORMATS).artifacts:
            kind = artifact.name.rpartition(".")[2]
            found[example, kind] = folder / artifact.name
            found[example, kind].write_bytes(artifact.data)
    return found


def imported(files: dict[tuple[str, str], Path], example: str, kind: str, out: Path) -> Report:
    return import_tables([files[example, kind]], out, PACKS[example])


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("example", PACKS)
def test_every_table_of_a_build_is_taken_without_doubt(
    files: dict[tuple[str, str], Path], example: str, kind: str, tmp_path: Path
) -> None:
    report = imported(files, example, kind, tmp_path)
    assert len(report.taken) == {"yuxi-beijing-2023": 15, "panzhihua-chengdu-2024": 13}[example]
    assert (report.doubtful, report.changes) == ((), ())
    assert ["只准到百元" in note for note in report.notes] == [True] * (example == "yuxi-beijing-2023")  # 公开14表


@pytest.mark.parametrize("kind", FORMATS)
def test_the_figures_of_yuxi_come_back_as_they_were(
    files: dict[tuple[str, str], Path], kind: str, tmp_path: Path
) -> None:
    imported(files, "yuxi-beijing-2023", kind, tmp_path)
    before, after = (figures.derive(read(folder)) for folder in (EXAMPLES / "yuxi-beijing-2023", tmp_path))
    shared = [id for id, one in after.items() if one.value is not None and before.value(id) is not None]
    assert [id for id in shared if before.value(id) != after.value(id) and "performance.whole" not in id] == []
    assert len(shared) > 600


def test_the_tables_of_chengdu_are_built_again_from_what_was_imported(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    example = "panzhihua-chengdu-2024"
    imported(files, example, "xlsx", tmp_path)
    (again,) = disclosure.build(tmp_path, ("xlsx",), draft=True).artifacts
    before, after = cells(files[example, "xlsx"].read_bytes()), cells(again.data)
    pairs = [(before.get(place), after.get(place)) for place in before | after]
    # 公开04表 本年支出合计 has no figure of its own: it is added up anew from amounts already rounded.
    assert [pair for pair in pairs if pair[0] != pair[1]] == [(817.16, 817.15)]


def cells(data: bytes) -> dict[tuple[str, int, int], object]:
    """Every filled cell of a workbook."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {
        (name, row, column): value
        for name in book.sheet_names
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for column, value in enumerate(values)
        if value != ""
    }


def test_explain_names_the_cell_that_a_value_was_imported_from(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    imported(files, "yuxi-beijing-2023", "xlsx", tmp_path)
    found = disclosure.explain(tmp_path, "三公经费.公务接待费.全年预算")
    said = "\n".join(found.lines())
    assert "单位决算.xlsx 公开11表 一般公共预算财政拨款“三公”经费情况表!D" in said
