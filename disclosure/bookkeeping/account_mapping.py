"""对照 — which column of the accounts is what, and what an office's own codes mean; a dict or a TOML file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from disclosure import terms
from disclosure.errors import InputError, PackError, Problem
from disclosure.loading import data_files
from disclosure.money import Unit
from disclosure.packs.toml_tables import parsed_toml

ACCOUNT, BODY, UNUSED, FEE = "科目", "单位名称", "不用", "教育收费"
AMOUNT, DEBIT, CREDIT = "金额", "借方", "贷方"
SOURCE, NATURE, ITEM, SECTION, FUND, PROJECT = "来源", "性质", "项", "款", "资金", "项目名称"
SAID = (ITEM, SECTION, NATURE, FUND, PROJECT, SOURCE, FEE)  # what a line is made of
_FIELDS = (*SAID, ACCOUNT, AMOUNT, DEBIT, CREDIT, BODY)
_COLUMNS, _MEANINGS = "列", "对照"
_KEYS = ("年度", "单位", "名称", _COLUMNS, _MEANINGS)
_NAME = "账套"

Meaning = Mapping[str, str]  # by field: what a code of the accounts says


@dataclass(frozen=True, slots=True)
class Books:
    """账上的写法 — the year, the unit of amounts, how the accounts are called, columns and codes."""

    year: int
    unit: Unit
    name: str
    columns: Mapping[str, str]  # by field
    meanings: Mapping[str, Mapping[str, Meaning]]  # by field, then code

    def meaning(self, field: str, code: str) -> Meaning | None:
        """含义 — of a code in a column: of an account by its longest beginning that is known."""
        known = self.meanings.get(field, {})
        starts = [code[:end] for end in range(len(code), 0, -1)] if field == ACCOUNT else [code]
        return next((known[start] for start in starts if start in known), None)


def books(mapping: Mapping[str, Any] | Path | str) -> Books:
    """读对照 — raises InputError with every fault."""
    table = mapping if isinstance(mapping, Mapping) else _toml(Path(mapping))
    if faults := list(_mapping_faults(table)):
        raise InputError(Problem(fault, name=f"“{_MEANINGS}”") for fault in faults)
    meanings = {
        field: {str(code): _meaning(field, said) for code, said in known.items()}
        for field, known in table.get(_MEANINGS, {}).items()
    }
    unit, name = table.get("单位", "元"), str(table.get("名称", _NAME))
    return Books(int(table["年度"]), unit, name, dict(table[_COLUMNS]), meanings)


def _toml(path: Path) -> Mapping[str, Any]:
    text = data_files.text(path, path.name, data_files.DATA_LIMIT)
    try:
        return parsed_toml(text, path.name)
    except PackError as error:
        raise InputError([Problem(str(error))]) from None


def _meaning(field: str, said: Any) -> Meaning:
    return (
        {key: str(value) for key, value in said.items()} if isinstance(said, Mapping) else {field: str(said)}
    )


def _mapping_faults(table: Mapping[str, Any]) -> Iterator[str]:
    for key, known in _strange_keys(table, _KEYS):
        yield f"对照里没有“{key}”这一项；可以写的有：{known}"
    if not str(table.get("年度", "")).isdecimal():
        yield "要写“年度”，例如 2024：科目编码按当年的科目表核对"
    if table.get("单位", "元") not in get_args(Unit):
        yield "“单位”是账上金额的单位，只能是“元”或“万元”"
    columns, meanings = table.get(_COLUMNS, {}), table.get(_MEANINGS, {})
    if not (isinstance(columns, Mapping) and isinstance(meanings, Mapping)):
        yield "“列”写“项: 账上的列名”各行，“对照”写各列的代码和含义"
        return
    yield from _faults_of_columns(columns, meanings)
    yield from _faults_of_meanings(columns, meanings)


def _faults_of_columns(columns: Mapping[str, Any], meanings: Mapping[str, Any]) -> Iterator[str]:
    for key, known in _strange_keys(columns, (*_FIELDS, *meanings)):
        yield f"“列”里的“{key}”没有写对照，不知道有什么用；可以写的有：{known}"
    if (AMOUNT in columns) == (DEBIT in columns and CREDIT in columns):
        yield "“列”里要写“金额”，或写“借方”和“贷方”，只写一种"
    if ACCOUNT in columns and ACCOUNT not in meanings:
        yield "“列”里写了“科目”，请在“对照”里写明各科目是什么收入、什么支出，或不用"


def _faults_of_meanings(columns: Mapping[str, Any], meanings: Mapping[str, Any]) -> Iterator[str]:
    for field, known in meanings.items():
        if field not in columns:
            yield f"“{field}”写了对照，“列”里没有写它是账上的哪一列"
        if not isinstance(known, Mapping):
            yield f"“{field}”的对照要写“账上的代码: 含义”各行"
            continue
        full = [said for said in known.values() if isinstance(said, Mapping)]
        for key, near in chain.from_iterable(_strange_keys(said, (*SAID, UNUSED)) for said in full):
            yield f"含义里没有“{key}”这一项；可以写的有：{near}"
        if field not in SAID and len(full) < len(known):
            yield f"“{field}”的各个代码要写明含义，例如 {{性质 = “基本”}} 或 {{不用 = “资产”}}"


def _strange_keys(given: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Keys that are none, each with those that are near."""
    for key in given:
        if key not in known:
            yield key, "、".join(terms.nearest(str(key), list(known)) or known)
