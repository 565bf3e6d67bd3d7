"""表的行和列 — the rows and columns a table has in one department-year: fixed ones, and those that follow subjects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from disclosure import classification, terms
from disclosure.chinese_numbers import chinese_number
from disclosure.errors import PackError
from disclosure.figures import Figures
from disclosure.model import Submission
from disclosure.tables.entered_data import NOTHING, value_at
from disclosure.tables.filled_table import RowKind
from disclosure.tables.spec import ENTRY, BlockSpec, ColumnSpec, RowSpec, TableSpec

TOTAL = "total"
_LEVELS: dict[int, tuple[RowKind, str]] = {3: ("class", "类"), 5: ("section", "款"), 7: ("item", "项")}


@dataclass(frozen=True, slots=True)
class Line:
    """行 — one row to be filled: `figure` is put into the columns' patterns, `sums` are the rows it adds.

    `names` are the row's name on each level, where it has several.
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


@dataclass(frozen=True, slots=True)
class Grid:
    """区块 — columns and lines of one block in one department-year."""

    id: str
    columns: tuple[ColumnSpec, ...]
    lines: tuple[Line, ...]


def grids(spec: TableSpec, figures: Figures, submission: Submission) -> tuple[Grid, ...]:
    """各区块 — of a table as it stands for these figures."""
    return tuple(
        Grid(block.id, tuple(_columns(block, figures, submission)), tuple(_lines(block, figures, submission)))
        for block in spec.blocks
        if block.stands(submission.year)
    )


def economic_name(code: str, submission: Submission) -> str:
    """经济科目名称 — as the data's 科目名称 has it, else of the year's catalogue; empty where neither has it."""
    found = classification.economic(code, submission.year, submission.own_subjects)
    return submission.subject_names.get(code) or (found.name if found else "")


def _columns(block: BlockSpec, figures: Figures, submission: Submission) -> Iterator[ColumnSpec]:
    made: list[ColumnSpec] = []
    sums: dict[str, str] = {}
    for column in block.columns:
        if not column.stands(submission.year):
            continue
        own = column.model_copy(update={"figure": column.figure.replace("{范围}", "".join(block.scope[:1]))})
        if column.subjects:
            several = list(_subject_columns(own, figures, submission))
            sums[column.id] = " + ".join(one.id for one in several if one.id in _firsts(column))
            made += several
        else:
            made.append(own)
    for column in made:  # a formula that names columns made from subjects means the sum of their 类
        yield column.model_copy(update={"formula": sums.get(column.formula, column.formula)})


def _firsts(column: ColumnSpec) -> set[str]:
    return {f"{column.id}_{first}" for first in column.subjects}


def _subject_columns(column: ColumnSpec, figures: Figures, submission: Submission) -> Iterator[ColumnSpec]:
    """One column for each 类 of the list (小计) and each 款 below it; only those with money unless all are wanted."""
    spent = _spent(figures, _node(column.figure.partition(".{")[0], column.id))
    for first in column.subjects:
        codes = (
            _catalogued(first, submission.year)
            if column.all_subjects
            else sorted(c for c in spent if c.startswith(first))
        )
        name = economic_name(first, submission)
        sections = [code for code in codes if code != first]
        for code in [first, *sections] if codes else []:
            title = (*column.title, name, "小计" if code == first else economic_name(code, submission))
            formula = " + ".join(f"{column.id}_{c}" for c in sections) if code == first else ""
            changed = {"id": f"{column.id}_{code}", "title": title, "formula": formula, "subjects": ()}
            yield column.model_copy(
                update={**changed, "figure": column.figure.replace("{科目}", f"科目.{code}")}
            )


def _spent(figures: Figures, *nodes: str) -> set[str]:
    """Economic subjects with money in any of the nodes."""
    head = tuple(f"{node}.subjects." for node in nodes)
    return {id.split(".")[-2] for id, figure in figures.items() if id.startswith(head) and figure.value}


def _node(name: str, place: str) -> str:
    try:
        return terms.identifier(name)
    except KeyError as error:
        near = terms.nearest(str(error.args[0]))
        raise PackError(
            f"表的声明 {place}：没有“{error.args[0]}”这个名称，相近的有：{'、'.join(near)}"
        ) from error


def _catalogued(first: str, year: int) -> list[str]:
    return [
        subject.code for subject in classification.economic_subjects(year) if subject.code.startswith(first)
    ]


def _lines(block: BlockSpec, figures: Figures, submission: Submission) -> Iterator[Line]:
    made = list(_generated(block, figures, submission))
    yield from made
    classes = tuple(line.id for line in made if line.kind == "class")
    for row in block.rows:
        if row.stands(submission.year):
            yield _fixed(row, classes)


def _fixed(row: RowSpec, classes: tuple[str, ...]) -> Line:
    return Line(
        row.id,
        "total" if row.id == TOTAL else "fixed",
        "".join(row.name[-1:]),
        row.name,
        figure=row.figure or None,
        formula=row.formula,
        sums=classes if row.sum_of else (),
        cells=row.cells,
        foot=row.foot,
        widens=row.widens,
    )


def _generated(block: BlockSpec, figures: Figures, submission: Submission) -> Iterator[Line]:
    match block.row_source:
        case "功能科目":
            yield from _functional(block, figures, submission)
        case "功能类":
            yield from _classes(block, figures, submission)
        case "经济科目":
            yield from _economic(block, figures, submission)
        case "列表":
            yield from _listed(block, submission)


def _functional(block: BlockSpec, figures: Figures, submission: Submission) -> Iterator[Line]:
    """类, 款, 项 in the order of their codes, and their total."""
    everything = sorted({code[:digits] for code in _used(figures, block) for digits in _LEVELS})
    below: dict[str, list[str]] = {}
    for code in everything:
        below.setdefault(code[:-2], []).append(code)
    total = Line(TOTAL, "total", block.total_name, figure="", sums=_of_length(everything, 3))
    if block.total_row == "在前":
        yield total
    for code in everything:
        kind, level = _LEVELS[len(code)]
        sums = tuple(below.get(code, ()))
        yield Line(
            code, kind, _subject_name(code, submission), code=code, figure=f"{level}.{code}", sums=sums
        )
    if block.total_row == "在后":
        yield total


def _used(figures: Figures, block: BlockSpec) -> set[str]:
    """The 项 with money in the block's scope, or with what is not known."""
    heads = tuple(f"{_node(scope, block.id)}.item." for scope in block.scope)
    said = (id for id, figure in figures.items() if id.startswith(heads) and (figure.value or figure.missing))
    return {id.split(".item.")[1].split(".")[0] for id in said}


def _of_length(codes: Sequence[str], digits: int) -> tuple[str, ...]:
    return tuple(code for code in codes if len(code) == digits)


def _classes(block: BlockSpec, figures: Figures, submission: Submission) -> Iterator[Line]:
    """The form's 类, and any other that has money, numbered in order."""
    used = {code[:3] for code in _used(figures, block)}
    for number, code in enumerate(sorted({*_known_classes(block, submission.year), *used}), 1):
        name = _subject_name(code, submission)
        label = block.row_label.replace("{中}", chinese_number(number)).replace("{名称}", name)
        yield Line(code, "class", label, code=code, figure=f"类.{code}")


def _known_classes(block: BlockSpec, year: int) -> list[str]:
    return [code for code in block.subjects if classification.subject(code, year)]


def _economic(block: BlockSpec, figures: Figures, submission: Submission) -> Iterator[Line]:
    """The listed economic 类 with the 款 of the year, and any other 款 that has money."""
    spent = _spent(figures, *(_node(scope, block.id) for scope in block.scope))
    for first in block.subjects:
        listed = _catalogued(first, submission.year) if block.all_subjects else []
        codes = sorted({*listed, *(code for code in spent if code.startswith(first))})
        below = _of_length(codes, 5)
        for code in codes:
            kind: RowKind = "class" if code == first else "section"
            label = economic_name(code, submission)
            sums = below if code == first else ()
            yield Line(code, kind, label, code=code, figure=f"科目.{code}", sums=sums)


def _listed(block: BlockSpec, submission: Submission) -> Iterator[Line]:
    """One row for each entry of a list of the data; one empty row where it has none."""
    path = "".join(block.scope[:1])
    entries = () if path.startswith((NOTHING, ENTRY)) else value_at(submission, path).value
    for number, _ in enumerate(entries or (), 1):
        yield Line(f"{block.id}_{number}", "fixed", "", figure=f"{path}[{number}]")
    if not entries:
        yield Line(f"{block.id}_1", "fixed", "", figure=f"{path}[1]" if entries is None else NOTHING)


def _subject_name(code: str, submission: Submission) -> str:
    found = classification.subject(code, submission.year, submission.own_subjects)
    return submission.subject_names.get(code) or (found.name if found else "")
