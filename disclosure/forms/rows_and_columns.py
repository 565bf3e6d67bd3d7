"""表的行和列 — the rows and columns of a table in one department-year: fixed ones, and those of subjects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, filterfalse
from operator import attrgetter

from disclosure import classification, terms
from disclosure.chinese_numbers import chinese_number
from disclosure.deriving import Figure, Figures
from disclosure.errors import PackError
from disclosure.forms.entered_data import NOTHING, entry_paths
from disclosure.forms.filled_table import RowKind
from disclosure.forms.spec import BlockSpec, ColumnSpec, RowSource, RowSpec, TableSpec, standing
from disclosure.model import Submission

TOTAL = "total"
CLASSES = "类"  # those of a row's own block, in 求和
_CLASS, _SECTION = 3, 5  # digits of a code
_LEVELS: dict[int, tuple[RowKind, str]] = {3: ("class", "类"), 5: ("section", "款"), 7: ("item", "项")}


@dataclass(frozen=True, slots=True)
class Line:
    """行 — one row to be filled: `figure` is put into the columns' patterns, `sums` are the rows it adds.

    `adds` names the blocks whose 类 are among these, `names` the row on each level, where it has several;
    `unit` is whose figures stand in it.
    """

    id: str
    kind: RowKind
    label: str
    names: tuple[str, ...] = ()
    code: str = ""
    figure: str | None = None
    formula: str = ""
    sums: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    foot: bool = False
    widens: bool = False
    centred: bool = False
    adds: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """区块 — columns and lines of one block in one department-year."""

    id: str
    columns: tuple[ColumnSpec, ...]
    lines: tuple[Line, ...]
    total_in_head: bool = False


def grids(
    spec: TableSpec, figures: Figures, submission: Submission, empty: Sequence[TableSpec] = ()
) -> tuple[Grid, ...]:
    """各区块 — of a table as it stands for these figures; `empty` are the tables without anything."""
    blocks = standing(spec.blocks, submission.year)
    listed = frozenset(chain.from_iterable(block.subjects for block in blocks))
    made = [_Block(block, figures, submission, listed, empty).grid() for block in blocks]
    classes = dict.fromkeys((block.id for block in spec.blocks), tuple[str, ...]())
    classes |= {grid.id: _ids_of_classes(grid.lines) for grid in made}
    return tuple(_summed(grid, classes, spec) for grid in made)


def _summed(grid: Grid, classes: Mapping[str, tuple[str, ...]], spec: TableSpec) -> Grid:
    """A row adds the 类 of its block (类), or of the blocks that it names, which may stand behind its own."""
    known = {**classes, CLASSES: classes[grid.id]}
    try:
        return replace(grid, lines=tuple(_with_its_sums(line, known) for line in grid.lines))
    except KeyError as error:
        blocks = "、".join(classes)
        raise PackError(
            f"表“{spec.title}”（{spec.id}）：“求和”里的“{error.args[0]}”不是区块，只能写类或区块：{blocks}"
        ) from error


def _with_its_sums(line: Line, classes: Mapping[str, tuple[str, ...]]) -> Line:
    """A line with the rows that it adds."""
    added = chain.from_iterable(map(classes.__getitem__, line.adds))
    return replace(line, sums=(*line.sums, *added))


def economic_name(code: str, submission: Submission) -> str:
    """经济科目名称 — as the data's 科目名称 has it, else the year's catalogue; empty where neither does."""
    listed = classification.economic(code, submission.year, submission.own_subjects)
    return submission.subject_names.get(code) or (listed.name if listed else "")


def _functional_name(code: str, submission: Submission) -> str:
    listed = classification.subject(code, submission.year, submission.own_subjects)
    return submission.subject_names.get(code) or (listed.name if listed else "")


@dataclass(frozen=True, slots=True)
class _Block:
    """A block's declaration, and what its rows and columns follow from."""

    spec: BlockSpec
    figures: Figures
    submission: Submission
    listed: frozenset[str]  # subjects that any block of the table lists
    empty: Sequence[TableSpec]

    def grid(self) -> Grid:
        in_head = self.spec.total_row == "在表头"
        return Grid(self.spec.id, tuple(self._columns()), tuple(self._lines()), in_head)

    def _columns(self) -> Iterator[ColumnSpec]:
        """A formula that names columns made from subjects means the sum of their 类."""
        made: list[ColumnSpec] = []
        sums: dict[str, str] = {}
        for column in standing(self.spec.columns, self.submission.year):
            several = list(self._columns_of(column))
            sums.update(_sum_of_classes(column, several))
            made += several
        for column in made:
            meant = sums.get(column.formula, column.formula)
            yield column if meant == column.formula else column.model_copy(update={"formula": meant})

    def _lines(self) -> Iterator[Line]:
        """Those that follow subjects, then the fixed ones."""
        yield from self._generated()
        yield from map(fixed_line, standing(self.spec.rows, self.submission.year))

    def _columns_of(self, column: ColumnSpec) -> Iterator[ColumnSpec]:
        """The column itself, or one for each 类 of its list (小计) and each 款 below that."""
        scoped = self._scoped(column)
        if not column.subjects:
            yield scoped
            return
        spent = self._spent(self._node_of(scoped))
        for first in column.subjects:
            yield from self._columns_of_class(scoped, first, spent)

    def _columns_of_class(self, column: ColumnSpec, first: str, spent: set[str]) -> Iterator[ColumnSpec]:
        """Only what has money, unless all subjects are wanted."""
        subjects = self._catalogued(first) if column.all_subjects else _codes_below(first, spent)
        if not subjects:
            return
        title = (*column.title, economic_name(first, self.submission))
        sections = [self._section_column(column, title, code) for code in subjects if code != first]
        yield of_subject(column, first, (*title, "小计"), " + ".join(_ids(sections)))
        yield from sections

    def _section_column(self, column: ColumnSpec, title: tuple[str, ...], code: str) -> ColumnSpec:
        return of_subject(column, code, (*title, economic_name(code, self.submission)))

    def _used_below(self, *nodes: str) -> Iterator[Figure]:
        """Those with money, or with what is not known."""
        return (figure for figure in self.figures.below(*nodes) if figure.value or figure.missing)

    def _spent(self, *nodes: str) -> set[str]:
        """The 款 with money, or with what is not known, in any part: one 项 may take back another's.

        Where the 款 of a line are not known, none has a total to be printed.
        """
        listed = self.figures.below(*map("{}.subjects".format, nodes))
        totals = {figure.id.split(".")[-2] for figure in listed}
        parts = (figure.id.split(".") for figure in self._used_below(*nodes))
        return totals & {code for *_, kind, code, _ in parts if kind == "subjects"}

    def _scoped(self, column: ColumnSpec) -> ColumnSpec:
        figure = column.figure.replace("{范围}", "".join(self.spec.scope[:1]))
        return column if figure == column.figure else column.model_copy(update={"figure": figure})

    def _node_of(self, column: ColumnSpec) -> str:
        return _figure_node(column.figure.partition(".{")[0], column.id)

    def _scopes(self) -> Iterator[str]:
        """The nodes whose figures the rows follow."""
        return (_figure_node(scope, self.spec.id) for scope in self.spec.scope)

    def _catalogued(self, first: str) -> list[str]:
        subjects = classification.economic_subjects(self.submission.year)
        return [subject.code for subject in subjects if subject.code.startswith(first)]

    def _generated(self) -> Iterable[Line]:
        if self.spec.row_source is None:
            return ()
        made_by: Mapping[RowSource, Callable[[], Iterable[Line]]] = {
            "功能科目": self._functional,
            "功能类": self._classes,
            "经济科目": self._economic,
            "列表": self._entries,
            "所属单位": self._units,
            "空表": self._empty_tables,
        }
        return made_by[self.spec.row_source]()

    def _functional(self) -> list[Line]:
        """类, 款, 项 in the order of their codes, and their total."""
        codes = [code for code in _with_parents(self._used()) if code not in self.figures.withheld.merged]
        total = Line(TOTAL, "total", self.spec.total_name, figure="", sums=_of_length(codes, _CLASS))
        below: dict[str, list[str]] = defaultdict(list)
        for code in codes:
            below[code[:-2]].append(code)
        subjects = [self._subject(code, below[code]) for code in codes]
        match self.spec.total_row:
            case "在前" | "在表头":
                return [total, *subjects]
            case "在后":
                return [*subjects, total]
            case "不设":
                return subjects

    def _subject(self, code: str, below: Iterable[str]) -> Line:
        kind, level = _LEVELS[len(code)]
        name = _functional_name(code, self.submission)
        return Line(code, kind, name, code=code, figure=f"{level}.{code}", sums=tuple(below))

    def _used(self) -> set[str]:
        """The 项 with money in the block's scope or in a column, or with what is not known."""
        of_columns = (self._node_of(self._scoped(each)) for each in self.spec.columns if each.subjects)
        figures = self._used_below(*map("{}.item".format, chain(self._scopes(), of_columns)))
        return set(map(_item, map(attrgetter("id"), figures)))

    def _classes(self) -> Iterator[Line]:
        """The form's 类, and any other that has money, numbered in order."""
        used = (code[:_CLASS] for code in self._used())
        for number, code in enumerate(sorted({*self._classes_of_form(), *used}), 1):
            name = _functional_name(code, self.submission)
            label = self.spec.row_label.replace("{中}", chinese_number(number)).replace("{名称}", name)
            yield Line(code, "class", label, code=code, figure=f"类.{code}")

    def _classes_of_form(self) -> list[str]:
        listed = (code for code in self.spec.subjects if code not in self.spec.with_money)
        return [code for code in listed if classification.subject(code, self.submission.year)]

    def _economic(self) -> Iterator[Line]:
        """The listed economic 类 with the 款 of the form, and any other 款 that has money."""
        spent = self._spent(*self._scopes())
        for first in (*_of_length(self.spec.subjects, _CLASS), *self._other_classes(spent)):
            codes = sorted({*self._sections_of_form(first), *_codes_below(first, spent)})
            sections = _of_length(codes, _SECTION)
            for code in codes:
                yield self._economic_line(code, first, sections)

    def _other_classes(self, spent: Iterable[str]) -> list[str]:
        """Those with money that no block of the table lists."""
        unlisted = {code[:_CLASS] for code in spent} - self.listed
        return sorted(unlisted) if self.spec.other_classes else []

    def _sections_of_form(self, first: str) -> list[str]:
        """Those listed of a 类, with the 类 itself; all of the year where none is."""
        year = self._catalogued(first) if self._always_stands(first) else []
        listed = list(filter(self.spec.subjects.__contains__, year))
        shown = listed if len(listed) > 1 else year
        return list(filterfalse(self.spec.with_money.__contains__, shown))

    def _always_stands(self, first: str) -> bool:
        return self.spec.all_subjects and first not in self.spec.with_money

    def _economic_line(self, code: str, first: str, sections: tuple[str, ...]) -> Line:
        name, figure = economic_name(code, self.submission), f"科目.{code}"
        if code == first:
            return Line(code, "class", name, code=code, figure=figure, sums=sections)
        return Line(code, "section", name, code=code, figure=figure)

    def _entries(self) -> Iterator[Line]:
        """One row for each entry of a list of the data; one empty row where it has none."""
        paths = entry_paths(self.submission, "".join(self.spec.scope[:1]))
        for number, path in enumerate(paths, 1):
            yield Line(f"{self.spec.id}_{number}", "fixed", "", figure=path)

    def _units(self) -> Iterator[Line]:
        """One row for each unit that keeps accounts of its own."""
        for number, unit in enumerate(self.submission.department.units or (), 1):
            if unit.independent:
                path = f"部门.所属单位[{number}]"
                id, cells = f"{self.spec.id}_{number}", self._cells_of(path)
                yield Line(id, "fixed", unit.name, cells=cells, unit=path)

    def _cells_of(self, path: str) -> dict[str, str]:
        """What cells say of an entry, by key path."""
        return {column.id: column.figure_of(path) for column in self.spec.columns if column.needs_row}

    def _empty_tables(self) -> Iterator[Line]:
        """One row for each table in which nothing stands; one that says 无 where there is none."""
        for number, table in enumerate(self.empty, 1):
            yield Line(f"{self.spec.id}_{number}", "fixed", table.title, code=table.sheet_number)
        if not self.empty:
            yield Line(f"{self.spec.id}_1", "fixed", NOTHING)


def of_subject(column: ColumnSpec, code: str, title: tuple[str, ...], formula: str = "") -> ColumnSpec:
    """科目的列 — the one of a 类 or 款 among those that a column stands for."""
    figure = column.figure.replace("{科目}", f"科目.{code}")
    changed = {"id": f"{column.id}_{code}", "title": title, "figure": figure}
    return column.model_copy(update={**changed, "formula": formula, "subjects": ()})


def _sum_of_classes(column: ColumnSpec, made: Iterable[ColumnSpec]) -> dict[str, str]:
    """By the id of a column made from subjects, the sum that a formula means by it."""
    classes = {f"{column.id}_{first}" for first in column.subjects}
    return {column.id: " + ".join(id for id in _ids(made) if id in classes)} if classes else {}


def _ids(columns: Iterable[ColumnSpec]) -> list[str]:
    return [column.id for column in columns]


def _ids_of_classes(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(line.id for line in lines if line.kind == "class")


def _with_parents(items: Iterable[str]) -> list[str]:
    return sorted({code[:digits] for code in items for digits in _LEVELS})


def fixed_line(row: RowSpec) -> Line:
    """固定行 — the line of a row that the declaration names."""
    return Line(
        row.id,
        "total" if row.id == TOTAL else "fixed",
        "".join(row.name[-1:]),
        row.name,
        figure=row.figure or None,
        formula=row.formula,
        adds=row.sum_of,
        cells=row.cells,
        foot=row.foot,
        widens=row.widens,
        centred=row.centred,
    )


def _figure_node(name: str, place: str) -> str:
    try:
        return terms.identifier(name)
    except KeyError as error:
        near = terms.nearest(str(error.args[0]))
        raise PackError(
            f"表的声明 {place}：没有“{error.args[0]}”这个名称，相近的有：{'、'.join(near)}"
        ) from error


def _item(id: str) -> str:
    return id.partition(".item.")[2].partition(".")[0]


def _codes_below(first: str, codes: Iterable[str]) -> list[str]:
    return sorted(code for code in codes if code.startswith(first))


def _of_length(codes: Iterable[str], digits: int) -> tuple[str, ...]:
    return tuple(code for code in codes if len(code) == digits)
