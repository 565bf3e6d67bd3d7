"""Who must build again since a pack changed, told without building."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from disclosure.city import changed_packs, task
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.due import Due, Wanted
from disclosure.city.task import Job
from tests import making
from tests.unit.city.whole_city import body, city, written
from tests.unit.test_cli import Run

OWN, OTHER = body("甲局", pack="甲"), body("乙局")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    making.pack(tmp_path / "templates", files={"wording.toml": '["比较"]\n"下降" = "下降"\n'})
    for one in (OWN, OTHER):
        (tmp_path / one.folder).mkdir()
        (tmp_path / one.folder / "data.yaml").write_text(written(one.name), encoding="utf-8")
    return tmp_path


def built(whole: City, *bodies: Body) -> tuple[BodyRecord, ...]:
    due = Due(whole, Wanted(()))
    jobs = [job for job in map(due.of, bodies) if isinstance(job, Job)]
    return tuple(task.made(job).record for job in jobs)


def test_a_pack_of_the_city_that_changed_names_those_who_build_again(home: Path) -> None:
    whole = city(home, OWN, OTHER)
    records = built(whole, OWN, OTHER)
    uses = changed_packs.pack_uses(whole, records)
    assert [use.changed for use in uses] == [(), ()]
    assert [*changed_packs.sentences(uses)] == [
        "模板“甲”：1 家",
        "模板“standard”：1 家",
        "没有要重新生成的",
    ]
    (home / "templates" / "甲" / "wording.toml").write_text('["比较"]\n"下降" = "减少"\n', encoding="utf-8")
    uses = changed_packs.pack_uses(whole, records)
    assert [*changed_packs.sentences(uses)][2:] == [
        "模板“甲”在生成以后改过，1 家要重新生成：甲局",
        "共 1 家要重新生成，再运行 disclosure city 就只生成要改的",
    ]
    assert changed_packs.table(uses).rows == [
        ("甲局", "甲", records[0].pack_version, "甲、standard", "甲", "重新生成"),
        ("乙局", "standard", records[1].pack_version, "standard", "", ""),
    ]


def test_a_delivered_pack_of_another_release_and_one_that_is_gone(home: Path) -> None:
    whole = city(home, OWN, OTHER)
    records = built(whole, OWN, OTHER)
    older = tuple(one.model_copy(update={"packs": {**one.packs, "standard": "0" * 64}}) for one in records)
    assert [use.changed for use in changed_packs.pack_uses(whole, older)] == [("standard",), ("standard",)]
    shutil.rmtree(home / "templates" / "甲")
    assert [use.changed for use in changed_packs.pack_uses(whole, records)] == [("甲",), ()]


def test_the_command_tells_it_from_the_records_of_the_last_run(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = city(home, OWN, OTHER)
    told = Run(monkeypatch, capfd, "city", "packs", home)
    assert (told.code, told.printed) == (0, "还没有生成过，没有可以比的；先运行 disclosure city\n")
    for record in built(whole, OTHER):
        path = whole.folder.records / f"{record.folder}.json"
        path.parent.mkdir(parents=True)
        path.write_bytes(record.to_bytes())
    told = Run(monkeypatch, capfd, "city", "packs", home)
    assert told.printed.splitlines() == ["模板“standard”：1 家", "没有要重新生成的"]
    assert {path.name for path in home.iterdir()} == {"templates", "甲局", "乙局", "办公"}
