"""预算表 — a workbook of a budget, whose tables have nearly the same names, is told from accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from disclosure.errors import InputError, Problem, Source
from disclosure.importing.recognising.spellings import plain
from disclosure.loading.published import Matrix

_OF_A_BUDGET = (
    *("部门预算", "单位预算", "预算公开", "预算总表", "预算表", "预算收支", "预算支出表"),
    *("部门收支总表", "部门收入总表", "部门支出总表"),  # accounts have 收入支出决算总表
    *("单位收支总表", "单位收入总表", "单位支出总表"),
)
_BUDGET_OF_A_YEAR = re.compile(r"20\d\d年(?:年初)?预算数?")  # a head
_FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")  # that accounts name too
_ENDS = ("表", "预算", "公开")
_LONGEST = 45  # letters of a title


def require_none(books: Mapping[Path, Sequence[Matrix]]) -> None:
    """须是决算 — raises InputError where a file names a budget and nowhere the accounts."""
    budgets = [path.name for path, book in books.items() if _is_budget(path, book)]
    if budgets:
        message = "是预算表，不是决算表，没有导入；请换成同一年度的决算公开表再导入"
        raise InputError(Problem(message, Source(name)) for name in budgets)


def _is_budget(path: Path, book: Sequence[Matrix]) -> bool:
    # 2026年部门预算, 收支总表 → True
    # 财政拨款收入支出决算表, or a form of performance that tells of 部门预算 → False
    titles = [path.stem, *(matrix.name for matrix in book), *_lone_titles(book)]
    texts = [*titles, *_texts(book)]
    is_named = any(map(_names_budget, titles)) or any(map(_BUDGET_OF_A_YEAR.fullmatch, texts))
    return is_named and not any("决算" in text for text in texts)


def _names_budget(title: str) -> bool:
    for fund in _FUNDS:
        title = title.replace(fund, "")
    return any(word in title for word in _OF_A_BUDGET)


def _lone_titles(book: Sequence[Matrix]) -> Iterator[str]:
    """Texts that stand alone in their row and end as titles do; what a form tells of a budget does not."""
    for row in chain.from_iterable(matrix.rows for matrix in book):
        cells = set(row.values())
        text = plain(next(iter(cells)).text) if len(cells) == 1 else ""
        if len(text) <= _LONGEST and text.endswith(_ENDS):
            yield text


def _texts(book: Sequence[Matrix]) -> Iterator[str]:
    """All that it says, without the accounts of last year that a budget may compare with."""
    for row in chain.from_iterable(matrix.rows for matrix in book):
        yield from (plain(cell.text).replace("上年决算", "") for cell in row.values())
