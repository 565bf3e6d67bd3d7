"""模型基础 — what every model shares: frozen, no unknown keys, Chinese keys in files, exact amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from numbers import Integral, Real
from typing import Annotated, Any, ClassVar, Never, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    ModelWrapValidatorHandler,
    PlainSerializer,
    SerializationInfo,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic_core.core_schema import CoreSchema, with_info_wrap_validator_function

from disclosure import terms
from disclosure.chinese_dates import days_named
from disclosure.errors import InputError, Problem
from disclosure.model import faults, file_words, subject_codes, typed_words
from disclosure.model.shape import Mark, fields, of
from disclosure.model.typed_words import NONE, is_none, is_none_of_whole
from disclosure.money import Unit, rounded, to_yuan

_MAX_DIGITS = 13
_FROZEN = "数据不能就地改；请用 disclosure.amend 得到改好的一份"
_MOST_PLACES = 2  # of a number that is neither money nor a count
_unit: ContextVar[Unit | None] = ContextVar("unit", default=None)
_told_above: ContextVar[bool] = ContextVar("told_above", default=False)


@contextmanager
def given_in(unit: Unit) -> Iterator[None]:
    """录入单位 — amounts validated inside are in this unit, whatever the validation's context says."""
    token = _unit.set(unit)
    try:
        yield
    finally:
        _unit.reset(token)


class Model(BaseModel):
    """数据模型 — base of all models: a key in a file is the Chinese term of the field's name."""

    model_config = ConfigDict(
        frozen=True,
        defer_build=True,  # until data are read: importing is quick
        extra="forbid",
        alias_generator=terms.chinese,
        populate_by_name=True,
        str_strip_whitespace=True,
    )
    HOLDS_CODES: ClassVar[bool] = False  # codes of subjects, told by the keys that they stand at

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Around everything that a model validates: its own validators of the whole may find faults too."""
        return with_info_wrap_validator_function(cls._refuse_in_chinese, handler(source))

    @classmethod
    def _refuse_in_chinese(
        cls, data: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        """Of data made in Python the outermost model tells all faults; of a file, who reads it."""
        if info.context is not None or _told_above.get():
            return handler(data)
        token, codes = _told_above.set(True), cls._wrong_codes(data)
        try:
            made = handler(data)
        except ValidationError as error:
            raise faults.refusal(error, of(cls), codes) from None
        finally:
            _told_above.reset(token)
        if codes:
            raise faults.refused(codes)
        return made

    @classmethod
    def _wrong_codes(cls, data: Any) -> Mapping[str, str]:
        """A sentence by key path for each code that is not written as one; 款 may stand in a map's keys."""
        if not (cls.HOLDS_CODES and isinstance(data, dict)):
            return {}
        return dict(subject_codes.wrong(file_words.said(data, of(cls))))

    def __setattr__(self, name: str, value: Any) -> None:
        """Nothing is changed where it stands; what is known beside the data is noted while they are made."""
        if not name.startswith("_"):
            raise InputError([Problem(_FROZEN, path=terms.chinese(name))])
        super().__setattr__(name, value)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """改动 — a copy, what is updated validated like any data; amounts in 元, keys in either language."""
        return super().model_copy(update=self._validated(update) if update else None, deep=deep)

    def _validated(self, update: Mapping[str, Any]) -> dict[str, Any]:
        """The update by the names of fields; whoever copies last year's figures gives them in 元 too."""
        names = {terms.chinese(name): name for name in fields(type(self))}
        changed = {names.get(key, key): value for key, value in update.items()}
        codes = self._wrong_codes({"year": getattr(self, "year", None), **changed})
        try:
            made = self.model_validate({**dict(self), **changed}, context={"copied": type(self)})
        except ValidationError as error:
            raise faults.refusal(error, of(type(self)), codes) from None
        if codes:
            raise faults.refused(codes)
        return {name: getattr(made, name) for name in changed}

    @model_validator(mode="before")
    @classmethod
    def _official_choices(cls, data: Any) -> Any:
        """可选的内容 may be given by a fuller name."""
        choices = _choices(cls)
        if not isinstance(data, dict) or choices.keys().isdisjoint(data):
            return data
        return {key: typed_words.official(value, choices.get(key, ())) for key, value in data.items()}


class Section(Model):
    """数据板块 — a model that as a whole may be said to be 无: each of its fields is then none."""

    NONE_AS_A_WHOLE: ClassVar[bool] = True

    @model_validator(mode="before")
    @classmethod
    def _none(cls, data: Any) -> Any:
        if not is_none_of_whole(data):
            return data
        return {terms.chinese(name): NONE for name, shape in fields(cls).items() if shape.may_be_none}


def is_inexact(value: Any) -> bool:
    """不精确的数 — a float, of pandas and numpy too; a yes or no is no number either."""
    return isinstance(value, bool) or (isinstance(value, Real) and not isinstance(value, Integral))


def _number(value: Any, field: str) -> tuple[Decimal, str, bool]:
    if empty := faults.blank(value):
        raise ValueError(empty)
    if is_inexact(value):
        raise ValueError("数不能用浮点数，请用 Decimal、整数或文字")
    return typed_words.number(str(value).strip(), field)


def _yuan(value: Any, unit: Unit) -> Decimal:
    number, measure, is_money = _number(value, "金额")
    if is_money and not measure and unit != "元":
        raise ValueError(f"“{value}”没有写明是元还是{unit}，请只填数字，或在后面写明")
    own: Unit = "万元" if measure == "万元" else "元"  # an amount that names its own unit is in that one
    return to_yuan(number, own if measure else unit)


def unit_given(info: ValidationInfo) -> Unit:
    """录入单位 — in which amounts are that are validated now."""
    unit: Unit = _unit.get() or (info.context or {}).get("unit", "元")
    return unit


def _amount(value: Any, info: ValidationInfo) -> Decimal:
    return exact_amount(value, unit_given(info))


def exact_amount(value: Any, unit: Unit) -> Decimal:
    """金额 — in 元, of what was given in a unit; 无 is 0. Raises ValueError with a sentence."""
    if is_none(value):
        return Decimal(0)
    yuan = _yuan(value, unit)
    if yuan.copy_abs() >= Decimal(10) ** _MAX_DIGITS:
        raise ValueError(f"“{value}”超过 {_MAX_DIGITS} 位整数（元），请核对单位是否应为“元”")
    if yuan != yuan.quantize(Decimal("0.01")):
        raise ValueError(f"“{value}”{unit}有不足一分的尾数，金额最细到分")
    return yuan


def _count(value: Any, info: ValidationInfo) -> int:
    if is_none(value):
        return 0
    number, *_ = _number(value, info.field_name or "")
    if number != number.to_integral_value() or number < 0:
        raise ValueError(f"“{value}”应为不小于 0 的整数")
    return int(number)


def _score(value: Any) -> Decimal:
    return Decimal(0) if is_none(value) else _number(value, "得分")[0]


def _printable(number: Decimal) -> Decimal:
    if number != rounded(number, _MOST_PLACES):
        raise ValueError(f"“{number}”的小数超过 {_MOST_PLACES} 位，请写成 {_MOST_PLACES} 位以内")
    return number


def plain_text(value: Any) -> Any:
    """可印的文字 — the same text; raises ValueError for characters that stand for what is printed."""
    if isinstance(value, str) and any("\U000f0000" <= char <= "\U0010ffff" for char in value):
        raise ValueError("文字中有私用区字符（U+F0000 以上），请删去")
    return value


def _readable_date(text: str) -> str:
    try:
        days_named(text)
    except ValueError:
        sentence = f"“{text}”不是日期，请写成“2026年8月1日”这样；只知道月份的，写到月"
        raise ValueError(sentence) from None
    return text


def _none_is_empty(value: Any) -> Any:
    return () if is_none_of_whole(value) else value


def _none_is_no_map(value: Any) -> Any:
    return {} if is_none_of_whole(value) else value


def _blank_is_unknown(value: Any) -> Any:
    return None if value == "" else value


def _if_any_is_known(amounts: dict[str, Decimal | None]) -> dict[str, Decimal | None] | None:
    is_known = not amounts or any(amount is not None for amount in amounts.values())
    return FrozenMap(amounts) if is_known else None


def _yes_no(value: Any) -> Any:
    return {"是": True, "否": False, NONE: False}.get(value, value) if isinstance(value, str) else value


@cache
def _choices(model: type[BaseModel]) -> Mapping[str, tuple[str, ...]]:
    """可选的内容 — of each field that has choices, by its name in files and in Python."""
    chosen = {name: shape.choices for name, shape in fields(model).items() if shape.choices}
    return {**{terms.chinese(name): choices for name, choices in chosen.items()}, **chosen}


def dumped_unit(unit: Unit | None, info: SerializationInfo) -> Unit | None:
    """写出的单位 — a dump holds amounts in 元 and says so; its context may ask for the unit of entry."""
    return unit if unit is None or (info.context or {}).get("entry") else "元"


class FrozenMap(dict[str, Any]):
    """只读的对照 — a map of a model: it stands as it was validated, as every other value does."""

    def __reduce__(self) -> tuple[Any, ...]:
        """So that it can be copied and pickled."""
        return FrozenMap, (dict(self),)

    def _refuse(self, *_: Any, **__: Any) -> Never:
        raise InputError([Problem(_FROZEN)])

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


Item = TypeVar("Item")
Value = TypeVar("Value")


Amount = Annotated[Decimal, BeforeValidator(_amount), Mark("amount")]  # 元; given in the file's unit
Count = Annotated[int, BeforeValidator(_count)]
Score = Annotated[Decimal, BeforeValidator(_score), Mark("score")]
Number = Annotated[Score, AfterValidator(_printable)]  # any other that prints as it is, such as 人均
Words = Annotated[str, BeforeValidator(plain_text)]  # a name or a short remark
Day = Annotated[Words, AfterValidator(_readable_date)]  # as it is printed; a month may do
# Running text; may hold {{ … }} and Markdown, in a file of its own too.
Prose = Annotated[str, BeforeValidator(plain_text), Mark("prose")]
Flag = Annotated[bool, BeforeValidator(_yes_no)]
Many = Annotated[tuple[Item, ...], BeforeValidator(_none_is_empty)]
Map = Annotated[dict[str, Value], BeforeValidator(_none_is_no_map), AfterValidator(FrozenMap)]
Amounts = Map[Amount]
# An amount that "" says to be not known yet: leaving it out would say something else.
FilledAmount = Annotated[Amount | None, BeforeValidator(_blank_is_unknown)]
# Codes whose amounts may still be blank; not known at all where each of them is.
FilledAmounts = Annotated[
    dict[str, FilledAmount],
    BeforeValidator(_none_is_no_map),
    AfterValidator(_if_any_is_known),
]


class OfOwnUnit(Model):
    """单位自定 — a model whose amounts may be given in another unit than those of the file around it."""

    unit: Annotated[Unit | None, PlainSerializer(dumped_unit)] = None

    @model_validator(mode="wrap")
    @classmethod
    def _own_unit(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        own = data.get("单位", data.get("unit")) if isinstance(data, dict) else None
        if own not in ("元", "万元") or (info.context or {}).get("copied") is cls:
            return handler(data)
        with given_in(own):
            return handler(data)
