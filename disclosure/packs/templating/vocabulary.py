"""词汇 — everything a template can name for one department-year, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import filterfalse, product
from typing import Any, cast

from disclosure import classification, terms
from disclosure.classification import EconomicGroup, Subject
from disclosure.errors import PackError
from disclosure.facts import Facts
from disclosure.model import Submission, typed_words
from disclosure.model.department import Department, Publication
from disclosure.model.other_matters import Assets, IncomeContents, Performance, Prior, Procurement
from disclosure.model.sangong import Sangong
from disclosure.packs.manifest import Manifest
from disclosure.packs.pack_chain import Chain
from disclosure.packs.templating import organisation
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.values import Missing, Node, Note, Prose, Quantity, Words
from disclosure.packs.templating.vocabulary_tree import Members, figure_tree, freeze, model_tree, overlay

_SECTIONS = (
    ("department", Department),
    ("publication", Publication),
    ("sangong", Sangong),
    ("procurement", Procurement),
    ("assets", Assets),
    ("performance", Performance),
    ("prior", Prior),
    ("income_contents", IncomeContents),
)
_ITEMS, _INCOME = terms.chinese("item"), terms.chinese("income")
_LISTS = (terms.chinese("class"), terms.chinese("section"), _ITEMS)
_BASIC_SECTION = re.compile(r"basic_expenditure\.section\.([^.]+)")
_LEVELS = {3: "类名", 5: "款名", 7: "项名"}  # by digits of the code
_DIGITS_OF_ITEM = max(_LEVELS)
_EXPENDITURE = tuple(
    map(terms.chinese, ("expenditure", *(fund.expenditure for fund in classification.all_funds())))
)


def vocabulary(facts: Facts, chain: Chain, printer: Printer) -> dict[str, Any]:
    """全部词汇 — the names at the top of every template, less 措辞, which a section may have of its own."""
    submission, note = facts.submission, printer.note
    manifest, wording = chain.manifest, chain.wording
    members: Members = {}
    for field, kind in _SECTIONS:
        members[terms.chinese(field)] = model_tree(
            getattr(submission, field), kind, terms.chinese(field), note
        )
    members[terms.chinese(terms.OWN)] = _own_data(submission, note)
    members = overlay(members, figure_tree(facts.figures, note))
    _name_subjects(members, facts, wording, note)
    _name_parts(members, manifest, wording)
    _directions(members, printer)
    assets = members[terms.chinese("assets")]
    assets["车辆"] = _vehicles(assets["车辆"], manifest.vehicle_uses)
    divisions = _divisions(members, manifest)
    root = freeze("", members, divisions.get)
    names: dict[str, Any] = dict(root._members)
    names["年度"] = Words(str(submission.year), "year")
    names["上年度"] = Words(str(submission.year - 1), "year")
    names["本部门"] = _called(submission.department, manifest.called)
    names["原因"] = _reasons(submission, printer)
    names["附件数"] = len(submission.attachments or ())
    names["款列表"] = _economic_lists(facts, note)
    names["单位构成"] = organisation.units(submission, note)
    names["人员构成"] = organisation.people(submission, note)
    names["空表"] = _empty_tables(facts)
    names["并入的项"] = _merged_items(facts, note)
    return names


def _empty_tables(facts: Facts) -> tuple[Words, ...]:
    """空表 — titles of the tables of the set in which nothing stands, in their order."""
    sheets = (sheet for sheet in facts.sheets if not sheet.spec.lists_empty_tables)
    return tuple(Words(sheet.filled.title) for sheet in sheets if sheet.filled.empty)


def _merged_items(facts: Facts, note: Note) -> tuple[()] | Missing:
    """并入的项 — 项 that are told within their 款 or 类 alone (涉密): withheld, or none."""
    codes = sorted(facts.figures.withheld.merged)
    names = [f"支出.项.{code}.决算数" for code in codes if len(code) == _DIGITS_OF_ITEM]
    return Missing(tuple(names), note) if names else ()


def _own_data(submission: Submission, note: Note) -> Members:
    own = submission.own
    return model_tree(own.values, own.declared.model, terms.chinese(terms.OWN), note)


def _called(department: Department, form: str) -> Words:
    short = department.short_name if form == "简称" else None
    return Words(short or department.full_name)


def _vehicles(given: Any, uses: tuple[str, ...]) -> Any:
    """车辆 — in the order of the form's kinds where the pack lists them; a kind not given has no vehicle."""
    if not (uses and isinstance(given, tuple)):
        return given
    left = list(given)
    kinds = [_of_use(use, left) for use in uses]
    return (*kinds, *left)


def _of_use(use: str, left: list[Node]) -> Node:
    """The vehicles of one kind, taken out of those left, under the name that the form has for it."""
    kind, none = typed_words.vehicle_use(use), Quantity(Decimal(0), "个", "国有资产.车辆")
    of_kind = (node for node in left if typed_words.vehicle_use(node["用途"]._text) == kind)
    found = next(of_kind, Node("国有资产.车辆", {"数量": none}))
    left[:] = [node for node in left if node is not found]
    return Node(found._name, {**found._members, "用途": Words(use)})


def _divisions(members: Members, manifest: Manifest) -> Mapping[str, tuple[str, ...]]:
    """What each total is divided into: the form's parts, or those that the pack names."""
    for node, names in manifest.divisions.items():
        _check_division(node, names, members)
    return manifest.all_divisions


def _check_division(node: str, names: tuple[str, ...], members: Members) -> None:
    known = list(_nodes_in(members.get(node, {})))
    unknown = next(filterfalse(known.__contains__, names), "")
    if unknown or not known:
        near = terms.nearest(unknown or node, known or list(members)) or known
        raise PackError(f"分项“{node}”里没有“{unknown}”，可用的有：{'、'.join(near)}")


def _nodes_in(members: Members) -> Members:
    return {name: below for name, below in members.items() if isinstance(below, dict)}


def _name_parts(members: Members, manifest: Manifest, wording: Mapping[str, Any]) -> None:
    """Each part is called as the pack's wording has it (收入.一般公共预算 → 一般公共预算财政拨款收入)."""
    labels = wording.get("名称", {})
    for node, names in manifest.all_divisions.items():
        for name in names:
            place = members.get(node, {}).get(name)
            if isinstance(place, dict):
                place["名称"] = Words(str(labels.get(f"{node}之{name}", name)))


def _name_subjects(members: Members, facts: Facts, wording: Mapping[str, Any], note: Note) -> None:
    submission = facts.submission
    members[_INCOME].setdefault(_ITEMS, Missing((_INCOME,), note))
    for node, level in product(_EXPENDITURE, _LISTS):
        if submission.expenditure is None:
            members[node][level] = Missing(("支出",), note)
            continue
        listed = members[node].get(level, {}).items()
        merged = facts.figures.withheld.merged
        members[node][level] = {code: below for code, below in listed if code not in merged}
        for code, below in members[node][level].items():
            below.update(subject_names(code, submission, wording, note))
            if level == _ITEMS:
                below["用途"] = _purpose(code, submission, note)


def _purpose(code: str, submission: Submission, note: Note) -> Prose | Missing:
    place = f"各项用途.{code}"
    given = submission.item_purposes.get(code)
    return Prose(given, place) if given else Missing((place,), note)


def subject_names(code: str, submission: Submission, wording: Mapping[str, Any], note: Note) -> Members:
    """科目名称 — code, names of 类, 款, 项 in the year's edition or as the pack has them, 类 without 支出."""
    names: Members = {"代码": Words(code)}
    for digits, level in _LEVELS.items():
        if len(code) >= digits:
            names[level] = names["名称"] = _level_name(code[:digits], submission, wording, note)
    first = names["类名"]
    names["类简称"] = Words(first._text.removesuffix("支出")) if isinstance(first, Words) else first
    return names


def _level_name(code: str, submission: Submission, wording: Mapping[str, Any], note: Note) -> Words | Missing:
    own = wording.get("科目名称", {}).get(code)
    if own:
        return Words(own)
    return _subject_name(
        classification.subject(code, submission.year, submission.own_subjects), code, submission, note
    )


def _subject_name(subject: Subject | None, code: str, submission: Submission, note: Note) -> Words | Missing:
    """As the office calls it, else as the classification does."""
    name = submission.subject_names.get(code) or (subject and subject.name)
    return Words(name) if name else Missing((f"科目名称.{code}",), note)


def _directions(members: Members, printer: Printer) -> None:
    """方向 — 增, 减, 平, 新增 (nothing to compare with) of each node; 平 also of what prints as 0."""
    for below in _nodes_in(members).values():
        change = below.get("增减额")
        if isinstance(change, Quantity) and change._value is not None:
            below["方向"] = _direction(change, below["增减率"], printer)
        elif change is not None:
            below["方向"] = change
        _directions(below, printer)


def _direction(change: Quantity, rate: Quantity, printer: Printer) -> str:
    if printer.no_change(change):
        return "平"
    if change < 0:
        return "减"
    return "新增" if rate._value is None else "增"


def _reasons(submission: Submission, printer: Printer) -> Node:
    members: Members = {}
    for field in type(submission.reasons).model_fields:
        name, given = terms.chinese(field), getattr(submission.reasons, field)
        path = f"原因.{name}"
        members[name] = (
            _completion_reasons(given or {}, path, submission, printer)
            if field == "completion"
            else _causes(given, path, printer)
        )
    return Node("原因", members)


def _completion_reasons(
    given: Mapping[str, Any], path: str, submission: Submission, printer: Printer
) -> Node:
    """Of every 项 on which something was spent."""
    codes = {line.item for line in submission.expenditure or ()}
    return Node(path, {code: _causes(given.get(code), f"{path}.{code}", printer) for code in codes})


def _causes(causes: Any, path: str, printer: Printer) -> tuple[Node, ...] | Missing:
    """Each with its amount; one that prints as 0 is neither a rise nor a fall and is not said."""
    if causes is None:
        return Missing((path,), printer.note)
    made = []
    for number, cause in enumerate(causes, 1):
        members: Members = {"事由": Prose(cause.cause, path)}
        if cause.amount is not None and not printer.printed_zero(cause.amount):
            members["金额"] = Quantity(cause.amount, "元", f"{path}[{number}].金额")
        made.append(Node(path, members))
    return tuple(made)


def _economic_lists(facts: Facts, note: Note) -> Node:
    """款列表 — names of the 款 that 人员经费 and 公用经费 really consist of, in the order of the table."""
    submission, spent = facts.submission, spent_codes(facts, _BASIC_SECTION)
    known, lists = submission.expenditure is not None, dict[str, Any]()
    for group in classification.groups(submission.year, submission.own_subjects):
        names = tuple(_economic_name(code, submission, note) for code in _codes_of(group, submission, spent))
        lists[group.name] = names if names or known else Missing(("支出",), note)
    return Node("款列表", lists)


def _codes_of(group: EconomicGroup, submission: Submission, spent: Sequence[str]) -> Iterable[str]:
    """The 款 of a group: those entered for it, else those of 基本支出 with money."""
    entered = getattr(getattr(submission.basic_detail, group.id, None), "subjects", None)
    if entered is not None:
        return cast("Iterable[str]", entered)
    return filter(group.__contains__, spent)


def spent_codes(facts: Facts, figure_id: re.Pattern[str]) -> list[str]:
    """有数的科目 — codes in the ids of a pattern, of figures that are not zero, or not known to be."""
    with_money = (id for id, figure in facts.figures.items() if figure.value != 0)
    return [match[1] for match in map(figure_id.match, with_money) if match]


def _economic_name(code: str, submission: Submission, note: Note) -> Words | Missing:
    found = classification.economic(code, submission.year, submission.own_subjects)
    return _subject_name(found, code, submission, note)
