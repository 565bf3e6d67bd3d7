"""名称和日期 — whose the document is, its subordinate units, when it was published: texts of fixed places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, dropwhile, islice, pairwise, takewhile

from disclosure.auditing.audit_finding import only_texts
from disclosure.auditing.identity import unexplained_short_name
from disclosure.auditing.published_claims import Claimed
from disclosure.importing.reading.rounded_amounts import Said, at_cell
from disclosure.loading.published.blocks import PublishedTable, PublishedText
from disclosure.loading.reading_state import Loc

_SHORT_NAME: Loc = ("部门", "简称")
_SINGLE: dict[Loc, str] = {
    _SHORT_NAME: r"(?:以下)?简称[：:]?[“\"]?([^“”\"（）()，。]{2,20})[”\"]?[）)]",
    ("部门", "类型"): r"20\d\d\s*年度?(部门|单位)决算",
    ("公开信息", "公开日期"): r"公开(?:时间|日期)[：:]\s*(20\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)",
    ("公开信息", "监督索引号"): r"监督索引号[：:]?\s*(\d{6,})",
    ("公开信息", "联系方式"): r"联系(?:方式|电话)[：:]\s*([\d—\-－ ]{7,20})",
}
_UNITS: Loc = ("部门", "所属单位")
_UNITS_FOLLOW = re.compile(r"(?:预算单位|下属单位|所属单位|范围的单位).{0,12}包括[：:]\s*$")
_UNIT = re.compile(r"\s*\d{1,2}[.．、]\s*(.+?)\s*[（(]([^（）()]*单位)[）)]\s*[；;。]?\s*")
_COLUMNS = ("名称", "性质", "备注")  # keys of a unit, as heads of columns have them
_OFFICE = re.compile(r"(?:本级|机关|本部|局|委|委员会|部|厅|处|办公室|政府)[）)]?$")  # how offices are named
_GUESSED = "所属单位的性质没有写，是照名称认的，请核对"
_NUMBER_OF_UNITS = re.compile(r"(?:下属|所属)[^，。；\d]{0,12}单位(?:共|共有)?(\d+)个")
_IN_PART = "所属单位的清单只读懂一部分，比文中写的个数少，没有学，请自己填"
_NATURES = {"行政": "行政单位", "参": "参公事业单位", "事业": "事业单位"}  # by what the words have first


def bodies_and_dates(claimed: Claimed) -> dict[Loc, Said]:
    """名称和日期 — by place in the data, each as it is said first."""
    blocks = list(only_texts(claimed.document.blocks))
    found = chain.from_iterable(_said_first(loc, pattern, blocks) for loc, pattern in _SINGLE.items())
    units = {} if _are_in_part(claimed) else _units_listed(claimed)
    return {**dict(_short_name_in_use(claimed)), **dict(found), **units}


def units_in_part(claimed: Claimed) -> list[str]:
    """没有列全的所属单位 — told of a list of fewer than the text says that there are."""
    return [_IN_PART] * _are_in_part(claimed)


def _are_in_part(claimed: Claimed) -> bool:
    texts = (block.text for block in only_texts(claimed.document.blocks))
    stated = next(filter(None, map(_NUMBER_OF_UNITS.search, texts)), None)
    listed = {loc[:-1] for loc in _units_listed(claimed)}
    return bool(listed) and stated is not None and len(listed) < int(stated[1])


def _units_listed(claimed: Claimed) -> dict[Loc, Said]:
    lines = _unit_lines(list(only_texts(claimed.document.blocks)))
    return {**dict(lines), **_units_in_tables(claimed)}


def _short_name_in_use(claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    """What the form is filled in with where the name's end stands for it: 联络处共有车辆4辆."""
    full = next(iter(claimed.identity.bodies), "")
    name = unexplained_short_name(claimed.document, full)
    using = (block for block in only_texts(claimed.document.blocks) if name and name in block.text)
    yield from ((_SHORT_NAME, (name, at_cell(block.place().source))) for block in islice(using, 1))


def natures_guessed(claimed: Claimed) -> list[str]:
    """照名称认的性质 — told of a table of units that has no column of it."""
    return [_GUESSED for table in _tables_of_units(claimed) if "性质" not in _columns_of_units(table)]


def _units_in_tables(claimed: Claimed) -> dict[Loc, Said]:
    """The rows of a table of units; without a column of their nature each is what its name says."""
    return {loc: said for table in _tables_of_units(claimed) for loc, said in _unit_rows(table)}


def _tables_of_units(claimed: Claimed) -> Iterator[PublishedTable]:
    for before, block in pairwise(claimed.document.blocks):
        announced = isinstance(before, PublishedText) and not _announces_no_units(before)
        yield from [block] if announced and isinstance(block, PublishedTable) else ()


def _unit_rows(table: PublishedTable) -> Iterator[tuple[Loc, Said]]:
    columns = _columns_of_units(table)
    named = [row for row in table.matrix.rows[1:] if columns.get("名称") in row]
    for number, row in enumerate(named):
        said = {key: row[at].text.strip() for key, at in columns.items() if at in row}
        place = at_cell(row[columns["名称"]].source)
        by_name = "行政单位" if _OFFICE.search(said["名称"]) else "事业单位"
        said["性质"] = _nature(said.get("性质", "")) or by_name
        yield from (((*_UNITS, number, key), (text, place)) for key, text in said.items())


def _columns_of_units(table: PublishedTable) -> dict[str, int]:
    """Of each key of a unit the column that is headed so."""
    heads = table.matrix.rows[0] if table.matrix.rows else {}
    return {key: at for at, head in heads.items() for key in _COLUMNS if key in head.text}


def _said_first(loc: Loc, pattern: str, blocks: Sequence[PublishedText]) -> Iterator[tuple[Loc, Said]]:
    for block in blocks:
        if said := re.search(pattern, block.text):
            yield loc, (said[1].strip(), at_cell(block.place(said.start()).source))
            return


def _unit_lines(blocks: Sequence[PublishedText]) -> Iterator[tuple[Loc, Said]]:
    """The lines below the sentence that says that they follow, each with its nature."""
    following = islice(dropwhile(_announces_no_units, blocks), 1, None)
    for number, block in enumerate(takewhile(_unit_in, following)):
        name, nature = _unit_in(block)
        place = at_cell(block.place().source)
        yield (*_UNITS, number, "名称"), (name, place)
        yield (*_UNITS, number, "性质"), (nature, place)


def _announces_no_units(block: PublishedText) -> bool:
    return not _UNITS_FOLLOW.search(block.text)


def _unit_in(block: PublishedText) -> Sequence[str]:
    """Name and nature of the unit; nothing where the line has none."""
    line = _UNIT.fullmatch(block.text)
    return (line[1], _nature(line[2])) if line else ()


def _nature(words: str) -> str:
    return next((nature for word, nature in _NATURES.items() if word in words), "")
