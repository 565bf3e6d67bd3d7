"""自有数据 — facts that a pack declares beside the model: how they are declared, and their values.

A file is read before the pack is known: what it says of them is kept as texts (`Given`). Where both are known
the declaration makes a model of the same types as any other, and that reads the texts.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from itertools import chain, starmap
from numbers import Integral, Real
from operator import attrgetter
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
    create_model,
)

from disclosure.errors import Source
from disclosure.model import faults
from disclosure.model.base import (
    Amount,
    Count,
    Day,
    FrozenMap,
    Many,
    Model,
    Number,
    Prose,
    given_in,
    plain_text,
    unit_given,
)
from disclosure.model.faults import Fault
from disclosure.model.shape import Mark, Shape, of
from disclosure.model.typed_words import is_none_of_whole
from disclosure.money import Unit

OWN = "自有数据"  # in data, templates, tables and checks alike
UNIT = "单位"  # of the amounts in it, where they are not in 元
COUNTED, ADDED = "项数", "合计"  # behind the name of a list: how many entries, sums of its columns
_ENDINGS: Mapping[str, tuple[str, ...]] = {"列表": (COUNTED, ADDED)}
BEFORE, COMPARED = "上年数", "比上年"  # behind the name of a fact that is compared with last year's
_ANSWERS = {True: "是", False: "否"}

Name = Annotated[str, Field(pattern=r"^[一-鿿]\w*$", max_length=40)]
ColumnKind = Literal["金额", "数量", "数值", "文字", "日期", "选项"]
Kind = Literal[ColumnKind, "列表"]
Measure = Literal["元", "%", "个"]
NUMBERS: Mapping[str, Measure] = {"金额": "元", "数量": "个", "数值": "个"}
_TYPES: Mapping[str, Any] = {"金额": Amount, "数量": Count, "数值": Number, "文字": Prose, "日期": Day}

# What a department of units may make of theirs, else 不汇总.
_TOGETHER: Mapping[str, tuple[str, ...]] = {"金额": ("相加",), "数量": ("相加",), "列表": ("并列",)}


class OwnColumn(Model):
    """列表的列 — its name, what its cells hold, what may be chosen."""

    name: Name
    kind: ColumnKind
    choices: tuple[str, ...] = ()
    measure: str = ""
    remark: str = ""

    @property
    def meaning(self) -> str:
        """含义 — kind, measure and note, for a person."""
        return "；".join(filter(None, (self.kind, self.measure, self.remark)))


class OwnFact(Model):
    """自有数据一项 — name, kind, whether it must be given, what a department of units makes of theirs."""

    name: Name
    kind: Kind
    choices: tuple[str, ...] = ()
    measure: str = ""
    remark: str = ""
    obligation: Literal["必填", "选填"] = "必填"
    consolidated: Literal["相加", "并列", "不汇总"] | None = None
    columns: tuple[OwnColumn, ...] = ()
    compared: bool = False

    @property
    def meaning(self) -> str:
        """含义 — whether it must be given, kind, measure and note, for a person."""
        return "；".join(filter(None, (self.obligation, self.kind, self.measure, self.remark)))

    @property
    def path(self) -> str:
        """键路径 — where it stands in the data; a figure's name too."""
        return f"{OWN}.{self.name}"

    @property
    def names(self) -> tuple[str, ...]:
        """占用的名称 — its own, and those of what follows from a list or a comparison."""
        endings = (*_ENDINGS.get(self.kind, ()), *(BEFORE, COMPARED) * self.compared)
        return (self.name, *(self.name + ending for ending in endings))

    @property
    def before(self) -> OwnFact:
        """上年数 — last year's, asked for like this year's."""
        changed = {"name": self.name + BEFORE, "remark": f"上年的{self.name}", "compared": False}
        return OwnFact.model_construct(**{**dict(self), **changed})

    @property
    def comparison(self) -> OwnFormula:
        """比上年 — what follows from both."""
        measure, name = NUMBERS[self.kind], self.name + COMPARED
        return _figure_of(name, self.path, measure, against=self.before.path)

    @property
    def words(self) -> tuple[str, ...]:
        """不是数的列 — of a list."""
        return tuple(column.name for column in self.columns if column.kind not in NUMBERS)

    @property
    def adds(self) -> bool:
        """汇总 — whether those of units are added, or joined."""
        return self.kind in _TOGETHER and self.consolidated != "不汇总"


_NO_FACT = OwnFact.model_construct(name="", kind="文字", obligation="必填", columns=())


class OwnFormula(Model):
    """公式 — a figure that a pack makes of others; codes of subjects may stand in it.

    One with `against` makes three, as of any figure with last year's: itself, the change from that, its rate.
    """

    name: Name
    expression: str
    against: str = ""
    measure: Measure = "元"
    remark: str = ""

    @property
    def figures(self) -> tuple[OwnFormula, ...]:
        """得出的数 — itself, or what is compared, the 增减额 and 增减率."""
        base, change = f"({self.against})", f"{self.name}.增减额"
        made = (
            (f"{self.name}.决算数", self.expression, self.measure),
            (change, f"({self.expression}) - {base}", self.measure),
            (f"{self.name}.增减率", f"{OWN}.{change} / {base} * 100", "%"),
        )
        return tuple(starmap(_figure_of, made)) if self.against else (self,)

    @property
    def path(self) -> str:
        """名称 — as templates, tables and checks write it."""
        return f"{OWN}.{self.name}"


def _figure_of(name: str, expression: str, measure: Measure, against: str = "") -> OwnFormula:
    """Of a comparison, whose name is longer than a pack may write, or stands below it."""
    return OwnFormula.model_construct(name=name, expression=expression, measure=measure, against=against)


class OwnDeclared(Model):
    """自有数据的声明 — `facts.toml` of a chain of packs: facts to be given, figures made of others."""

    own_data: tuple[OwnFact, ...] = ()
    formula: tuple[OwnFormula, ...] = ()

    def __bool__(self) -> bool:
        """有无声明 — whether anything is declared."""
        return bool(self.own_data or self.formula)

    def faults(self) -> Iterator[str]:
        """声明有误 — a sentence for each."""
        taken: dict[str, str] = {UNIT: "金额的单位"}
        return chain(filter(None, starmap(partial(_taken, taken), self._names())), self._faults_of_facts())

    @property
    def compared(self) -> OwnDeclared:
        """比上年的 — of the facts, those that are compared with last year's."""
        return OwnDeclared(own_data=tuple(filter(attrgetter("compared"), self.own_data)))

    @property
    def complete(self) -> OwnDeclared:
        """补全 — with last year's of each fact that is compared behind it, and the comparisons."""
        facts = ((fact, *(fact.before,) * fact.compared) for fact in self.own_data)
        comparisons = (fact.comparison for fact in self.compared.own_data)
        return OwnDeclared.model_construct(
            own_data=tuple(chain.from_iterable(facts)), formula=(*comparisons, *self.formula)
        )

    def _names(self) -> Iterator[tuple[str, str]]:
        """Every name that is used, and whose it is."""
        of_facts = ((name, fact.name) for fact in self.own_data for name in fact.names)
        return chain(of_facts, ((one.name, one.name) for one in self.formula))

    def _faults_of_facts(self) -> Iterator[str]:
        """Each with the name of its fact."""
        return (f"“{fact.name}”{fault}" for fact in self.own_data for fault in _faults_of(fact))

    @property
    def model(self) -> type[Model]:
        """数据模型 — of the values, made from the declaration."""
        return _model(self.own_data)

    @property
    def shape(self) -> Shape:
        """形状 — what is expected at each place below 自有数据."""
        return of(self.model)

    def fact(self, name: str) -> OwnFact | None:
        """一项 — by its name."""
        return next((fact for fact in self.own_data if fact.name == name), None)


def _taken(taken: dict[str, str], name: str, owner: str) -> str:
    """What is wrong where a name is somebody's already."""
    before = taken.setdefault(name, owner)
    return "" if before is owner else f"“{owner}”要用的名称“{name}”已经是“{before}”的，请换一个名称"


def _faults_of(fact: OwnFact) -> Iterator[str]:
    """What is wrong with a declaration."""
    return (sentence for is_wrong, sentence in _WRONG.items() if is_wrong(fact))


def _lacks_columns(fact: OwnFact) -> bool:
    return (fact.kind == "列表") != bool(fact.columns)


def _lacks_choices(fact: OwnFact) -> bool:
    parts: tuple[OwnFact | OwnColumn, ...] = (fact, *fact.columns)
    return any((one.kind == "选项") != bool(one.choices) for one in parts)


def _repeats_a_column(fact: OwnFact) -> bool:
    return len({column.name for column in fact.columns}) < len(fact.columns)


def _adds_otherwise(fact: OwnFact) -> bool:
    return fact.consolidated not in (None, "不汇总", *_TOGETHER.get(fact.kind, ()))


def _is_compared_and_no_number(fact: OwnFact) -> bool:
    return fact.compared and fact.kind not in NUMBERS


_WRONG: Mapping[Callable[[OwnFact], bool], str] = {
    _lacks_columns: "是列表的要写“列”，不是列表的不写",
    _lacks_choices: "的类型或列的类型是选项的要写“选项”，别的类型不写",
    _repeats_a_column: "的列有两个同名，请改名",
    _is_compared_and_no_number: "不是金额、数量、数值，不写“比上年”",
    _adds_otherwise: "的汇总写得不对；金额、数量可以相加，列表可以并列，别的不汇总",
}


@cache
def _model(facts: tuple[OwnFact, ...]) -> type[Model]:
    return create_model(OWN, __base__=Model, **_fields_of(facts))


def _fields_of(facts: Iterable[OwnFact | OwnColumn]) -> dict[str, Any]:
    return {fact.name: (_type(fact) | None, Field(None, description=fact.meaning)) for fact in facts}


def _type(fact: OwnFact | OwnColumn) -> Any:
    return _MADE.get(fact.kind, _plain_type)(fact)  # type: ignore[no-untyped-call]


def _plain_type(fact: OwnFact | OwnColumn) -> Any:
    return _TYPES[fact.kind]


def _choice(fact: OwnFact | OwnColumn) -> Any:
    return Literal[fact.choices]


def _list_of(fact: Any) -> Any:
    return Many[create_model(fact.name, __base__=Model, **_fields_of(fact.columns))]  # type: ignore[misc]


_MADE: Mapping[str, Callable[[Any], Any]] = {"选项": _choice, "列表": _list_of}


@dataclass(frozen=True, slots=True)
class OwnData:
    """自有数据的值 — read by the declaration; `added` are those that units add up to, with their slack."""

    declared: OwnDeclared = field(default_factory=OwnDeclared)
    values: Model | None = None
    unit: Unit = "元"
    added: Mapping[str, Decimal] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """值 — of a fact; None where it is not known."""
        return getattr(self.values, name, None)

    def lacking(self) -> Iterator[str]:
        """缺的 — key paths of those that must be given and are not."""
        needed = (fact for fact in self.declared.own_data if fact.obligation == "必填")
        return (fact.path for fact in needed if self.value(fact.name) is None)

    def may_lack(self, path: str) -> bool:
        """可不填 — whether a place may stay empty: a fact that need not be given, words in a row."""
        fact, row = self._fact_and_row(path)
        return fact.obligation == "选填" or row.partition(".")[2] in fact.words

    def stands_alone(self, path: str) -> bool:
        """不汇总 — whether a place is one of a fact that those of units do not add up to."""
        fact, _ = self._fact_and_row(path)
        return fact is not _NO_FACT and not fact.adds

    def _fact_and_row(self, path: str) -> tuple[OwnFact, str]:
        name, _, row = path.removeprefix(f"{OWN}.").partition("[")
        return self.declared.fact(name) or _NO_FACT, row


def known(declared: OwnDeclared, given: Mapping[str, Any]) -> dict[str, Any]:
    """声明了的 — what is given of the facts that are declared."""
    names = {fact.name for fact in declared.own_data}
    return {name: value for name, value in given.items() if name in names}


@cache
def _model_of_all(values: type[Model]) -> Any:
    return create_model("Whole", __base__=Model, own_data=(values, ...))


def read(declared: OwnDeclared, given: Mapping[str, Any], unit: Unit) -> Model | tuple[Fault, ...]:
    """读值 — the values of what is given, or all that is wrong with it."""
    whole = _model_of_all(declared.model)
    try:
        with given_in(unit):
            return whole.model_validate({OWN: given}, context={}).own_data  # type: ignore[no-any-return]
    except ValidationError as error:
        return tuple(faults.faults(error, of(whole), faults.described))


def unit_of(given: Mapping[str, Any]) -> Unit:
    """金额的单位 — of what is given."""
    return "万元" if given.get(UNIT) == "万元" else "元"


def _as_typed(value: Any) -> Any:
    """The text that a file would hold; lists of rows keep their rows."""
    written = (write for kinds, write in _WRITTEN if isinstance(value, kinds))
    return next(written, _as_text)(value)


def _as_text(value: Any) -> Any:
    return plain_text(value).strip()


def _day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _texts_of_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): _as_typed(part) for key, part in row.items() if not _is_blank(part)}


def _texts_of_list(rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(map(_as_typed, rows))


def _inexact(_: Real) -> None:
    raise ValueError("数不能用浮点数，请用 Decimal、整数或文字")


_WRITTEN: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (bool, _ANSWERS.__getitem__),
    ((Decimal, Integral), str),
    (datetime.date, _day),
    (Mapping, _texts_of_row),
    ((list, tuple), _texts_of_list),
    (Real, _inexact),
)


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _of_unit(data: Any, info: ValidationInfo) -> Any:
    """As given, less what is blank; with the unit where it is not 元, so that it is never lost."""
    given = {} if is_none_of_whole(data) else data
    return _with_unit(given, unit_given(info)) if isinstance(given, dict) else given


def _with_unit(given: dict[str, Any], around: Unit) -> dict[str, Any]:
    kept = {name: value for name, value in given.items() if name != UNIT and not _is_blank(value)}
    unit = _UNITS[_known_unit(given.get(UNIT, around))] if kept else {}
    return {**unit, **kept}


def _known_unit(unit: Any) -> Any:
    if unit not in _UNITS:
        raise ValueError(f"“{OWN}”里的“{UNIT}”只能是“元”或“万元”，现在是“{unit}”")
    return unit


_UNITS: Mapping[Any, dict[str, Any]] = {"元": {}, "万元": {UNIT: "万元"}}
_Given = Annotated[
    Any,
    BeforeValidator(_as_typed),
    Mark("own"),
]
Given = Annotated[dict[str, _Given], BeforeValidator(_of_unit), AfterValidator(FrozenMap)]
