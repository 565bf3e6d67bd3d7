"""The index page: what is published and nothing else, in the city's order, each file with size and sum."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from disclosure import files
from disclosure.authoring import trial_sheets
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord, FileMade
from disclosure.city.city import City
from disclosure.city.index_page import INDEX, SUMS, index_page, size_told
from disclosure.city.progress_matrix import matrix
from disclosure.city.summary import summary
from tests.unit.city import made_up

PUBLIC = ("某市委宣传部", "某市政府办公室", "某市教育局", "某市第一中学", "某市水务局", "某市林业局")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return dict(index_page(made_up.city(tmp_path_factory.mktemp("city"), made_up.TWELVE), made_up.twelve()))


def page(made: dict[str, bytes]) -> Any:
    return html.document_fromstring(made[INDEX].decode())


def names(found: Any, path: str = "//li[@data-name]") -> list[str]:
    return [str(entry.get("data-name")) for entry in found.xpath(path)]


def test_only_what_is_published_is_listed(made: dict[str, bytes]) -> None:
    assert sorted(names(page(made))) == sorted(PUBLIC)
    assert page(made).xpath("//p[@class='lead']/text()") == ["共公开部门 5 个、单位 1 个。"]


def test_nothing_of_the_office_and_no_secret_body_is_in_it(made: dict[str, bytes]) -> None:
    text = b"".join(made.values()).decode()
    told = [one.message for record in made_up.twelve() for one in record.findings]
    words = ("待改", "草稿", "逾期", "豁免", "批复", "张三", "保密", "退回", made_up.DRAFT.name, *told)
    assert [word for word in words if word in text] == []


def test_a_body_that_became_secret_is_left_out_whatever_its_record_says(tmp_path: Path) -> None:
    secret = replace(made_up.OFFICE, withheld="保密法第九条")
    city = made_up.city(tmp_path, [secret, made_up.PARTY])
    made = dict(index_page(city, [made_up.record(secret), made_up.record(made_up.PARTY)]))
    assert names(page(made)) == [made_up.PARTY.name]
    assert secret.name not in made[SUMS].decode()


def test_bodies_stand_by_group_in_the_citys_order_units_below_their_department(tmp_path: Path) -> None:
    city = made_up.city(tmp_path, made_up.TWELVE, 类别次序=["政府部门", "人大机关", "党委部门"])
    found = page(dict(index_page(city, made_up.twelve())))
    assert [section.get("data-group") for section in found.xpath("//section")] == ["政府部门", "党委部门"]
    government = ["某市政府办公室", "某市教育局", "某市水务局", "某市林业局"]
    assert names(found, "//section[1]/ul/li") == government
    assert names(found, "//section[1]/ul/li/ul/li") == ["某市第一中学"]
    assert found.xpath("//li[@data-name='某市第一中学']/ancestor::li/@data-name") == ["某市教育局"]


def test_a_unit_whose_department_is_not_published_stands_by_itself(tmp_path: Path) -> None:
    bodies = (made_up.EDUCATION, made_up.SCHOOL, made_up.PARTY)
    records = [made_up.record(made_up.SCHOOL), made_up.record(made_up.PARTY)]
    found = page(dict(index_page(made_up.city(tmp_path, bodies), records)))
    assert names(found, "//section/ul/li") == [made_up.PARTY.name, made_up.SCHOOL.name]
    assert found.xpath("//section/h2/text()") == ["党委部门 ", "其他 "]


def test_what_stands_below_a_unit_stands_below_its_department_too(tmp_path: Path) -> None:
    branch = Body("某市第一中学分校", "分校", "单位", parent=made_up.SCHOOL.name)
    bodies = (branch, made_up.EDUCATION, made_up.SCHOOL)
    found = page(dict(index_page(made_up.city(tmp_path, bodies), [made_up.record(body) for body in bodies])))
    assert names(found, "//section/ul/li") == [made_up.EDUCATION.name]
    assert names(found, "//section/ul/li/ul/li") == [branch.name, made_up.SCHOOL.name]


def test_a_city_without_groups_has_one_list_without_a_heading(tmp_path: Path) -> None:
    bodies = [replace(body, group="") for body in (made_up.OFFICE, made_up.PARTY)]
    found = page(dict(index_page(made_up.city(tmp_path, bodies), [made_up.record(body) for body in bodies])))
    assert found.xpath("//h2") == []
    assert names(found) == [body.name for body in bodies]


def test_each_file_has_its_format_size_and_whole_sum(made: dict[str, bytes]) -> None:
    (entry,) = page(made).xpath("//li[@data-name='某市水务局']")
    expected = {file.name: file for file in made_up.files("某市水务局", ".pdf", ".docx", ".html")}
    assert entry.xpath(".//li/a/text()") == ["PDF", "Word", "网页"]
    for item, file in zip(entry.xpath(".//li"), expected.values(), strict=True):
        assert unquote(item.find("a").get("href")) == f"某市水务局/{file.name}"
        assert item.xpath(".//code/text()") == [f"SHA-256 {file.sha256}"]
        assert item.xpath(".//summary/text()") == [f"{file.sha256[:8]}…"]
        assert size_told(file.size) in item.text_content()


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (1, "1 KB"),
        (1024, "1 KB"),
        (1025, "2 KB"),
        (1024**2, "1.0 MB"),
        (1_180_000, "1.2 MB"),
        (10 * 1024**2, "10.0 MB"),
    ],
)
def test_a_size_is_told_in_kilobytes_or_megabytes(size: int, told: str) -> None:
    assert size_told(size) == told


def test_the_sums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    body = replace(made_up.FINANCE, folder="某市教育局/某市 第一中学")
    data = b"%PDF"
    file = FileMade(name="决算.pdf", size=len(data), sha256=hashlib.sha256(data).hexdigest())
    city = made_up.city(tmp_path, [body])
    made = dict(index_page(city, [made_up.record(body, files=(file,))]))
    files.write_all([("决算.pdf", data)], city.folder.public / body.folder)
    files.write_all(list(made.items()), city.folder.out)
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", Path(SUMS).name],
        cwd=city.folder.public,
        check=False,
        capture_output=True,
    )
    assert (checked.returncode, checked.stderr) == (0, b"")


def test_a_link_leads_to_its_file_whatever_its_name(tmp_path: Path) -> None:
    body = replace(made_up.FINANCE, folder="甲#局 100%?")
    file = FileMade(name="“决算”<1>.pdf", size=1, sha256="0" * 64)
    made = dict(index_page(made_up.city(tmp_path, [body]), [made_up.record(body, files=(file,))]))
    (address,) = page(made).xpath("//li/a/@href")
    assert unquote(address) == f"{body.folder}/{file.name}"
    assert not set(address) & set("#?<>\"' ")


def test_the_title_names_city_and_year_as_far_as_they_are_known(tmp_path: Path) -> None:
    made = dict(index_page(made_up.city(tmp_path, [], 名称="", 年度=None), []))
    assert page(made).xpath("//h1/text()") == ["部门决算公开"]
    made = dict(index_page(made_up.city(tmp_path, []), []))
    assert page(made).xpath("//h1/text()") == ["某市2024年度部门决算公开"]


def test_a_city_has_an_index_page_of_its_own(tmp_path: Path) -> None:
    block = "{% block 说明 %}<p>本页由某市财政局汇集。</p>{% endblock %}"
    own = f'{{% extends "上级:pages/index.html.j2" %}}\n{block}'
    city = made_up.city(tmp_path, [made_up.PARTY], 模板="某市")
    manifest = '"名称" = "某市"\n"版本" = "1.0"\n"继承" = "standard"\n'
    pack = [("pack.toml", manifest.encode()), ("pages/index.html.j2", own.encode())]
    files.write_all(pack, city.folder.own_packs / "某市")
    made = dict(index_page(city, [made_up.record(made_up.PARTY)]))
    assert page(made).xpath("//main/p[2]/text()") == ["本页由某市财政局汇集。"]


def test_the_same_records_make_the_same_bytes_in_whatever_order(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    turned: list[BodyRecord] = made_up.twelve()[::-1]
    assert dict(index_page(made_up.city(tmp_path, made_up.TWELVE), turned)) == made


@pytest.mark.parametrize(
    ("name", "report"), [("index", index_page), ("matrix", matrix), ("summary", summary)]
)
def test_every_name_that_a_check_of_pages_accepts_is_given(
    tmp_path: Path, name: str, report: Callable[[City, list[BodyRecord]], Iterable[tuple[str, bytes]]]
) -> None:
    own = "".join(map(prints, trial_sheets.given("pages")[name].items()))
    city = made_up.city(tmp_path, made_up.TWELVE, 模板="某市")
    manifest = '"名称" = "某市"\n"版本" = "1.0"\n"继承" = "standard"\n'
    pack = [("pack.toml", manifest.encode()), (f"pages/{name}.html.j2", f"全部名称{own}".encode())]
    files.write_all(pack, city.folder.own_packs / "某市")
    made = b"".join(data for path, data in report(city, made_up.twelve()) if path.endswith(".html"))
    assert made.decode().startswith("全部名称")


def prints(entry: tuple[str, object]) -> str:
    """A template that names all of what a page is given under a name."""
    name, value = entry
    match value:
        case bool():
            return f"{{% if {name} %}}{{% endif %}}"
        case dict():
            return "".join(prints((f"{name}.{key}", below)) for key, below in value.items())
        case [first, *_]:
            each = f"{name.replace('.', '_')}之一"
            return f"{{% for {each} in {name} %}}{prints((each, first))}{{% endfor %}}"
    return f"{{{{ {name} }}}}"
