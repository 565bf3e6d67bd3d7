"""表的参考 — writes docs/tables.md: every table of the delivered packs, its columns, rows and formulas.

The text above the line MARK is written by hand and kept; everything below it is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from disclosure import packs
from disclosure.forms.spec import BlockSpec, ColumnSpec, RowSpec, TableSpec
from disclosure.packs.pack_chain import Pack
from disclosure.packs.table_specs import sheet_numbers, table_specs

ROOT = Path(__file__).resolve().parents[1]
PATH = ROOT / "docs" / "tables.md"
MARK = "<!-- 以下由 scripts/make_table_reference.py 生成，请勿手改 -->"


def main() -> None:
    """程序入口 — writes the reference."""
    PATH.write_text(document(), encoding="utf-8")


def document() -> str:
    """整篇 — the hand-written beginning and the generated reference."""
    head = PATH.read_text(encoding="utf-8").partition(MARK)[0]
    return "\n\n".join([head + MARK, *_reference()]) + "\n"


def sets() -> Iterator[tuple[str, tuple[TableSpec, ...]]]:
    """表式 — the packs that declare a set of their own, with its tables."""
    for name in packs.available([packs.built_in()]):
        chain = packs.resolve(name, [packs.built_in()])
        if chain.manifest.tables and _numbers_or_changes_tables(chain.packs[0]):
            yield name, table_specs(chain, int(name.rpartition("-")[2]))


def _numbers_or_changes_tables(pack: Pack) -> bool:
    return bool(sheet_numbers(pack)) or (pack.folder / "tables").is_dir()


def _reference() -> Iterator[str]:
    described: list[tuple[str, TableSpec]] = []
    for pack, specs in sets():
        yield f"## {pack}"
        yield _table(
            ("表号", "标题", "标识", "已核对"),
            ((s.sheet_number, s.title, f"`{s.id}`", _checked(s)) for s in specs),
        )
        for spec in specs:
            same = next(
                (found for found, other in described if other.blocks == spec.blocks and other.id == spec.id),
                "",
            )
            yield f"### {pack} {spec.sheet_number} {spec.title}".replace("  ", " ")
            yield f"行、列与 {same} 的 `{spec.id}` 相同。" if same else "\n\n".join(_described(spec))
            described.append((pack, spec))


def _checked(spec: TableSpec) -> str:
    return str(spec.verified) if spec.verified else "**否，公开前请人工核对**"


def _described(spec: TableSpec) -> Iterator[str]:
    yield f"单元格名称：`{spec.id}.<行>.<列>`" + ("；按列表逐项成表：" + spec.repeat if spec.repeat else "")
    for block in spec.blocks:
        if len(spec.blocks) > 1:
            yield f"区块 `{block.id}`"
        yield _table(("列", "标题", "类型", "数", "公式"), map(_column, block.columns))
        yield from _rows(block)


def _column(column: ColumnSpec) -> tuple[str, ...]:
    figure = column.figure + (f"（科目：{'、'.join(column.subjects)}）" if column.subjects else "")
    return (f"`{column.id}`", " / ".join(filter(None, column.title)), column.kind, figure, column.formula)


def _rows(block: BlockSpec) -> Iterator[str]:
    if block.row_source:
        subjects = f"，{'、'.join(block.subjects)}" if block.subjects else ""
        yield f"行自{block.row_source}：{'、'.join(block.scope)}{subjects}"
    if block.rows:
        yield _table(("行", "名称", "数", "公式"), map(_row, block.rows))


def _sum(blocks: tuple[str, ...]) -> str:
    """What a row adds: the 类 of its own block, or of those named."""
    named = "、".join(f"`{block}`" for block in blocks if block != "类")
    return f"{named}各类之和" if blocks else ""


def _row(row: RowSpec) -> tuple[str, ...]:
    cells = "；".join(f"{column}：{shown or '空'}" for column, shown in row.cells.items())
    formula = row.formula or _sum(row.sum_of)
    return (f"`{row.id}`", " / ".join(row.name), "；".join(filter(None, (row.figure, cells))), formula)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    main()
