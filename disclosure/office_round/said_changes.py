"""变动的说法 — a difference as text for a person, and as what the templates of the sheets are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from disclosure.build_record import Amounts, DocumentRecord, RecordedFinding
from disclosure.checks.check_report import SAID
from disclosure.document import Line, Text
from disclosure.money import in_unit, number_text
from disclosure.office_round.differences import Difference, FigureChange, FindingChange, SentenceChange
from disclosure.office_round.same_changes import MadeFrom, SameChange, together

EDITIONS = {"publication": "公开稿", "draft": "草稿", "working": "工作稿", "data": "现在的数据"}
NOTHING = "—"
_EXACT = Amounts(unit="元", places=2)
_PLACES = {"%": 2, "个": 4}
_EXACT_PLACES = 4
_POINTS = "个百分点"
_MARKS = "『{}』"  # around what changed, on a screen; a console in GBK has them


def amount(yuan: Decimal | None, amounts: Amounts) -> str:
    """金额 — 元 as the pack prints them, without the unit; — where there is none."""
    return NOTHING if yuan is None else number_text(in_unit(yuan, amounts.unit), amounts.places)


def printed(value: Decimal | None, unit: str, amounts: Amounts) -> str:
    """印出 — a value as the pack prints it, with its unit; — where there is none."""
    if value is None:
        return NOTHING
    if unit == "元":
        return amount(value, amounts) + amounts.unit
    places = _EXACT_PLACES if amounts is _EXACT else _PLACES.get(unit, _EXACT_PLACES)
    return number_text(value, places, trim=unit != "%") + ("%" if unit == "%" else "")


def prints_alike(change: FigureChange, amounts: Amounts) -> bool:
    """印出来一样 — whether a reader of both documents sees the same number."""
    return printed(change.old, change.unit, amounts) == printed(change.new, change.unit, amounts)


def figures(
    changes: Iterable[FigureChange], amounts: Amounts, made_from: MadeFrom
) -> tuple[list[Mapping[str, str]], list[Mapping[str, str]]]:
    """各数 — each number once: those that changed of themselves, those that follow from them."""
    told = together(changes, made_from)
    first, following = ([one for one in told if one.follows is follows] for follows in (False, True))
    return [figure(one, amounts) for one in first], [figure(one, amounts) for one in following]


def figure(same: SameChange, amounts: Amounts) -> Mapping[str, str]:
    """一个数 — name, where, old, new, difference, %; to the cent where the pack's decimals are alike."""
    change = same.change
    shown = _EXACT if prints_alike(change, amounts) else amounts
    return {
        "名称": same.name,
        "所在": same.rows,
        "原": printed(change.old, change.unit, shown),
        "现": printed(change.new, change.unit, shown),
        "差": signed(_apart(change, shown)),
        "率": rate(change),
    }


def _apart(change: FigureChange, amounts: Amounts) -> str:
    """The difference as a reader works it out from the two printed; of percentages, in 百分点."""
    old, new = (printed(value, change.unit, amounts) for value in (change.old, change.new))
    if NOTHING in (old, new):
        return NOTHING
    unit = new.lstrip("-.0123456789")
    apart = Decimal(new.removesuffix(unit)) - Decimal(old.removesuffix(unit))
    return f"{apart:f}{_POINTS if unit == '%' else unit}"


def rate(change: FigureChange) -> str:
    """差占原数 — with its sign; — where there is none."""
    return signed(printed(change.rate, "%", Amounts()))


def difference(yuan: Decimal, amounts: Amounts) -> str:
    """相差 — with its sign; to the cent, with the unit, where the pack's decimals show none."""
    told = amount(yuan, amounts)
    return signed(told if Decimal(told) else printed(yuan, "元", _EXACT))


def signed(text: str) -> str:
    """带号 — with + where it is not negative."""
    return text if text.startswith(("-", NOTHING)) else f"+{text}"


def sentence(change: SentenceChange) -> Mapping[str, Any]:
    """一句话 — section, old and new; what is not there is —."""
    nothing = (Text(NOTHING),)
    return {"所在": change.section, "原": change.old or nothing, "现": change.new or nothing}


def finding(change: FindingChange) -> Mapping[str, str]:
    """一个发现 — how it changed, its severity, code, name and places."""
    found = change.finding
    return {
        "变化": change.kind,
        "级别": _severity(change),
        "代码": found.code,
        "名称": found.name,
        "位置": "；".join(found.places),
    }


def _severity(change: FindingChange) -> str:
    sides = dict.fromkeys(_graded(side) for side in (change.old, change.new) if side)
    return " → ".join(sides)


def _graded(found: RecordedFinding) -> str:
    return f"{SAID[found.severity]}（豁免）" if found.waived else SAID[found.severity]


def build(record: DocumentRecord) -> Mapping[str, str]:
    """一次生成 — title, edition, check code."""
    return {"文件": record.title, "版本": EDITIONS[record.edition], "内容码": record.check_code}


def lines(difference: Difference, made_from: MadeFrom) -> Iterator[str]:
    """各行 — the difference as text; one sentence where there is none."""
    for side, record in (("原", difference.old), ("现", difference.new)):
        yield f"{side}：{record.title}（{EDITIONS[record.edition]}，内容码 {record.check_code}）"
    if not difference:
        yield "数、句子和发现都没有变动"
    changed, following = figures(difference.figures, difference.new.amounts, made_from)
    yield from _headed("数", "个", map(_figure_line, changed))
    yield from _headed("由它们推出的数", "个", map(_figure_line, following))
    yield from _headed("句子", "句", map(_sentence_lines, difference.sentences))
    yield from _headed("发现", "处", map(_finding_line, map(finding, difference.findings)))


def _headed(what: str, counted: str, told: Iterable[str]) -> Iterator[str]:
    """A head with the number of what is told below it; nothing where there is none."""
    if all_told := list(told):
        yield f"{what}有变动的 {len(all_told)} {counted}："
        yield from all_told


def _figure_line(said: Mapping[str, str]) -> str:
    more = [part for part in (said["差"], said["率"]) if part != NOTHING]
    changed = f"{said['原']} → {said['现']}" + (f"（{'，'.join(more)}）" if more else "")
    return f"  · {said['名称']}：{changed}〔{said['所在']}〕"


def _sentence_lines(change: SentenceChange) -> str:
    said = sentence(change)
    return f"  · {said['所在']}\n    原：{_emphasised(said['原'])}\n    现：{_emphasised(said['现'])}"


def _emphasised(line: Line) -> str:
    return "".join(_MARKS.format(text.text) if text.strong else text.text for text in line)


def _finding_line(said: Mapping[str, str]) -> str:
    return f"  · {said['变化']} {said['级别']} {said['代码']} {said['名称']}：{said['位置']}"
