"""Every finished sentence is whole: whatever part of a department is none, whichever pack words it."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from disclosure import api, packs, terms
from disclosure.document import Document, Paragraph, Text, plain, walk
from disclosure.model import Submission, shape
from disclosure.model.typed_words import NONE
from tests import delivered
from tests.sampling import runs
from tests.unit.checks import given

RULES = ("NF1", "NF2", "NF3", "NF4", "NF5")
PACKS = delivered.OWN
SEED = 20261128


@cache
def declared() -> dict[str, Any]:
    text = (packs.built_in() / "standard" / "trial.json").read_text(encoding="utf-8")
    return {name: data for name, data in json.loads(text).items() if isinstance(data, dict)}


def department(pack: str, kind: str = "平常", *none: str, **parts: Any) -> Submission:
    """A trial department in which some parts are said to be 无; `parts` stand over what it says."""
    data = {**entered(kind, *none), "模板": pack, **parts}
    return Submission.model_validate(data, context={"unit": data["单位"]})


def entered(kind: str, *none: str) -> dict[str, Any]:
    """What is typed of a trial department, with some parts said to be 无."""
    data = copy.deepcopy({**declared()["平常"], **declared()[kind]})
    for path in none:
        _say_none(data, path)
    return data


def _say_none(data: Any, path: str) -> None:
    above, _, key = path.rpartition(".")
    for step in filter(None, above.split(".")):
        data = data[step]
        if not isinstance(data, dict):
            return  # the whole is none already
    data[key] = NONE


def parts_that_may_be_none() -> Iterator[str]:
    for name, field in shape.fields(Submission).items():
        key = terms.chinese(name)
        if field.may_be_none and name not in ("format_version", "year"):  # numbers of no department part
            yield key
        given_parts = declared()["平常"].get(key)
        if field.model is not None and isinstance(given_parts, dict):
            below = ((terms.chinese(part), of) for part, of in shape.fields(field.model).items())
            yield from (f"{key}.{part}" for part, of in below if of.may_be_none and part in given_parts)


def sentences(submission: Submission) -> list[str]:
    document = api.compose(submission, draft=True).document
    return [plain(block.content) for block in walk(document) if isinstance(block, Paragraph)]


def broken(submission: Submission) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in api.check(submission).findings if found.code in RULES]


def drawn() -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Packs, kinds of departments and pairs of empty parts, by seed."""
    draw, parts = random.Random(SEED), list(parts_that_may_be_none())
    for _ in range(runs(30)):
        first, second = draw.sample(parts, 2)
        yield draw.choice(PACKS), draw.choice(list(declared())), (first, second)


@pytest.mark.sampled(15)
@pytest.mark.parametrize(("pack", "kind", "none"), list(drawn()))
def test_with_two_parts_none_every_sentence_is_whole(pack: str, kind: str, none: tuple[str, str]) -> None:
    assert broken(department(pack, kind, *none)) == []


@pytest.mark.sampled(5)
@pytest.mark.parametrize("pack", [pack for pack in PACKS if not pack.startswith(("sangong-page", "yunnan-"))])
def test_without_evaluation_a_pack_says_so(pack: str) -> None:
    made = department(pack, "平常", "绩效")
    assert broken(made) == []
    assert any("没有编制绩效目标的项目" in sentence for sentence in sentences(made))
    assert any("没有开展绩效自评" in sentence for sentence in sentences(made))


@pytest.mark.parametrize(
    ("none", "said"),
    [
        ("绩效.绩效监控项目数", "对2个项目编制了绩效目标，没有开展绩效监控的项目。"),
        ("绩效.自评报告", "组织对2023年度一般公共预算、政府性基金预算等全面开展绩效自评。"),
        ("绩效.自评资金", "组织对2023年度部门预算全面开展绩效自评，形成绩效自评报告，其中，"),
    ],
)
def test_evaluation_in_part(none: str, said: str) -> None:
    made = department("standard", "平常", none)
    assert broken(made) == []
    assert any(said in sentence for sentence in sentences(made))


def test_a_public_institution_has_no_running_cost() -> None:
    own = {**declared()["平常"]["部门"], "性质": "事业单位"}
    before = {**declared()["平常"]["上年数"], "机关运行经费": NONE}
    made = department("standard", "平常", "机关运行经费", 部门=own, 上年数=before)
    assert "2023年度，某某市某某局没有机关运行经费支出。" in sentences(made)


def test_a_reason_that_says_the_direction_does_not_say_it_twice() -> None:
    causes = [{"事由": "项目增加", "金额": "40"}, {"事由": "压减一般性支出", "金额": "-10"}]
    reasons = {**declared()["平常"]["原因"], "一般公共预算财政拨款支出": causes}
    said = " ".join(sentences(department("standard", 原因=reasons)))
    assert "项目增加40万元，压减一般性支出减少10万元" in said


def of_the_three(*, budget: str, before: str) -> list[str]:
    """What is said of 三公 (40万元 spent) that has a reason only for its change on last year."""
    normal = declared()["平常"]
    three = {**normal["三公经费"]["全年预算"], "公务接待费": budget}
    prior = {**normal["上年数"], "三公经费": {**normal["上年数"]["三公经费"], "公务接待费": before}}
    reasons = {key: text for key, text in normal["原因"].items() if key != "三公经费预算完成"}
    made = department(
        "sichuan-2017",
        三公经费={**normal["三公经费"], "全年预算": three},
        上年数=prior,
        原因={**reasons, "三公经费": "接待任务变化"},
    )
    return [sentence for sentence in sentences(made) if "算数的" in sentence and "三公" in sentence]


def test_a_reason_is_used_for_the_budget_too_where_both_go_the_same_way() -> None:
    [said] = of_the_three(budget="13", before="99")
    assert "主要原因是接待任务变化" in said


def test_a_reason_of_a_rise_does_not_explain_what_was_not_spent() -> None:
    [said] = of_the_three(budget="13", before="无")
    assert "接待任务变化" not in said
    assert "【待填" in said


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("NF1", "组织对2023年度等全面开展绩效自评。"),
        ("NF1", "全面开展绩效自评，形成，得分96分。"),
        ("NF1", "其中，。"),
        ("NF1", "支出10万元，，比上年增加。"),
        ("NF1", "主要变动原因是。"),
        ("NF1", "包括办公费、、水费。"),
        ("NF1", "包括（、水费）。"),
        ("NF1", "“三公”经费财政拨款支出决算中。具体情况如下："),
        ("NF2", "本年支出万元。"),
        ("NF2", "比上年增长%。"),
        ("NF2", "支出决算数为817.16，完成预算。"),
        ("NF3", "比上年增加-3.5万元。"),
        ("NF3", "下降－2%。"),
        ("NF4", "对0个项目编制了绩效目标。"),
        ("NF4", "涉及资金0.00万元，平均得分0分。"),
        ("NF5", "本年支出None。"),
        ("NF5", "本年支出{{ 支出 }}。"),
    ],
)
def test_a_broken_sentence_is_an_error(code: str, sentence: str) -> None:
    document = Document("甲", "乙", (Paragraph("total-2", (Text(sentence),)),))
    made = replace(given.untouched("panzhihua-beijing-2023"), document=document)
    found, *_ = given.found(made, code).findings
    assert found.severity == "error"


@pytest.mark.parametrize("id", ["text-8d23-1", "attachment-1-2"])
def test_what_an_office_typed_as_paragraphs_is_read_by_other_rules(id: str) -> None:
    document = Document("甲", "乙", (Paragraph(id, (Text("其中，。"),)),))
    made = replace(given.untouched("panzhihua-beijing-2023"), document=document)
    assert given.found(made, "NF1").findings == ()
