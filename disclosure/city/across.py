"""全市提示 — what only shows when all bodies are seen together: hints for a person, they refuse nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import partial
from itertools import chain, combinations
from operator import attrgetter

from disclosure.checks.book import said
from disclosure.checks.check_report import first_few
from disclosure.checks.near_names import is_slip
from disclosure.checks.publication_days import days_after
from disclosure.city import transfers_across
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.city_account import CityAccount, grouped
from disclosure.loading.ratified_listing import bare

Hint = tuple[str, str]  # folder of the body, “” for the whole city; sentence
Sentences = Iterable[str]

_HASH = re.compile(r"[0-9a-f]{64}")
_PACK_YEAR = re.compile(r"20\d\d$")
_OWN_ACCOUNT = re.compile(r"[（(]?(?:本级|机关|本部)[）)]?$")  # 部门自己也是一个所属单位
_EXPENDITURE = "支出.决算数"
_LEAST, _MOST = Decimal(10_000), Decimal(10) ** 11  # 元：全年支出少于、多于这些的，多半是单位写错
_FEW, _HERE = 5, "…"


def hints(city: City, records: Sequence[BodyRecord]) -> dict[str, list[str]]:
    """全市提示 — sentences by the folder of the body that they concern; those of the whole city by “”."""
    account = CityAccount(city, records)
    found = chain.from_iterable(look(account) for look in _OF_ALL)
    of_each = chain.from_iterable(_of_one(account, *both) for both in account.with_records)
    sentences: dict[str, list[str]] = defaultdict(list)
    for folder, sentence in chain(of_each, found):
        sentences[folder].append(sentence)
    return dict(sentences)


def _of_one(account: CityAccount, body: Body, record: BodyRecord) -> Iterator[Hint]:
    for sentence in chain.from_iterable(look(account, body, record) for look in _OF_ONE):
        yield body.folder, sentence


def _other_year(account: CityAccount, _: Body, record: BodyRecord) -> Sentences:
    sentence = f"数据是{record.year}年度的，全市是{account.year}年度，请核对“年度”"
    return [sentence] * (record.year not in (None, account.year))


def _pack_of_other_year(account: CityAccount, _: Body, record: BodyRecord) -> Sentences:
    name = next(filter(_PACK_YEAR.search, (record.pack, *record.packs)), str(account.year))
    sentence = f"模板“{name}”不是{account.year}年度的，请在名单或数据里换成{account.year}年度的模板"
    return [sentence] * (not name.endswith(str(account.year)))


def _other_name(account: CityAccount, body: Body, record: BodyRecord) -> Sentences:
    """Of another body, or the list is out of date."""
    names = {_compared_name(account, name) for name in (record.full_name or body.name, body.name)}
    both = f"数据里的全称是“{record.full_name}”，名单里是“{body.name}”，请改成一样，或把数据放对文件夹"
    return [both] * (len(names) - 1)


def _unlikely_amount(_: CityAccount, __: Body, record: BodyRecord) -> Sentences:
    spent = record.figures.get(_EXPENDITURE) or _LEAST
    sentence = f"全年支出是{said(spent, '元')}，单位是不是写错了（元、万元）"
    return [sentence] * (not _LEAST <= spent <= _MOST)


def _published_before(_: CityAccount, __: Body, record: BodyRecord) -> Sentences:
    with suppress(ValueError):  # 没有写日期
        days = f"公开日期{record.published_on}在批复日期{record.approved_on}之前，请核对两个日期"
        return [days] * (days_after(record.approved_on, record.published_on).most < 0)
    return ()


def _other_units(account: CityAccount, body: Body, record: BodyRecord) -> Sentences:
    """所属单位 that the data and the list have otherwise, where the list has any of the department."""
    in_list = {_compared_name(account, name): name for name in account.units.get(body.name, ())}
    in_data = {_OWN_ACCOUNT.sub("", _compared_name(account, name)): name for name in record.units}
    in_data.pop(_compared_name(account, body.name), None)
    if in_list:
        yield from _told_of_lacking(
            in_list, in_data, "名单里它有所属单位…，数据的“所属单位”里没有，请补上或改名单"
        )
        yield from _told_of_lacking(in_data, in_list, "数据的“所属单位”里有…，名单里没有，请补进名单或改数据")


def _told_of_lacking(names: dict[str, str], others: dict[str, str], sentence: str) -> Sentences:
    lacking = [names[name] for name in names if name not in others]
    return [sentence.replace(_HERE, first_few("、", lacking, _FEW, "家"))] * bool(lacking)


def _near_names(account: CityAccount) -> Iterator[Hint]:
    """Two bodies of the list whose names are the same but for the city's name, or for a slip of the pen."""
    for one, other in filter(partial(_are_alike, account), _with_common_letters(account)):
        yield one.folder, f"名称与名单里的“{other.name}”相近，是不是同一个"
        yield other.folder, f"名称与名单里的“{one.name}”相近，是不是同一个"


def _are_alike(account: CityAccount, pair: tuple[Body, Body]) -> bool:
    name, other = (_compared_name(account, body.name) for body in pair)
    return name == other or is_slip(name, other)


def _with_common_letters(account: CityAccount) -> Iterable[tuple[Body, Body]]:
    """Pairs that may be alike: so few are compared letter by letter, of however many."""
    keys = ((key, body) for body in account.city.bodies for key in _less_a_letter(account, body))
    alike = grouped(keys).values()
    return dict.fromkeys(chain.from_iterable(combinations(bodies, 2) for bodies in alike))


def _less_a_letter(account: CityAccount, body: Body) -> Iterable[str]:
    """What two names within one letter of each other have in common."""
    name = _compared_name(account, body.name)
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def _compared_name(account: CityAccount, name: str) -> str:
    """Half-width, without blanks and the city's name."""
    return bare(name).removeprefix(bare(account.city.settings.name))


def _twice(what: str, of: Callable[[BodyRecord], str], remedy: str, account: CityAccount) -> Iterator[Hint]:
    """What belongs to one body alone and stands with several."""
    shared = grouped((of(record), record) for record in account.records)
    for value, (record, other) in _pairs_of_several(shared):
        number = _HASH.sub("", value)
        yield record.folder, f"{what}{number}与{other}相同，{remedy}"


def _pairs_of_several(shared: dict[str, list[BodyRecord]]) -> Iterator[tuple[str, tuple[BodyRecord, str]]]:
    """Each record with the names of the others that share a value with it."""
    several = {value: records for value, records in shared.items() if value and records[1:]}
    for value, records in several.items():
        names = {record.folder: record.name for record in records}
        for record in records:
            others = (name for folder, name in names.items() if folder != record.folder)
            yield value, (record, first_few("、", others, _FEW, "家"))


# 各种提示，照这个次序说
_OF_ONE: tuple[Callable[[CityAccount, Body, BodyRecord], Sentences], ...] = (
    _other_name,
    _other_year,
    _pack_of_other_year,
    _unlikely_amount,
    _published_before,
    _other_units,
)
_OF_ALL: tuple[Callable[[CityAccount], Iterable[Hint]], ...] = (
    _near_names,
    partial(_twice, "监督索引号", attrgetter("supervision_number"), "请核对是哪一家的"),
    partial(_twice, "数据文件", attrgetter("data"), "是不是抄了别家的文件夹"),
    partial(_twice, "内容码", attrgetter("check_code"), "公开的内容一样，是不是放错了数据"),
    transfers_across.not_eliminated,
    transfers_across.unpaired,
)
