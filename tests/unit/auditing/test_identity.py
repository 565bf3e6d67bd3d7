"""Whose a document is, as its title, the line above it and its sentences say."""

from __future__ import annotations

from disclosure.auditing.identity import identity
from disclosure.errors import Source
from disclosure.loading.published.blocks import Place, PublishedDocument, PublishedText

OFFICE = "某某市人民政府驻北京联络处"


def said(*lines: str) -> tuple[str, ...]:
    place = Place(Source("公开.html"))
    blocks = tuple(PublishedText(line, "body", ((0, place),)) for line in lines)
    found = identity(PublishedDocument("公开.html", blocks))
    assert found is not None
    return found.bodies


def test_the_line_above_a_title_that_names_nobody_is_the_body_where_the_text_names_it_too() -> None:
    text = f"2023年度，{OFFICE}机关运行经费支出35万元。"
    assert said(OFFICE, "2023年度部门决算", text) == (OFFICE,)
    assert said("监督索引号", "2023年度部门决算", text) == ()


def test_an_end_of_the_name_that_a_clause_begins_with_is_a_short_name() -> None:
    text = f"{OFFICE}是市政府派出机构。截至2023年12月31日，联络处共有车辆4辆。"
    assert said(OFFICE, "2023年度部门决算", text) == (OFFICE, "联络处")
    assert said(OFFICE, "2023年度部门决算", f"{OFFICE}与各联络处共有车辆。") == (OFFICE,)


def test_what_a_name_is_explained_to_be_short_for_is_the_body_too() -> None:
    explained = "某市某区水务管理局（以下简称区水务局）是区政府工作部门，由市水务集团（简称市水务）协助。"
    spends = "2023年度，区水务局机关运行经费支出35万元。"
    owns = "截至2023年12月31日，区水务局共有车辆4辆。"
    assert said("2023年度部门决算", explained, spends, owns) == ("某市某区水务管理局", "区水务局", "市水务")
