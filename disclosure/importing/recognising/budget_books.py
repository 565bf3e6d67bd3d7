"""预算表 — a workbook of a budget, whose tables have nearly the same names, is told from accounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from disclosure.errors import InputError, Problem, Source
from disclosure.importing.recognising.spellings import plain
from disclosure.load.published import Matrix

_OF_A_BUDGET = (
    "部门预算",
    "单位预算",
    "预算公开",
    "预算总表",
    "预算表",
    "预算收支",
    "预算支出表",
    "本年预算数",
)
_LONGEST = 45  # letters of a title


def require_none(books: Mapping[Path, Sequence[Matrix]]) -> None:
    """须是决算 — raises InputError where a file names a budget and nowhere the accounts."""
    budgets = [path.name for path, book in books.items() if _is_budget(path, book)]
    if budgets:
        message = "是预算表，不是决算表，没有导入；请换成同一年度的决算公开表再导入"
        raise InputError(Problem(message, Source(name)) for name in budgets)


def _is_budget(path: Path, book: Sequence[Matrix]) -> bool:
    # 2026年部门预算收支总表, 一般公共预算支出表 → True
    # 财政拨款收入支出决算表 (预算 within 一般公共预算), 三公经费支出表 with 预算数 and 决算数 → False
    titles = [path.stem, *(plain(text).replace("上年决算", "") for text in _titles(book))]
    names_accounts = any("决算" in title for title in titles)
    return not names_accounts and any(map(_names_budget, titles))


def _names_budget(title: str) -> bool:
    own = title.replace("一般公共预算", "").replace("政府性基金预算", "").replace("国有资本经营预算", "")
    return any(word in own for word in _OF_A_BUDGET)


def _titles(book: Sequence[Matrix]) -> Iterator[str]:
    for matrix in book:
        yield matrix.name
        for row in matrix.rows:
            yield from (cell.text for cell in row.values() if len(cell.text) <= _LONGEST)
