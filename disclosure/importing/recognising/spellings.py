"""写法 — titles, heads and names of rows as different offices write them, brought to one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import filterfalse

_BLANKS = re.compile("[\\s\u200b-\u200f\u2060\ufeff]")
_QUIET = re.compile(r"[\s“”\"'‘’「」《》:,、。.;/_\-—－]")
_NUMBERING = re.compile(
    r"^(?:其中:?)?(?:\(?[一二三四五六七八九十]+\)?[、.,]|\([一二三四五六七八九十]+\)|\(?\d{1,2}\)|\d{1,2}[、.])?(?:其中:)?"
)
_SAME_HEAD = {"小计": "合计", "金额": "数", "决算数": "数", "决算统计数": "数", "支出数": "数"}
_SAME_WORDS = (
    ("(含)", ""),
    ("万元", "万"),
    ("(元)", ""),
    ("(万)", ""),
    ("全年预算数", "全年预算"),
    ("年初预算数", "年初预算"),
)
SHEET_NUMBER = re.compile(r"\(?公开[\d\-]+表\)?")
_TITLE_TAIL = re.compile(r"(?:\((?:续表?\d*|\d+/\d+|单位:[十百千万亿]*元|(?:\{年度\}|\d{4})年度?)\)|续表?)+$")
_GOES_ON = re.compile(r"续表?\d*\)?$")
_FURTHER_PANEL = re.compile(r"\((?!1/)\d+/\d+\)$")
_PART = re.compile(r"[（(](?:\d+/\d+|续表)[）)]$")
_PANEL = re.compile(r"\(\d+/\d+\)$")
_MEASURES = {"数", "预算数", "年初预算", "全年预算"}  # heads that say which number of an item it is
_TITLE_HEAD = re.compile(r"^(?:附[件表]?\d*|表\d+)?(?:\d{4}年度?)?")
_PLACE_TO_FILL = re.compile(r"\\\{.*?\\\}")
_NO_DATA = re.compile(
    r"(?:[注:]|说明:)*[^;。]*(?:没有|未|无)[^;。]*[,;。](?:故|因此|所以)?[本此该]表(?:无数据|为空表?|没有数据|无内容)[。.]?"
)
_BODY = re.compile(r"(?:年度?|部门|单位|本级|室|局|委|会|院|处|中心|厅|府|处|站|所|\(汇总\)|\(本级\))$")


def plain(text: str) -> str:
    """半角 — full-width digits and letters narrow, blanks away, those of no width too."""
    # 单位：　万元 → 单位:万元
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def head(text: str) -> str:
    """表头 — a head without blanks, quotes and the ways to say the same."""
    # 全年　预算数（含） → 全年预算
    # 小计 → 合计;  金额, 支出数 → 数
    found = _QUIET.sub("", plain(text))
    for said, meant in _SAME_WORDS:
        found = found.replace(said, meant)
    return _SAME_HEAD.get(found, found)


def measures_last(words: Sequence[str]) -> tuple[str, ...]:
    """先项目后预算、决算 — heads in one order, whichever stands above; 决算数 below another says nothing."""
    # 预算数／公务接待费, 公务接待费／预算数 → 公务接待费／预算数
    # 决算数／公务接待费, 公务接待费／决算数, 公务接待费 → 公务接待费
    items = tuple(filterfalse(_MEASURES.__contains__, words))
    told = _MEASURES - {"数"} if items else _MEASURES
    return (*items, *filter(told.__contains__, words))


def label(text: str) -> str:
    """行名 — a label without its number and punctuation; 其中 is kept off."""
    # 其中：（一）行政单位 → 行政单位
    return _QUIET.sub("", _NUMBERING.sub("", plain(text)))


def is_spoken(text: str) -> bool:
    """是否表头文字 — not the number of a column."""
    found = plain(text)
    return not found.isdigit() and found != "栏次"


def title(text: str) -> str:
    """表名 — a title without number of the table, year and quotes."""
    # 2023年度“三公”经费支出表（续表） → 三公经费支出表
    # 项目支出绩效自评表（2023年度） → 项目支出绩效自评表
    found = _TITLE_TAIL.sub("", SHEET_NUMBER.sub("", plain(text))).replace("{年度}年度", "")
    return _QUIET.sub("", _TITLE_HEAD.sub("", found))


def as_pattern(sentence: str) -> str:
    """句式 — of a sentence of a pack, whatever stands in its places to be filled in."""
    # 说明：{部门全称}本年度没有…，故本表无数据。 → 说明:.+本年度没有…,故本表无数据。
    return _PLACE_TO_FILL.sub(".+", re.escape(plain(sentence)))


def says_no_data(text: str, own: str = "") -> bool:
    """是否空表说明 — whether a sentence says that a table has no data: the pack's own, or one like it."""
    # 说明：某局本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。 → True
    # 没有数据的，填写“故本表无数据” → False
    said = plain(text)
    return bool((own and re.fullmatch(own, said)) or _NO_DATA.fullmatch(said))


def is_panel(text: str) -> bool:
    """是否分幅 — whether a title says that the table is cut into parts side by side (2/4)."""
    return bool(_PANEL.search(plain(text)))


def goes_on(text: str) -> bool:
    """是否续表 — whether a title says that its table goes on from the page before."""
    return bool(_GOES_ON.search(plain(text)))


def is_further_part(text: str) -> bool:
    """是否后面的部分 — whether a title stands over another page or panel than the first."""
    return goes_on(text) or bool(_FURTHER_PANEL.search(plain(text)))


def without_part(text: str) -> str:
    """整张表的表名 — a title without which part of its table it stands over, else as it is written."""
    # 收入决算表（1/2） → 收入决算表
    return _PART.sub("", text)


def names_body(text: str) -> bool:
    """是否机构名 — whether what stands before a title can be an office's name, with or without the year."""
    return not text or bool(_BODY.search(text))
