"""术语表 — one Chinese term for each identifier, and back."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from disclosure import model, terms
from disclosure.model.base import Model


def test_each_chinese_term_stands_for_one_identifier() -> None:
    counted = Counter(term.chinese for term in terms.glossary().values())
    assert [chinese for chinese, times in counted.items() if times > 1] == []


def test_each_identifier_stands_once_in_the_file() -> None:
    table = tomllib.loads(files("disclosure").joinpath("terms.toml").read_text(encoding="utf-8"))
    counted = Counter(id for section in table.values() for id in section)
    assert [id for id, times in counted.items() if times > 1] == []


def test_terms_are_names_that_a_template_can_write() -> None:
    assert [term.chinese for term in terms.glossary().values() if not term.chinese.isidentifier()] == []
    assert [
        term.id for term in terms.glossary().values() if not re.fullmatch("[a-z][a-z0-9_]*", term.id)
    ] == []
    assert all(term.english for term in terms.glossary().values())


def test_each_field_of_each_model_has_a_term() -> None:
    models = [found for module in modules() for _, found in inspect.getmembers(module, is_model)]
    fields = {name for found in models for name in found.model_fields}
    assert {"amount", "folder", "full_name", "batches"} <= fields
    assert fields - set(terms.glossary()) == set()


def modules() -> list[object]:
    return [found for _, found in inspect.getmembers(model, inspect.ismodule)]


def is_model(found: object) -> bool:
    return inspect.isclass(found) and issubclass(found, Model)


def test_dotted_names_go_there_and_back_and_codes_stay() -> None:
    assert terms.chinese("sangong.final") == "三公经费.决算数"
    assert terms.identifier("三公经费.决算数") == "sangong.final"
    assert terms.chinese("budget.items.2010301") == "预算.各项.2010301"
    assert terms.identifier("预算.各项.2010301") == "budget.items.2010301"


def test_an_unknown_name_has_no_identifier_but_near_names() -> None:
    with pytest.raises(KeyError):
        terms.identifier("三公费用")
    with pytest.raises(KeyError):
        terms.chinese("sangong.finall")
    assert "三公经费" in terms.nearest("三公费用")
    assert terms.nearest("支初", ["支出", "收入"]) == ["支出"]
