"""表号: a pack numbers its tables in pack.toml or in their files, and the nearest pack wins either way."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure import packs
from disclosure.authoring import show_pack
from disclosure.errors import PackError
from disclosure.packs.linting import lint
from disclosure.packs.pack_chain import Chain
from disclosure.packs.table_specs import sheet_numbers, table_specs
from tests import making


def numbered(name: str, numbers: str, parent: str = "standard") -> dict[str, str]:
    """A pack.toml with two tables and these numbers."""
    head = f'"名称" = "{name}"\n"版本" = "1.0"\n"继承" = "{parent}"\n"表" = ["income", "fund"]\n'
    return {"pack.toml": f'{head}\n["表号"]\n{numbers}'}


def in_file(number: str) -> dict[str, str]:
    return {"tables/income.toml": f'"表号" = "{number}"\n'}


def chain(folder: Path) -> Chain:
    return packs.resolve(folder.name, [folder.parent, packs.built_in()])


def numbers_of(folder: Path) -> list[str]:
    return [spec.sheet_number for spec in table_specs(chain(folder), 2023)]


def test_pack_toml_numbers_the_tables(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, files=numbered("甲", '"income" = "表一"\n"fund" = "表二"\n'))
    assert numbers_of(folder) == ["表一", "表二"]
    assert sheet_numbers(chain(folder).packs[0]) == {"income": "表一", "fund": "表二"}


def test_files_of_one_line_go_on_working(tmp_path: Path) -> None:
    assert numbers_of(making.pack(tmp_path, parent="central-2023", files=in_file("附表9")))[1] == "附表9"


def test_the_nearer_pack_wins_whichever_way_it_writes(tmp_path: Path) -> None:
    making.pack(tmp_path, "远", files=in_file("远") | numbered("远", '"fund" = "基金"\n'))
    listed = making.pack(tmp_path, "列", files=numbered("列", '"income" = "列"\n', "远"))
    filed = making.pack(tmp_path, "件", parent="列", files=in_file("件"))
    assert numbers_of(tmp_path / "远") == ["远", "基金"]
    assert numbers_of(listed) == ["列", "基金"]
    assert numbers_of(filed) == ["件", "基金"]


def test_a_number_goes_with_the_rest_of_the_file(tmp_path: Path) -> None:
    files = {"tables/fund.toml": '"标题" = "基金表"\n"仿照" = "income"\n"空表说明" = "无"\n'}
    folder = making.pack(tmp_path, files=files | numbered("甲", '"income" = "表一"\n"fund" = "表二"\n'))
    spec = table_specs(chain(folder), 2023)[1]
    assert (spec.title, spec.sheet_number) == ("基金表", "表二")


def test_the_same_number_in_both_places_is_no_fault(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, files=in_file("表一") | numbered("甲", '"income" = "表一"\n'))
    assert numbers_of(folder)[0] == "表一"


@pytest.mark.parametrize(
    ("numbers", "files", "message"),
    [
        ('"incme" = "表一"\n', {}, "甲/pack.toml 表号：没有“incme”这张表，可用的有：income"),
        ('"../../x" = "表一"\n', {}, "甲/pack.toml 表号：没有“../../x”这张表，可用的有："),
        (
            '"income" = "表一"\n',
            in_file("表二"),
            "甲/pack.toml 表号：“income”写的是“表一”，tables/income.toml 里写的是“表二”，请只留一处",
        ),
        ('"income" = 1\n', {}, "甲/pack.toml 表号.income：写法不对（写的是“1”）"),
    ],
)
def test_a_wrong_number_is_told_by_the_build_and_by_pack_check(
    tmp_path: Path, numbers: str, files: dict[str, str], message: str
) -> None:
    folder = making.pack(tmp_path, files=files | numbered("甲", numbers))
    with pytest.raises(PackError) as error:
        making.composed(folder)
    assert str(error.value).startswith(message)
    assert any(str(remark).startswith(f"错误 P109 {message}") for remark in lint.declared(chain(folder)))


def test_all_wrong_numbers_are_told_at_once(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, files=numbered("甲", '"incme" = "表一"\n"fnud" = "表二"\n'))
    with pytest.raises(PackError) as error:
        numbers_of(folder)
    assert len(str(error.value).splitlines()) == 2


def test_pack_show_lists_the_numbers(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, files=numbered("甲", '"income" = "表一"\n"fund" = ""\n'))
    assert "  表号：income 表一、fund" in list(show_pack.shown(chain(folder)))
