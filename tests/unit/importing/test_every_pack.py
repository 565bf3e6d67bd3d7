"""Every delivered pack reads its own output: whatever kind of file, and tables that say they are empty."""

from __future__ import annotations

from pathlib import Path

import pytest

import disclosure
from disclosure import packs
from disclosure.importing import Report, import_tables
from disclosure.loading.data_files import IMPORTED
from disclosure.model import Submission
from disclosure.outputs import Artifact
from tests.delivered import OWN
from tests.departments import submission
from tests.packs.test_departments import asked, lays_out, zero
from tests.unit.importing.test_round_trip import FORMATS, PERFORMED, cells

ROOT = packs.built_in()


def has_tables(pack: str) -> bool:
    """Whether a pack lays out the set of tables itself; a page of 三公 alone does not tell what was spent."""
    return lays_out(ROOT / pack) and "expenditure" in packs.resolve(pack, [ROOT]).manifest.tables


def department(pack: str) -> Submission:
    """One 项 and nothing else: most tables have no data and say so; a form of performance is never empty."""
    data = asked({**zero(), "模板": pack})
    data["绩效"]["整体自评"] = {**data["绩效"]["整体自评"], **PERFORMED}
    return submission(data)


def imported(pack: str, file: Artifact, out: Path) -> tuple[Report, Path]:
    """What an import of a file gave, and the folder, which says only whose data these are."""
    out.mkdir()
    said = f"模板: {pack}\n年度: 2023\n部门: {{全称: 某市某某局, 类型: 部门}}\n"
    (out / "data.yaml").write_text(said, encoding="utf-8")
    (out.parent / file.name).write_bytes(file.data)
    return import_tables([out.parent / file.name], out), out


def values(folder: Path) -> str:
    """What was imported, without the cells that it was read from."""
    return (folder / IMPORTED).read_text(encoding="utf-8").partition("来源:")[0]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("pack", [name for name in OWN if has_tables(name)])
def test_a_pack_reads_its_own_tables_from_every_kind_of_file(pack: str, tmp_path: Path) -> None:
    files = disclosure.build(department(pack), FORMATS, draft=True).artifacts
    there = {kind: imported(pack, file, tmp_path / kind) for kind, file in zip(FORMATS, files, strict=True)}
    for kind, (report, folder) in there.items():
        assert (kind, report.doubtful, report.unknown) == (kind, (), ())
        assert values(folder) == values(tmp_path / FORMATS[0])
    (again,) = disclosure.build(tmp_path / FORMATS[0], ("xlsx",), draft=True).artifacts
    assert cells(again.data) == cells(files[0].data)
