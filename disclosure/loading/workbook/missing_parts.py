"""缺少的部分 — sheets and blocks of the layout that no workbook holds, and lost heads; each told of once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, filterfalse
from operator import attrgetter

from disclosure import terms
from disclosure.errors import Source
from disclosure.loading.merged_entries import Entries
from disclosure.loading.reading_state import Loc
from disclosure.loading.workbook import sheet_names
from disclosure.loading.workbook.layout import MARK, Block, Sheet, plain, sheets
from disclosure.loading.workbook.workbook_cells import Cells


class MissingParts:
    """缺少的部分 — what was found while the workbooks of a folder are read, and what was told of."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._sheets: dict[str, Source] = {}  # where each sheet begins
        self._blocks: set[tuple[str, str]] = set()
        self._unread: set[str] = set()  # sheets told of, or marked as not to be read
        self._lost: set[Loc] = set()

    def found_sheet(self, spec: Sheet, cells: Cells) -> None:
        """找到工作表."""
        self._sheets.setdefault(spec.name, cells.source(0, 0))

    def found_block(self, spec: Sheet, block: Block) -> None:
        """找到块 — or told that it is gone."""
        self._blocks.add((spec.name, block.title))

    def not_read(self, name: str) -> None:
        """不读的表 — one that is marked, or is told of under another name."""
        self._unread.add(plain(name.strip().removeprefix(MARK)))

    def tell(self, message: str, source: Source, *blocks: Block) -> None:
        """说明缺少 — that blocks, or columns of them, are gone."""
        self._entries.part_missing(message, source)
        self._lost.update(block.at for block in blocks)

    def has_lost(self, of_list: Loc) -> bool:
        """是否已说明 — whether the list at a place is gone, so that rows naming its items say nothing new."""
        return of_list in self._lost

    def tell_sheets(self, whole: Source) -> None:
        """缺少的工作表 — of all workbooks together, where any holds a sheet of ours."""
        absent = list(filterfalse(self._is_accounted_for, sheets()))
        if self._sheets and absent:
            names = _quoted(map(attrgetter("name"), absent))
            message = (
                f"缺少工作表{names}，里面填了什么不知道；请从原来的工作簿复制回来，"
                f"用不着的另加一张空表，起名“{MARK}{absent[0].name}”"
            )
            self.tell(message, whole, *chain.from_iterable(map(attrgetter("blocks"), absent)))

    def _is_accounted_for(self, spec: Sheet) -> bool:
        return spec.added or plain(spec.name) in {*map(plain, self._sheets), *self._unread}

    def tell_blocks(self) -> None:
        """缺少的块 — a sentence for each sheet that is there."""
        for spec in filter(self._is_there, sheets()):
            absent = self._absent_blocks(spec)
            if absent:
                names = _quoted([f"【{block.title}】" for block in absent])
                message = f"缺少{names}这一块，里面填了什么不知道；请从原来的工作簿把这几行复制回来"
                self.tell(message, self._sheets[spec.name], *absent)

    def _is_there(self, spec: Sheet) -> bool:
        return spec.name in self._sheets

    def _absent_blocks(self, spec: Sheet) -> list[Block]:
        expected = filterfalse(attrgetter("later"), spec.blocks)
        return [block for block in expected if (spec.name, block.title) not in self._blocks]


def meant(name: str, absent: Sequence[str]) -> str:
    """所指 — which of the absent names an unknown one stands for: the nearest, or the only one."""
    near = terms.nearest(name, list(absent))
    return near[0] if near else "".join(absent) * (len(absent) == 1)


def near(name: str, meant: str, known: list[str]) -> str:
    """相近提示 — the absent name that is meant, else the nearest of all."""
    return f"，是不是“{meant}”" if meant else sheet_names.near(name, known)


def _quoted(names: Iterable[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
