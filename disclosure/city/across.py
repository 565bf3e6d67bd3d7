"""全市提示 — what only shows when all bodies are seen together: hints for a person, they refuse nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain, combinations
from operator import attrgetter

from disclosure.checks.book import said
from disclosure.checks.check_report import first_few
from disclosure.checks.near_names import is_slip
from disclosure.chinese_dates import days_named
from disclosure.city import transfers_across
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.city_account import CityAccount
from disclosure.loading.ratified_listing import bare

Hint = tuple[str, str]  # folder of the body, “” for the whole city; sentence

_HASH = re.compile(r"[0-9a-f]{64}")
_PACK_YEAR = re.compile(r"20\d\d$")
_OWN_ACCOUNT = re.compile(r"[（(]?(?:本级|机关|本部)[）)]?$")  # 部门自己也是一个所属单位
_EXPENDITURE = "支出.决算数"
_LEAST, _MOST = Decimal(10_000), Decimal(10) ** 11  # 元：全年支出少于、多于这些的，多半是单位写错
_FEW = 5


def hints(city: City, records: Sequence[BodyRecord]) -> dict[str, list[str]]:
    """全市提示 — sentences by the folder of the body that they concern; those of the whole city by “”."""
    account, found = CityAccount(city, records), defaultdict[str, list[str]](list)
    for folder, sentence in chain.from_iterable(look(account) for look in _LOOKS):
        found[folder].append(sentence)
    return dict(found)


def _near_names(account: CityAccount) -> Iterator[Hint]:
    """Two bodies of the list whose names are the same but for the city's name, or for a slip of the pen."""
    alike: dict[str, dict[str, Body]] = defaultdict(dict)
    for body in account.city.bodies:
        for key in _less_a_letter(_plain(body.name, account)):
            alike[key][body.folder] = body
    pairs = {pair: None for bodies in alike.values() for pair in combinations(bodies.values(), 2)}
    for one, other in pairs:
        names = _plain(one.name, account), _plain(other.name, account)
        if names[0] == names[1] or is_slip(*names):
            yield one.folder, f"名称与名单里的“{other.name}”相近，是不是同一个"
            yield other.folder, f"名称与名单里的“{one.name}”相近，是不是同一个"


def _less_a_letter(name: str) -> Iterator[str]:
    """What two names within one letter of each other have in common: few are compared with each other."""
    yield name
    yield from (name[:place] + name[place + 1 :] for place in range(len(name)))


def _plain(name: str, account: CityAccount) -> str:
    """As it is compared: half-width, without blanks and the city's name."""
    return bare(name).removeprefix(bare(account.city.settings.name))


def _twice(what: str, of: Callable[[BodyRecord], str], remedy: str, account: CityAccount) -> Iterator[Hint]:
    """What belongs to one body alone and stands with several."""
    sharing: dict[str, list[BodyRecord]] = defaultdict(list)
    for record in filter(of, account.records):
        sharing[of(record)].append(record)
    for value, records in sharing.items():
        for record in records if len(records) > 1 else ():
            others = first_few("、", (one.name for one in records if one is not record), _FEW, "家")
            yield record.folder, f"{what}{'' if _HASH.fullmatch(value) else value}与{others}相同，{remedy}"


def _other_years(account: CityAccount) -> Iterator[Hint]:
    for record in account.records:
        if record.year and record.year != account.year:
            yield record.folder, f"数据是{record.year}年度的，全市是{account.year}年度，请核对“年度”"


def _packs_of_other_years(account: CityAccount) -> Iterator[Hint]:
    for record in account.records:
        of_years = filter(_PACK_YEAR.search, (record.pack, *record.packs))
        name = next(of_years, "")
        if name and not name.endswith(str(account.year)):
            year = account.year
            yield record.folder, f"模板“{name}”不是{year}年度的，请在名单或数据里换成{year}年度的模板"


def _other_names(account: CityAccount) -> Iterator[Hint]:
    """Data that bear another name than the list has: of another body, or the list is out of date."""
    for body, record in account.with_records:
        if record.full_name and _plain(record.full_name, account) != _plain(body.name, account):
            yield (
                body.folder,
                f"数据里的全称是“{record.full_name}”，名单里是“{body.name}”，请改成一样，或把数据放对文件夹",
            )


def _unlikely_amounts(account: CityAccount) -> Iterator[Hint]:
    for record in account.records:
        spent = record.figures.get(_EXPENDITURE)
        if spent and not _LEAST <= spent <= _MOST:
            yield record.folder, f"全年支出是{said(spent, '元')}，单位是不是写错了（元、万元）"


def _published_before(account: CityAccount) -> Iterator[Hint]:
    for record in account.records:
        approved, published = _days(record.approved_on), _days(record.published_on)
        if approved and published and published[1] < approved[0]:
            days = f"公开日期{record.published_on}在批复日期{record.approved_on}之前"
            yield record.folder, f"{days}，请核对两个日期"


def _days(text: str) -> tuple[date, date] | None:
    try:
        return days_named(text)
    except ValueError:
        return None


def _other_units(account: CityAccount) -> Iterator[Hint]:
    """A department whose data have other 所属单位 than the list, where the list has any of it."""
    listed: dict[str, list[str]] = defaultdict(list)
    for body in account.city.bodies:
        listed[body.parent].append(body.name)
    for body, record in account.with_records:
        if body.name in listed:
            yield from (
                (body.folder, told) for told in _units_apart(body, listed[body.name], record, account)
            )


def _units_apart(
    body: Body, listed: Iterable[str], record: BodyRecord, account: CityAccount
) -> Iterator[str]:
    own = _plain(body.name, account)
    in_list = {_plain(name, account): name for name in listed}
    in_data = {_OWN_ACCOUNT.sub("", _plain(name, account)): name for name in record.units}
    in_data.pop(own, None)
    missing = [name for plain, name in in_list.items() if plain not in in_data]
    more = [name for plain, name in in_data.items() if plain not in in_list]
    if missing:
        names = first_few("、", missing, _FEW, "家")
        yield f"名单里它有所属单位{names}，数据的“所属单位”里没有，请补上或改名单"
    if more:
        names = first_few("、", more, _FEW, "家")
        yield f"数据的“所属单位”里有{names}，名单里没有，请补进名单或改数据"


# 各种提示，照这个次序说
_LOOKS: tuple[Callable[[CityAccount], Iterator[Hint]], ...] = (
    _near_names,
    _other_names,
    partial(_twice, "监督索引号", attrgetter("supervision_number"), "请核对是哪一家的"),
    partial(_twice, "数据文件", attrgetter("data"), "是不是抄了别家的文件夹"),
    partial(_twice, "内容码", attrgetter("check_code"), "公开的内容一样，是不是放错了数据"),
    _other_years,
    _packs_of_other_years,
    _unlikely_amounts,
    _published_before,
    _other_units,
    transfers_across.not_eliminated,
    transfers_across.unpaired,
)
