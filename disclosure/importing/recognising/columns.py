"""认表头 — which column of a sheet is which column of the declaration, by the words above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from disclosure import classification
from disclosure.importing.recognising import normalisation
from disclosure.load.published import Cell
from disclosure.tables.spec import VALUES, BlockSpec, ColumnSpec

Path = tuple[str, ...]
Made = TypeVar("Made")
_NUMBERING = ("行次", "序号")


class HeadError(ValueError):
    """表头不符 — why the columns cannot be told; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Placed:
    """认出的区块 — of one block: columns by their number on the sheet, and the numbers that name the row."""

    block: BlockSpec
    columns: Mapping[int, ColumnSpec]
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Headed:
    """认出的列 — of a form: a declared column and the columns of the sheet that its head covers."""

    column: ColumnSpec
    places: tuple[int, ...]

    def cell(self, row: Mapping[int, Cell]) -> Cell | None:
        """格 — the one of a row that stands below the head."""
        return next((row[at] for at in self.places if at in row), None)


@dataclass(frozen=True, slots=True)
class _Wanted:
    block: int
    column: ColumnSpec
    path: Path


def headed(block: BlockSpec, rows: Sequence[Mapping[int, Cell]], year: int) -> list[Headed]:
    """认出表单各列 — of one part of a form, but those that it works out itself; raises HeadError."""
    wanted = [
        _Wanted(0, column, _path(column))
        for column in block.columns
        if column.kind in VALUES and column.measure != "%" and column.stands(year)
    ]
    spoken = _spoken(rows)
    below = {at: tuple(row.get(at) for row in spoken) for row in spoken for at in row}
    firsts = {cells: min(at for at in below if below[at] == cells) for cells in below.values()}
    return [
        Headed(one.column, tuple(sorted(at for at in below if firsts[below[at]] == first)))
        for first, one in _tried(
            spoken, lambda paths: _matched(wanted, _only(paths, firsts.values()), part=False)
        ).items()
    ]


def _only(paths: Mapping[int, Path], places: Iterable[int]) -> dict[int, Path]:
    known = set(places)
    return {at: path for at, path in paths.items() if at in known}


def place(
    blocks: Sequence[BlockSpec], rows: Sequence[Mapping[int, Cell]], year: int, *, part: bool = False
) -> list[Placed]:
    """认出各列 — the blocks with their columns, of a `part` those it has; raises HeadError."""
    return _tried(_spoken(rows), lambda paths: _placed(blocks, paths, year, part=part))


def _spoken(rows: Sequence[Mapping[int, Cell]]) -> list[dict[int, Cell]]:
    return [{at: cell for at, cell in row.items() if normalisation.speaks(cell.text)} for row in rows]


def _tried(spoken: Sequence[Mapping[int, Cell]], match: Callable[[Mapping[int, Path]], Made]) -> Made:
    """As the head stands, else as it stood before merged cells were lost; the first fault is the one to tell."""
    faults = []
    for paths in (_paths(spoken), _paths(_filled(spoken))):
        try:
            return match(paths)
        except HeadError as error:
            faults.append(error)
    raise faults[0]


def _path(column: ColumnSpec) -> Path:
    return tuple(dict.fromkeys(map(normalisation.head, column.title)))


def _placed(blocks: Sequence[BlockSpec], paths: Mapping[int, Path], year: int, *, part: bool) -> list[Placed]:
    wanted = [
        _Wanted(number, column, _path(column))
        for number, block in enumerate(blocks)
        for column in block.columns
        if column.kind == "数" and column.stands(year) and not column.subjects
    ]
    found = _matched(wanted, paths, part=part)
    subjects = list(
        _subject_columns(blocks, {at: path for at, path in paths.items() if at not in found}, year)
    )
    taken = {**{at: (one.block, one.column) for at, one in found.items()}, **dict(subjects)}
    return list(_by_block(blocks, taken, paths))


def _by_block(
    blocks: Sequence[BlockSpec], taken: Mapping[int, tuple[int, ColumnSpec]], paths: Mapping[int, Path]
) -> Iterator[Placed]:
    """The columns between one block's last number and the next one's first name the rows of the next."""
    behind = -1
    for number, block in enumerate(blocks):
        own = {at: column for at, (owner, column) in sorted(taken.items()) if owner == number}
        if not own:
            raise HeadError("表头里找不到这张表的各列")
        if min(own) <= behind:
            raise HeadError("并排的各部分的列互相交错，认不出各列属于哪一部分")
        keys = (at for at in range(behind + 1, min(own)) if paths.get(at, ("",))[-1] not in _NUMBERING)
        yield Placed(block, own, tuple(keys))
        behind = max(own)


def _matched(wanted: Sequence[_Wanted], paths: Mapping[int, Path], *, part: bool) -> dict[int, _Wanted]:
    """Exact heads first, then those that say more or less above the same last word."""
    found: dict[int, _Wanted] = {}
    missing = []
    for path in dict.fromkeys(one.path for one in wanted):
        group = [one for one in wanted if one.path == path]
        exact = [at for at in sorted(paths) if paths[at] == path]
        if len(exact) == len(group):
            found.update(zip(exact, group, strict=True))
        else:
            missing.append(group)
    for group in missing:
        like = [at for at in sorted(paths) if at not in found and _alike(paths[at], group[0].path)]
        if len(like) == len(group) and not part:
            found.update(zip(like, group, strict=True))
        elif not part:
            raise HeadError(_said(group[0], like))
    return found


def _said(one: _Wanted, like: Sequence[int]) -> str:
    name = "".join(one.column.title)
    return f"“{name}”这一列有几处相像，认不出是哪一列" if like else f"表头里没有“{name}”这一列"


def _alike(path: Path, wanted: Path) -> bool:
    if not path or not wanted or path[-1] != wanted[-1]:
        return False
    return _within(path, wanted) or _within(wanted, path)


def _within(short: Path, long: Path) -> bool:
    rest = iter(long)
    return all(step in rest for step in short)


def _subject_columns(
    blocks: Sequence[BlockSpec], paths: Mapping[int, Path], year: int
) -> Iterator[tuple[int, tuple[int, ColumnSpec]]]:
    """A column for each economic subject: its 类 and 款 are said by the two words above it."""
    for number, block in enumerate(blocks):
        for column in block.columns:
            named = _economic(column.subjects, year) if column.subjects else {}
            for at, path in paths.items():
                code = named.get(path[-2:]) or named.get(path[-1:])
                if code:
                    changed = {"id": f"{column.id}_{code}", "title": path, "subjects": ()}
                    figure = column.figure.replace("{科目}", f"科目.{code}")
                    yield at, (number, column.model_copy(update={**changed, "figure": figure}))


def _economic(classes: Sequence[str], year: int) -> dict[Path, str]:
    """Subjects by the words of their heads; a 款 called like its 类 has one word, as `_words` gives it."""
    names = {one.code: normalisation.head(one.name) for one in classification.economic_subjects(year)}
    return {
        tuple(dict.fromkeys((names[code[:3]], names[code] if len(code) > 3 else "合计"))): code  # noqa: PLR2004 - 类
        for code in names
        if code[:3] in classes
    }


def _paths(rows: Sequence[Mapping[int, Cell]]) -> dict[int, Path]:
    """The words above each column from the top down, each only once; numbers of columns are no words."""
    columns = sorted({column for row in rows for column in row})
    return {column: path for column in columns if (path := tuple(_words(rows, column)))}


def _words(rows: Sequence[Mapping[int, Cell]], column: int) -> Iterator[str]:
    last = ""
    for row in rows:
        word = normalisation.head(row[column].text) if column in row else ""
        if word and word != last:
            yield word
            last = word


def _filled(rows: Sequence[Mapping[int, Cell]]) -> list[dict[int, Cell]]:
    """Where merged heads were lost: an empty cell above another head belongs to the one on its left."""
    made: list[dict[int, Cell]] = []
    for number, row in enumerate(rows):
        full, below = dict(row), {column for later in rows[number + 1 :] for column in later}
        for column in sorted(below):
            left = full.get(column - 1)
            if left and column not in full and all(one.get(column - 1) == one.get(column) for one in made):
                full[column] = left
        made.append(full)
    return made
