"""成行的结果 — results that are rows: dicts for a script, a DataFrame where pandas is installed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from disclosure import notebook_html
from disclosure.errors import OutputError

if TYPE_CHECKING:
    from pandas import DataFrame


class Rows(ABC):
    """成行 — what can be had as rows."""

    __slots__ = ()

    @abstractmethod
    def records(self) -> list[dict[str, Any]]:
        """各行 — a dict each, amounts as Decimal in 元; what is not known is None."""

    def _repr_html_(self) -> str:
        """In a notebook: a table of the rows."""
        rows = self.records()
        head = list(dict.fromkeys(key for row in rows for key in row))
        return notebook_html.table("", head, ([row.get(key) for key in head] for row in rows))

    def to_frame(self) -> DataFrame:
        """成数据框 — the same as a pandas DataFrame; raises OutputError where pandas is not installed."""
        try:
            from pandas import DataFrame  # noqa: PLC0415 - only for who has it and asks for it
        except ImportError:
            raise OutputError('没有装 pandas，请用 pip install "disclosure[pandas]" 装上，或用 records() 取各行') from None
        return DataFrame(self.records())
