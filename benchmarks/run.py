"""测速 — CPU seconds of each stage and output, for an example and a made-up department of 600 subjects.

Prints a table and asserts nothing: `make benchmark`, or `python benchmarks/run.py [data folder …]`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from time import process_time
from typing import TypeVar

from disclosure import classification, deriving, facts, load, outputs, packs

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "panzhihua-beijing-2023"
SUBJECTS = 600
YEAR = 2023

Made = TypeVar("Made")


def main() -> None:
    """程序入口 — every folder named, then the made-up department."""
    with tempfile.TemporaryDirectory() as folder:
        for data in (*map(Path, sys.argv[1:] or [str(EXAMPLE)]), made_up(Path(folder))):
            measure(data)


def measure(data: Path) -> None:
    """测一份数据 — the stages as `disclosure.build` runs them; a format's first run imports its library."""
    print(f"\n{data.name}（CPU 秒）")
    submission = timed("读取", lambda: load(data))
    derived = timed("推算", lambda: deriving.derive(submission))
    chain = packs.resolve(submission.pack, [data / "templates", packs.built_in()])
    specs = packs.table_specs(chain, submission.year)
    made = timed("填表", lambda: facts.filled(submission, derived, specs, chain.names))
    document = timed("成文", lambda: packs.compose(chain, made, draft=True)).document
    for name in outputs.FORMATS:
        for turn in ("首次", "再次"):
            timed(f"{name} {turn}", partial(outputs.writer(name), document, chain.style, "stem"))


def timed(name: str, run: Callable[[], Made]) -> Made:
    """计时 — runs something and prints the CPU seconds it took."""
    start = process_time()
    made = run()
    print(f"{process_time() - start:8.2f}  {name}", flush=True)
    return made


def made_up(folder: Path) -> Path:
    """大部门 — money on 600 项 with two 款 each, amounts of up to 13 digits."""
    known = (str(number) for number in range(2010000, 2300000) if classification.subject(str(number), YEAR))
    lines = [
        f"  - {{项: {code}, 性质: 基本, 款: {{30101: {10**12 + 7 * number}.25, 30201: {31 * number}.10}}}}"
        for number, code in enumerate(islice(known, SUBJECTS))
    ]
    head = f"格式版本: 1\n模板: standard\n单位: 元\n年度: {YEAR}\n部门: {{全称: 某某省某某厅}}\n支出:\n"
    data = folder / f"{len(lines)}个科目"
    data.mkdir()
    (data / "data.yaml").write_text(head + "\n".join(lines), encoding="utf-8")
    return data


if __name__ == "__main__":
    main()
