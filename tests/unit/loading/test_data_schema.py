"""The JSON Schema of the data: what people write passes, what is wrong with it is seen where it can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from disclosure import packs
from disclosure.loading import expected_data
from disclosure.loading.data_schema import of_data
from disclosure.model import Submission
from disclosure.model.shape import models, of
from disclosure.saving import yaml_lines
from tests.broken.test_input import CASES, INPUT
from tests.departments import EXAMPLES
from tests.sampling import runs
from tests.unit.test_docs import DOCUMENTS, blocks, named
from tests.unit.workbook.test_property import fields

DATA_FILES = sorted(EXAMPLES.rglob("data.yaml"))
KEYS = tuple(of(Submission).keys)


class Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: 是 is a text, a date is a text, 0123 is a number."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as the library has it


TAG = "tag:yaml.org,2002:"
Core.add_implicit_resolver(f"{TAG}null", re.compile("~|null|Null|NULL|"), ["~", "n", "N", ""])
Core.add_implicit_resolver(f"{TAG}bool", re.compile("true|True|TRUE|false|False|FALSE"), list("tTfF"))
Core.add_implicit_resolver(f"{TAG}int", re.compile("[-+]?[0-9]+$"), list("-+0123456789"))
Core.add_implicit_resolver(f"{TAG}float", re.compile(r"[-+]?[0-9]+\.[0-9]*$"), list("-+0123456789"))
Core.add_constructor(f"{TAG}int", lambda _, node: int(node.value))


def loaded(text: str) -> Any:
    return with_text_keys(yaml.load(text, Core))


def with_text_keys(value: Any) -> Any:
    """A key is a text in JSON, whatever it looks like: 30101."""
    if isinstance(value, dict):
        return {str(key): with_text_keys(part) for key, part in value.items()}
    return [with_text_keys(part) for part in value] if isinstance(value, list) else value


@cache
def plain_schema() -> dict[str, Any]:
    """That of data without facts of a pack, made once."""
    return of_data()


def faults(data: Any, **schema: Any) -> list[str]:
    made = schema or plain_schema()
    return [error.message for error in jsonschema.Draft7Validator(made).iter_errors(data)]


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(of_data())


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: path.parent.name)
def test_every_example_passes_with_the_facts_of_its_pack(path: Path) -> None:
    data = loaded(path.read_text("utf-8"))
    chain = packs.resolve(data["模板"], [path.parent / "templates", packs.built_in()])
    assert faults(data, **of_data(chain.own_data)) == []
    assert faults({**data, "收入": "多少"}, **of_data(chain.own_data)) != []


def snippets() -> Iterator[tuple[str, str]]:
    """Data that documents show, whole or a part, in blocks and in the middle of a sentence."""
    inline = re.compile(rf"`((?:{'|'.join(KEYS)}): [^`…]+)`")
    for path in DOCUMENTS:
        yield from ((named(path), text) for language, text in blocks(path) if language == "yaml")
        yield from ((named(path), text) for text in inline.findall(path.read_text("utf-8")))


def test_every_piece_of_data_that_a_document_shows_passes() -> None:
    part = {**of_data(), "then": True}  # a part need not begin as a whole file does
    shown = [(where, text, faults(loaded(text), **part)) for where, text in snippets()]
    assert len(shown) > 20
    assert [one for one in shown if one[2]] == []


@settings(
    max_examples=runs(15), deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(fields(expected_data.WHOLE, ()), st.sampled_from(["元", "万元"]))
def test_any_data_that_are_read_pass(data: dict[str, Any], unit: str) -> None:
    """As texts, as a clerk or `save` writes them; the parser of an editor makes numbers of some."""
    whole = {"格式版本": "1", "模板": "standard", "单位": unit, "年度": "2024", **data}
    assert Submission.model_validate(whole)
    assert faults(loaded(yaml_lines.document(whole).decode())) == []


# What no schema can see of a broken input, and why.
ELSEWHERE = "it is wrong with another file than this one"
UNSEEN = {
    "amount-below-a-fen": "how fine an amount may be depends on the unit",
    "attachment-missing": ELSEWHERE,
    "attachment-renamed": ELSEWHERE,
    "key-twice": "the parser of YAML says it: a schema sees the last of both",
    "key-swallowed-line": "the line is part of a text",
    "last-year-empty": ELSEWHERE,
    "last-year-faulty": ELSEWHERE,
    "last-year-itself": ELSEWHERE,
    "last-year-missing": ELSEWHERE,
    "last-year-of-another-year": ELSEWHERE,
    "last-year-syntax": ELSEWHERE,
    "text-file-missing": ELSEWHERE,
    "text-file-with-control-character": ELSEWHERE,
}


BOMB = "file-alias-bomb"  # of millions of values: refused before any schema could look at them


def test_a_broken_input_is_refused_but_for_what_no_schema_can_see() -> None:
    assert {
        case for case in CASES if case != BOMB and is_taken((INPUT / case / "data.yaml").read_bytes())
    } == set(UNSEEN)


def is_taken(content: bytes) -> bool:
    """Whether neither the parser of YAML nor the schema finds a fault."""
    try:
        return not faults(loaded(content.decode("utf-8-sig")))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, TypeError):
        return False


HEAD = "格式版本: 1\n模板: standard\n单位: 万元\n年度: 2024\n"


@pytest.mark.parametrize(
    "written",
    [
        "机关运行经费: 不涉及",
        "机关运行经费: ¥1,234.56",
        "机关运行经费: １２０．５万元",
        '机关运行经费: ""',
        "机关运行经费:",
        "三公经费: 没有",
        "支出: [{项: '2010301', 性质: 基本支出, 款: {'30101': 12, 30102: 3万元}}]",
        "原因: {会议费: 合并召开, 三公经费: [{事由: 压减, 金额: -3}]}",
        "部门: {全称: 某局, 职责: {文件: 职责.md}, 所属单位: [{数据: 本级}]}",
        "上年数: {国内公务接待批次: 3批次}",
        "涉密: [政府采购.服务, {名称: 机关运行经费}]",
        "自有数据: {检查次数: 3, 清单: [{名称: 甲}]}",
    ],
)
def test_what_reading_takes_passes(written: str) -> None:
    assert faults(loaded(HEAD + written)) == []


@pytest.mark.parametrize(
    "written",
    [
        "三公经费: {公务接待非: 3}",
        "机关运行经费: 约3万",
        "支出: [{项: 20103, 性质: 基本}]",
        "支出: [{项: 2010301, 性质: 基本, 款: {办公费: 3}}]",
        "部门: {全称: 某局, 职责: {文件: /职责.md}}",
        "附件: [{标题: 报告, 文件: 报告.md, 文字: 报告}]",
        "上年数: {国内公务接待批次: -3}",
    ],
)
def test_a_typo_is_seen(written: str) -> None:
    assert faults(loaded(HEAD + written)) != []


def test_every_key_has_its_title_and_says_in_chinese_what_to_write() -> None:
    made = of_data()
    models_made = [made, *(made["definitions"][model.__name__] for model in models(of(Submission))[1:])]
    keys = [(key, one) for model in models_made for key, one in model["properties"].items()]
    assert len(keys) > 250
    assert [
        key for key, one in keys if one["title"] != key or not re.search("填[一-鿿“ ]", one["description"])
    ] == []


def test_a_file_that_begins_as_a_whole_says_every_line_that_begins_one() -> None:
    assert faults(loaded("年度: 2024\n")) != []
    assert faults(loaded("豁免: 无\n")) == []  # beside a workbook, which says the rest
