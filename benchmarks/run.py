"""测速 — the program against the naive one and against another checkout, as Markdown tables; asserts nothing.

    python -m benchmarks.run [--quick] [--against CHECKOUT] [--outputs docx,pdf] [PART …]

Seconds are of the CPU, user and system. Sides take turns; a ratio is the median of the turns' ratios, the
least and the most in brackets. Each side's first turn is not counted: it fills what is kept on disk (compiled
modules, caches of fonts) or, in one process, loads the libraries.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib.util import find_spec
from itertools import chain, repeat
from operator import attrgetter
from pathlib import Path
from typing import Any

from benchmarks import departments, tables
from benchmarks.measuring import HERE, Cost, Side, Worker, elsewhere, in_turn, process

OUTPUTS = {
    "docx": ("docx",),
    "html": ("html",),
    "xlsx": ("xlsx",),
    "pdf": ("pdf",),
    "all": ("docx", "html", "xlsx", "pdf"),
}
CELLS = "docx（另一种朴素的写法：python-docx 逐格填表，只测一次）"


@dataclass(frozen=True, slots=True)
class Sizes:
    """大小 — how often and how much is measured."""

    processes: int  # of each side, cold
    documents: int  # in one process, warm
    turns: int  # of each size, growing
    subjects: tuple[int, ...]
    units: tuple[int, ...]
    sections: tuple[int, ...]
    batch: int  # departments in one process
    examples: tuple[str, ...] = (departments.CHENGDU, departments.YUXI)


FULL = Sizes(5, 20, 3, (10, 100, 600, 3000), (1, 10, 100, 500), (10, 100, 400), 50)
QUICK = Sizes(3, 5, 1, (10, 100, 600), (1, 10, 100), (10, 100), 10)


@dataclass(frozen=True, slots=True)
class Way:
    """一种做法 — a checkout of this program, and the PDF engine where it is not the usual one."""

    checkout: Path
    engine: str = ""


@dataclass(frozen=True)
class Bench:
    """一次测速 — sizes, the outputs measured, another checkout if there is one, a folder for files."""

    sizes: Sizes
    outputs: tuple[str, ...]
    against: Path | None
    folder: Path

    def ways(self, formats: Sequence[str] = ()) -> dict[str, Way]:
        """各种做法 — this version, with each engine where a PDF is made, and the other version."""
        ways = {tables.OWN: Way(HERE)}
        if "pdf" in formats and self.has_typst:
            ways[tables.TYPST] = Way(HERE, "typst")
        return ways | ({tables.BEFORE: Way(self.against)} if self.against else {})

    @property
    def without_pdf(self) -> tuple[str, ...]:
        """不印成 PDF 的 — the outputs asked for that are one light format."""
        return tuple(name for name in self.outputs if name not in ("pdf", "all"))

    def made(self, *data: Path) -> Path:
        """写到哪里 — in one process; what is made of one folder of data is in a folder of its name."""
        return self.folder.joinpath("made", *(path.name for path in data))

    @cached_property
    def has_typst(self) -> bool:
        """Whether it is installed, and this version lets one choose it."""
        command = [sys.executable, "-m", "disclosure", "build", "--help"]
        told = subprocess.run(command, cwd=HERE, capture_output=True, check=True).stdout.decode()
        return "--pdf" in told and find_spec("typst") is not None

    @cached_property
    def copies(self) -> dict[str, list[Path]]:
        """各份数据 — of each example, one more than is counted."""
        count = max(self.sizes.documents, self.sizes.processes, self.sizes.batch) + 1
        return {
            example: departments.copies(example, count, self.folder / "data" / example)
            for example in self.sizes.examples
        }

    @cached_property
    def contents(self) -> dict[str, list[Path]]:
        """各份文字 — of each copy, what a program that only prints is given."""
        count = max(self.sizes.documents, self.sizes.processes) + 1
        return {
            example: elsewhere(departments.worded, copies[:count], self.folder / "words" / example)
            for example, copies in self.copies.items()
        }


def main(arguments: Sequence[str]) -> None:
    """程序入口 — every part, or those named."""
    asked = _parser().parse_args(arguments)
    sizes = QUICK if asked.quick else FULL
    sizes = replace(sizes, batch=asked.departments or sizes.batch)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(sizes, tuple(asked.outputs.split(",")), asked.against, Path(folder))
        print(tables.conditions(arguments), flush=True)
        for name in asked.parts or PARTS:
            for line in PARTS[name](bench):
                print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="测速：印出 Markdown 表格")
    parser.add_argument("parts", nargs="*", metavar="部分", help=f"只测这些：{'、'.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="每样少测几次")
    parser.add_argument("--against", type=Path, metavar="文件夹", help="另一个版本的源码，作为“此前”")
    parser.add_argument("--outputs", default=",".join(OUTPUTS), metavar="输出", help="用逗号隔开，只测这些")
    parser.add_argument("--departments", type=int, metavar="个数", help="一个进程里做多少个部门")
    return parser


def cold(bench: Bench) -> Iterator[str]:
    """冷 — a new process for each document."""
    yield from tables.heading("每份文件一个新进程")
    for example in bench.sizes.examples:
        contents = bench.contents[example]
        for output in bench.outputs:
            formats = OUTPUTS[output]
            sides = {
                name: _built(bench, way, example, formats) for name, way in bench.ways(formats).items()
            } | {tables.NAIVE: _printed(bench, contents, formats)}
            yield from tables.rows(example, output, in_turn(sides, bench.sizes.processes))
        if "docx" in bench.outputs:
            yield tables.once(example, CELLS, _printed(bench, contents, ("cells",))(0))


def _built(bench: Bench, way: Way, example: str, formats: Sequence[str]) -> Side:
    options = ["-f", ",".join(formats), *(["--pdf", way.engine] if way.engine else [])]

    def make(turn: int) -> Cost:
        data, out = bench.copies[example][turn], bench.folder / "cold"
        return process(["-m", "disclosure", "build", str(data), "-o", str(out), *options], way.checkout)

    return make


def _printed(bench: Bench, contents: Sequence[Path], formats: Sequence[str]) -> Side:
    out = str(bench.folder / "naive")
    return lambda turn: process(["-m", "benchmarks.naive", str(contents[turn]), out, ",".join(formats)], HERE)


def warm(bench: Bench) -> Iterator[str]:
    """热 — documents one after another in one process of each side."""
    yield from tables.heading(f"一个进程里连做 {bench.sizes.documents} 份")
    for example in bench.sizes.examples:
        for output in bench.outputs:
            yield from tables.rows(example, output, _warm(bench, example, OUTPUTS[output]))


def _warm(bench: Bench, example: str, formats: Sequence[str]) -> dict[str, list[Cost]]:
    with ExitStack() as stack:
        sides = _building(stack, bench, bench.copies[example], formats)
        naive = stack.enter_context(Worker("naive", HERE, formats=formats))
        sides[tables.NAIVE] = naive.side(bench.contents[example], bench.folder / "naive")
        return in_turn(sides, bench.sizes.documents)


def _building(
    stack: ExitStack, bench: Bench, data: Sequence[Path], formats: Sequence[str], **options: Any
) -> dict[str, Side]:
    """A process for each way, until the stack is left."""
    sides: dict[str, Side] = {}
    for name, way in bench.ways(formats).items():
        engine = {"pdf": way.engine} if way.engine else {}
        worker = stack.enter_context(Worker("product", way.checkout, formats=formats, **engine, **options))
        sides[name] = worker.side(data, bench.made())
    return sides


def check(bench: Bench) -> Iterator[str]:
    """校验 — the command, a new process each time."""
    yield from tables.heading("校验（disclosure check），每次一个新进程")
    for example in bench.sizes.examples:
        sides = {name: _checked(bench.copies[example], way) for name, way in bench.ways().items()}
        yield from tables.rows(example, "check", in_turn(sides, bench.sizes.processes))


def _checked(data: Sequence[Path], way: Way) -> Side:
    return lambda turn: process(["-m", "disclosure", "check", str(data[turn])], way.checkout)


def desk(bench: Bench) -> Iterator[str]:
    """工作台 — a file is saved, the page of the document asked for again; and once more, nothing saved."""
    yield from tables.heading("工作台：存一个文件，文稿的网页重新出来")
    for example in bench.sizes.examples:
        edits: dict[str, tuple[Callable[[Path, int], None], int]] = {
            "改一个数": (partial(departments.save_amounts, example), 1),
            "改一节模板": (departments.save_section, 1),
            "没有改，问一百次": (_saves_nothing, 100),  # once is less than a tick of the clock
        }
        for name, (save, times) in edits.items():
            yield from tables.rows(example, f"工作台，{name}", _reloaded(bench, example, name, save, times))


def _saves_nothing(folder: Path, turn: int) -> None:
    """Only asked again."""


def _reloaded(
    bench: Bench, example: str, name: str, save: Callable[[Path, int], None], times: int
) -> dict[str, list[Cost]]:
    folders = {
        way: departments.with_own_pack(example, bench.folder / "desk" / example / name / way)
        for way in bench.ways()
    }
    with ExitStack() as stack:
        workers = {way: stack.enter_context(Worker("desk", bench.ways()[way].checkout)) for way in folders}

        def reload(way: str, turn: int) -> Cost:
            save(folders[way], turn)
            costs = [workers[way].cost(folders[way], bench.folder) for _ in range(times)]
            return Cost(sum(one.seconds for one in costs), costs[-1].peak)

        return in_turn({way: partial(reload, way) for way in folders}, bench.sizes.documents)


def subjects(bench: Bench) -> Iterator[str]:
    """科目 — how the work grows with them."""
    yield from tables.heading(f"科目的个数（模板 {departments.PACK}，在一个进程里）", "科目")
    data = elsewhere(departments.of_subjects, bench.sizes.subjects, bench.folder / "subjects")
    for what in ("check", *bench.without_pdf):
        yield from _grown(bench, data, what)


def units(bench: Bench) -> Iterator[str]:
    """单位 — how the work grows with them."""
    yield from tables.heading("所属单位的个数（在一个进程里）", "单位")
    data = departments.of_units(bench.sizes.units, bench.folder / "units")
    for what in ("check", *bench.without_pdf[:1]):
        yield from _grown(bench, data, what)


def pages(bench: Bench) -> Iterator[str]:
    """页 — how a PDF grows with them."""
    if "pdf" in bench.outputs:
        yield from tables.heading("PDF 的页数（在一个进程里）", "附件的节数、PDF 的页数")
        data = elsewhere(departments.of_pages, bench.sizes.sections, bench.folder / "pages")
        yield from _grown(bench, data, "pdf", partial(_size_and_pages, bench))


def _size_and_pages(bench: Bench, data: Path) -> str:
    return f"{data.name}、{elsewhere(departments.pages_of, bench.made(data))}"


def _grown(
    bench: Bench, data: Sequence[Path], what: str, named: Callable[[Path], str] = attrgetter("name")
) -> Iterator[str]:
    """A row of each size; a process of each way for all sizes."""
    turns = [data[0], *chain.from_iterable(repeat(path, bench.sizes.turns) for path in data)]
    with ExitStack() as stack:
        sides = (
            _checking(stack, bench, turns)
            if what == "check"
            else _building(stack, bench, turns, OUTPUTS[what], draft=True)
        )
        costs = in_turn(sides, len(turns) - 1)
    for place, path in enumerate(data):
        few = slice(place * bench.sizes.turns, (place + 1) * bench.sizes.turns)
        yield from tables.rows(named(path), what, {name: spent[few] for name, spent in costs.items()})


def _checking(stack: ExitStack, bench: Bench, data: Sequence[Path]) -> dict[str, Side]:
    return {
        name: stack.enter_context(Worker("check", way.checkout)).side(data, bench.folder)
        for name, way in bench.ways().items()
    }


def batch(bench: Bench) -> Iterator[str]:
    """批量 — many departments in one process, and whether its memory grows."""
    count = bench.sizes.batch
    yield from tables.heading(f"一个进程里做 {count} 个部门")
    example = bench.sizes.examples[-1]
    for formats in (bench.without_pdf, *([OUTPUTS["all"]] if "pdf" in bench.outputs else [])):
        with ExitStack() as stack:
            sides = _building(stack, bench, bench.copies[example], formats)
            costs = in_turn(sides, count)
        yield from tables.rows(example, "、".join(formats), costs)
        yield from tables.memory(costs)


PARTS: dict[str, Callable[[Bench], Iterator[str]]] = {
    "cold": cold,
    "warm": warm,
    "check": check,
    "desk": desk,
    "subjects": subjects,
    "units": units,
    "pages": pages,
    "batch": batch,
}

if __name__ == "__main__":
    main(sys.argv[1:])
