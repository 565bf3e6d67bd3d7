"""审查发现 — what an audit says of a document: where, what is stated, what was expected, how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from disclosure.auditing.opinion import Opinion
from disclosure.loading.published.blocks import Place, PublishedTable, PublishedText

Certainty = Literal["确定", "末位", "疑问"]
CERTAINTIES: tuple[Certainty, ...] = ("确定", "末位", "疑问")
ACCEPTED, REJECTED = "认可", "驳回"
# Codes of what is found by no declared rule.
NAMES = {
    "AU1": "所写的数按算式相符",
    "AU2": "同一个数前后相同",
    "AU3": "列出的款就是有支出的款",
    "AU4": "句子里的年份",
    "AU5": "金额和百分数写全单位",
    "AU6": "单位名称前后一致",
    "AU7": "表里的合计等于各部分",
    "AU8": "表照表样读全",
    "AU9": "用语照表式、前后一致",
    "AU10": "编号连续、写法一致",
    "AU11": "标点、括号、数的写法一致",
    "AU12": "没有重复的话",
    "AU13": "前后的话不矛盾",
    "AU14": "财政的级别与单位相符",
    "AU15": "科目名称是当年的全称",
    "AU16": "表里的科目编码和名称相配",
    "AU17": "名词解释与用到的科目一致",
    "AU18": "表号连续，合计行写全",
    "AU19": "附件表里的合计等于各部分",
    "AU20": "占比有总数可依",
    "AU21": "各项预算的完成率与合计相符",
    "AU22": "比率写全位数",
    "AU23": "分项原因之和",
    "AU24": "车辆各部分之和",
    "AU25": "占比不大于百分之百",
    "AU30": "上年数与上年公开的相同",
    "AU31": "年初结转与上年的年末结转相同",
    "AU32": "与数据相同",
    "AU33": "年初预算与预算公开的相同",
}


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """审查发现 — code, how sure, place, the words it is about, what is stated, expected, why, how to mend.

    `opinion` is what was said of it in a review of an earlier report, `figure` the Chinese name of the
    number that it says is wrong.
    """

    code: str
    certainty: Certainty
    name: str
    place: Place
    quote: str
    message: str
    stated: str = ""
    expected: str = ""
    basis: str = ""
    fix: str = ""
    opinion: Opinion | None = None
    figure: str = ""

    @property
    def verdict(self) -> str:
        """处理 — what a review says of it: 认可, 驳回, or nothing."""
        return self.opinion.verdict if self.opinion else ""


def only_texts(blocks: Iterable[object]) -> Iterator[PublishedText]:
    """文字段落 — without tables."""
    return (block for block in blocks if isinstance(block, PublishedText))


def only_tables(blocks: Iterable[object]) -> Iterator[PublishedTable]:
    """表 — without texts."""
    return (block for block in blocks if isinstance(block, PublishedTable))
