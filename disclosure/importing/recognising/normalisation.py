"""写法 — titles, heads, labels and numbers as different offices write them, brought to one form."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from disclosure.money import Unit

_BLANKS = re.compile("[\\s\u200b-\u200f\u2060\ufeff]")
_TWO_LINES = re.compile(r"\d\s*\n\s*[\d.]")
_QUIET = re.compile(r"[\s“”\"'‘’「」《》:,、。.;/_\-—－]")
_NUMBERING = re.compile(
    r"^(?:其中:?)?(?:\(?[一二三四五六七八九十]+\)?[、.,]|\([一二三四五六七八九十]+\)|\(?\d{1,2}\)|\d{1,2}[、.])?(?:其中:)?"
)
_SAME_HEAD = {"小计": "合计", "金额": "数", "决算数": "数", "决算统计数": "数", "支出数": "数"}
_SAME_WORDS = (("(含)", ""), ("万元", "万"), ("(元)", ""), ("(万)", ""), ("全年预算数", "全年预算"))
_UNITS: dict[str, Unit] = {"元": "元", "万元": "万元"}
_UNIT = re.compile(r"单位:(?:人民币)?(万元|元)")
_OWNER = re.compile(
    r"(?:编制|填报)?(?:部门|单位)(?:名称)?:((?!人民币)(?!万?元).+?)(?:\(?公开[\d\-]+表.*|(?:金额)?单位:.*)?"
)
_SHEET_NUMBER = re.compile(r"\(?公开[\d\-]+表\)?")
_TITLE_TAIL = re.compile(r"\((?:续表?\d*|\d+/\d+|单位:万?元)\)$|续表?$")
_PANEL = re.compile(r"\(\d+/\d+\)$")
_TITLE_HEAD = re.compile(r"^(?:附[件表]?\d*|表\d+)?(?:\d{4}年度?)?")
_BODY = re.compile(r"(?:年度?|部门|单位|本级|室|局|委|会|院|处|中心|厅|府|处|站|所|\(汇总\)|\(本级\))$")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
_NOTHING = {"", "-", "—", "－", "--", "——", "/", "\\", "无", "―", "–"}
_NOTES = ("注", "备注", "说明", "本表")
_YEAR = re.compile(r"(20\d\d)年")


def plain(text: str) -> str:
    """半角 — full-width digits and letters narrow, blanks away, those of no width too."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def head(text: str) -> str:
    """表头 — a head without blanks, quotes and the ways to say the same."""
    found = _QUIET.sub("", plain(text))
    for said, meant in _SAME_WORDS:
        found = found.replace(said, meant)
    return _SAME_HEAD.get(found, found)


def label(text: str) -> str:
    """行名 — a label without its number and punctuation; 其中 is kept off."""
    return _QUIET.sub("", _NUMBERING.sub("", plain(text)))


def speaks(text: str) -> bool:
    """是否表头文字 — not the number of a column."""
    found = plain(text)
    return not found.isdigit() and found != "栏次"


def title(text: str) -> str:
    """表名 — a title without number of the table, year and quotes."""
    found = _SHEET_NUMBER.sub("", plain(text).replace("{年度}年度", ""))
    return _QUIET.sub("", _TITLE_HEAD.sub("", _TITLE_TAIL.sub("", found)))


def is_panel(text: str) -> bool:
    """是否分幅 — whether a title says that the table is cut into parts side by side (2/4)."""
    return bool(_PANEL.search(plain(text)))


def names_body(text: str) -> bool:
    """是否机构名 — whether what stands before a title can be the name of an office, with or without the year."""
    return not text or bool(_BODY.search(text))


def unit(text: str) -> Unit | None:
    """金额单位 — of a corner text (金额单位：万元)."""
    found = _UNIT.search(plain(text))
    return _UNITS[found[1]] if found else None


def owner(text: str) -> str:
    """编制部门 — the name in a corner text (部门：…)."""
    found = _OWNER.fullmatch(plain(text))
    return found[1] if found else ""


def year(text: str) -> int | None:
    """年度 — the year that a text names."""
    found = _YEAR.search(plain(text))
    return int(found[1]) if found else None


def is_note(text: str) -> bool:
    """是否表注 — what stands below a table and ends it."""
    return plain(text).startswith(_NOTES)


def corner(text: str) -> bool:
    """是否角上的文字 — number of the table, owner, unit: what stands between title and head."""
    found = plain(text)
    return bool(_SHEET_NUMBER.fullmatch(found) or _UNIT.search(found) or _OWNER.fullmatch(found))


def amount(text: str) -> Decimal | None:
    """数 — 0 for a blank or a dash; None for what is no number, as two numbers one below the other."""
    if _TWO_LINES.search(text):
        return None
    found = plain(text).replace(",", "")
    if found in _NOTHING:
        return Decimal(0)
    return Decimal(found) if _NUMBER.fullmatch(found) else None


def is_number(text: str) -> bool:
    """是否数字 — digits, not a dash."""
    return bool(_NUMBER.fullmatch(plain(text).replace(",", "")))


def places(text: str) -> int:
    """小数位 — decimals that a number shows."""
    return len(plain(text).partition(".")[2])
