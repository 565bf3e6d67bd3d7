"""测速用的部门 — folders of data: copies of an example whose amounts differ, and departments of any size.

Copies differ so that nothing which a program keeps of one document serves as the whole of the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
CHENGDU, YUXI = "panzhihua-chengdu-2024", "yuxi-beijing-2023"
UNITS = "panzhihua-chengdu-2024-units"
PACK = "central-2023"  # its documents hold the tables in which subjects are listed
YEAR = 2023
DATA = "data.yaml"
OWN_PACK = "own"
SECTION = "structure"

# What a copy less of one wage has less of: the amounts as they are written, and by how much a copy.
LESS = {
    CHENGDU: {"892400": "100", "3965470": "100", "-525900": "100", "817.16": "0.01", "778.36": "0.01"},
    YUXI: {"327495.00": "1", "3222371.53": "1"},
}
_SENTENCES = (
    "为加强预算绩效管理，提高财政资金使用效益，对本部门整体支出开展了绩效评价，现将情况报告如下。" * 5
)
_UNITS_LISTED = "".join(
    f"    - {{数据: units/{name}}}\n" for name in ("chengban", "ganxiusuo", "fuwuzhongxin")
)


def copies(example: str, count: int, folder: Path) -> list[Path]:
    """各份 — of an example, the first as it is."""
    return [_copied(example, number, folder / f"{number:03}") for number in range(count)]


def _copied(example: str, number: int, folder: Path) -> Path:
    shutil.copytree(EXAMPLES / example, folder)
    (folder / DATA).write_text(data(example, number), encoding="utf-8")
    return folder


def data(example: str, number: int) -> str:
    """一份的数据 — a wage, and all that it is part of, less by so many steps."""
    text = (EXAMPLES / example / DATA).read_text(encoding="utf-8")
    for amount, step in LESS[example].items():
        text = text.replace(f" {amount}", f" {Decimal(amount) - number * Decimal(step)}")
    return text


def worded(copies: Sequence[Path], folder: Path) -> list[Path]:
    """各份的文字 — the content of each copy's document, beside it the naive program's Word template."""
    import disclosure
    from benchmarks import content, naive

    made = []
    for data_folder in copies:
        place = folder / data_folder.name
        place.mkdir(parents=True)
        content.write(disclosure.compose(data_folder).document, place / "content.json")
        naive.write_template(place / naive.TEMPLATE)
        made.append(place / "content.json")
    return made


def with_own_pack(example: str, folder: Path) -> Path:
    """自己的模板 — a copy of an example with a pack of its own, whose one section `save_section` writes."""
    delivered = _pack_line(data(example, 0)).removeprefix("模板: ")
    sections = folder / "templates" / OWN_PACK / "sections"
    sections.mkdir(parents=True)
    manifest = f'"名称" = "{OWN_PACK}"\n"版本" = "1.0"\n"简介" = "测速"\n"继承" = "{delivered}"\n'
    (sections.parent / "pack.toml").write_text(manifest, encoding="utf-8")
    shutil.copytree(EXAMPLES / example, folder, dirs_exist_ok=True)
    save_amounts(example, folder, 0)
    save_section(folder, 0)
    return folder


def save_amounts(example: str, folder: Path, number: int) -> None:
    """存数据 — into a folder with its own pack, amounts other than before."""
    text = data(example, number)
    (folder / DATA).write_text(text.replace(_pack_line(text), f"模板: {OWN_PACK}"), encoding="utf-8")


def save_section(folder: Path, number: int) -> None:
    """存模板 — the section of the folder's own pack, other words than before."""
    said = f'{{% extends "上级:sections/{SECTION}.j2" %}}{{% block 内容 %}}第{number}稿。{{% endblock %}}'
    path = folder / "templates" / OWN_PACK / "sections" / f"{SECTION}.j2"
    path.write_text(said, encoding="utf-8")


def _pack_line(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("模板: "))


def of_subjects(counts: Sequence[int], folder: Path) -> list[Path]:
    """各有多少科目 — money on so many lines, amounts of up to 13 digits; beyond the known 项, projects."""
    from disclosure import classification

    known = [str(code) for code in range(2010000, 2300000) if classification.subject(str(code), YEAR)]
    return [_written(folder / str(count), list(islice(_lines(known), count))) for count in counts]


def _lines(known: Sequence[str]) -> Iterator[str]:
    for number, code in enumerate(known):
        money = f"{{30101: {10**12 + 7 * number}.25, 30201: {31 * number}.10}}"
        yield f"  - {{项: {code}, 性质: 基本, 款: {money}}}"
    for number, code in enumerate(cycle(known)):
        name = f"项目名称: 项目{number}"
        yield f"  - {{项: {code}, 性质: 项目, {name}, 款: {{30227: {10**6 + number}.10}}}}"


def of_pages(sections: Sequence[int], folder: Path) -> list[Path]:
    """附件各有多少节 — ten lines of money and a long attachment."""
    made = [_written(folder / str(count), list(islice(_lines(["2010301"]), 10))) for count in sections]
    for count, place in zip(sections, made, strict=True):
        with (place / DATA).open("a", encoding="utf-8") as file:
            file.write("附件:\n  - {标题: 评价报告, 文件: 附件.md}\n")
        parts = (f"## {number}.工作情况\n\n{_SENTENCES}\n" for number in range(1, count + 1))
        (place / "附件.md").write_text("\n".join(("# 评价报告\n", *parts)), encoding="utf-8")
    return made


def pages_of(folder: Path) -> int:
    """页数 — of the PDF in a folder."""
    import pypdfium2

    (path,) = folder.glob("*.pdf")
    return len(pypdfium2.PdfDocument(path))


def _written(folder: Path, lines: Sequence[str]) -> Path:
    folder.mkdir(parents=True)
    head = f"格式版本: 1\n模板: {PACK}\n单位: 元\n年度: {YEAR}\n部门: {{全称: 某某省某某厅}}\n支出:\n"
    (folder / DATA).write_text(head + "\n".join((*lines, "")), encoding="utf-8")
    return folder


def of_units(counts: Sequence[int], folder: Path) -> list[Path]:
    """各有多少单位 — a department added up from so many, each with the data of one of the example's units."""
    return [_of_units(count, folder / str(count)) for count in counts]


def _of_units(count: int, folder: Path) -> Path:
    source = EXAMPLES / UNITS
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("units"))
    unit = (source / "units" / "chengban" / DATA).read_text(encoding="utf-8")
    unit = _instead(unit, "  项目自评:\n", "上年数:", "  项目自评: 无\n")  # a table each: pages, not units
    for number in range(count):
        own = folder / "units" / f"u{number}"
        own.mkdir(parents=True)
        name = unit.replace("攀枝花市人民政府驻成都办事处（本级）", f"攀枝花市第{number}所")
        (own / DATA).write_text(name.replace("简称: 成办", f"简称: 第{number}所"), encoding="utf-8")
    listed = "".join(f"    - {{数据: units/u{number}}}\n" for number in range(count))
    whole = (source / DATA).read_text(encoding="utf-8").replace(_UNITS_LISTED, listed)
    whole = _instead(whole, "附件:\n", "批复数:", "附件: 无\n")  # its text tells of what not every unit has
    (folder / DATA).write_text(whole, encoding="utf-8")
    return folder


def _instead(text: str, first: str, last: str, other: str) -> str:
    """The text with other words in place of those from the first until the last, which stays."""
    before, _, after = text.partition(first)
    _, _, rest = after.partition(last)
    return f"{before}{other}{last}{rest}"
