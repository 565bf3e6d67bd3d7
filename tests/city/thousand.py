"""A thousand bodies by the real command: how long, how much memory; broken, changed, killed ones.

python -m tests.city.thousand --bodies 1000: exits 1 where anything is not as it should be. The run that is
killed and its undisturbed twin are of a tenth as many bodies.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Thread
from time import monotonic, sleep

import openpyxl
import psutil

from disclosure.city.body_record import BodyRecord
from disclosure.city.city import opened
from tests.city import generated

OUT = Path("out/city")
FORMATS = ("-f", "docx,pdf,html,xlsx", "--pdf", "typst")
CHANGED, LEAST, EVERY = 3, 20, 1.0


@dataclass
class Measured:
    """What a command took: seconds of wall and of all its processes, the most memory at once (bytes)."""

    code: int
    wall: float
    cpu: float
    memory: int
    said: str


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bodies", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=0)
    asked = parser.parse_args()
    workers = ("--workers", str(asked.workers)) if asked.workers else ()
    shutil.rmtree(OUT, ignore_errors=True)
    faults = [*_thousand(asked.bodies, workers), *_killed(max(LEAST, asked.bodies // 10), workers)]
    print("\n".join(faults) or "都对", flush=True)
    return bool(faults)


def _thousand(bodies: int, workers: tuple[str, ...]) -> Iterator[str]:
    home = OUT / "全市"
    expected = generated.city(home, bodies, broken=min(generated.BROKEN, bodies - 1))
    whole = _command(home, workers)
    _report(f"{bodies} 个，全部生成", whole, bodies)
    yield from _unlike(home, expected)
    yield from _untold(home, expected)
    departments = [folder for folder in expected if "/" not in folder]  # a unit's is made again with it
    made = [folder for folder in departments if expected[folder].state == "已生成"]
    for folder in (changed := Random(generated.SEED).sample(made, CHANGED)):
        generated.change(home, folder)
    before = _digests(home)
    again = _command(home, workers)
    _report(f"改了 {CHANGED} 个再运行", again, CHANGED)
    after = _digests(home)
    others = {folder for folder in before if before[folder] != after.get(folder)}
    if others != set(changed):
        yield f"改了 {changed}，变了 {sorted(others)}"
    if f"这次做了 {CHANGED} 个" not in again.said:
        yield f"改了 {CHANGED} 个：{again.said}"


def _unlike(home: Path, expected: dict[str, generated.Expected]) -> Iterator[str]:
    """Bodies whose record does not say what it should."""
    records = {record.folder: record for record in opened(home).records()}
    for folder, wanted in expected.items():
        record = records[folder]
        if (record.state, wanted.sentence in _told(record)) != (wanted.state, True):
            yield f"{folder}：应为 {wanted}，现为 {record.state} {_told(record)[:200]}"


def _told(record: BodyRecord) -> str:
    return "\n".join((record.problem, *record.missing, *(one.message for one in record.findings)))


def _untold(home: Path, expected: dict[str, generated.Expected]) -> Iterator[str]:
    """Sentences that the matrix does not have."""
    book = openpyxl.load_workbook(home / "办公" / "全市进度.xlsx", read_only=True)
    rows = ["\t".join(map(str, row)) for sheet in book for row in sheet.iter_rows(values_only=True)]
    for folder, wanted in expected.items():
        name = folder.rpartition("/")[2]
        if wanted.sentence and not any(name in row and wanted.sentence in row for row in rows):
            yield f"{folder}：进度表里没有“{wanted.sentence}”"


def _digests(home: Path) -> dict[str, tuple[str, ...]]:
    return {one.folder: tuple(file.sha256 for file in one.files) for one in opened(home).records()}


def _killed(bodies: int, workers: tuple[str, ...]) -> Iterator[str]:
    """One city undisturbed, one killed at a moment drawn by seed, and run again."""
    whole, killed = OUT / "没有打断", OUT / "打断过"
    for home in (whole, killed):
        generated.city(home, bodies)
    _report(f"{bodies} 个，没有打断", _command(whole, workers), bodies)
    until = Random(generated.SEED).randrange(bodies // 5, bodies * 4 // 5)
    process = subprocess.Popen(
        _arguments(killed, workers), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    while process.poll() is None and _records(killed) < until:
        sleep(EVERY / 10)
    process.kill()
    process.wait()
    print(f"做了 {_records(killed)} 个时强行结束", flush=True)
    _report("再运行一次", _command(killed, workers), bodies)
    one, other = map(_state, (whole, killed))
    unlike = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
    if unlike:
        yield f"打断过的与没有打断的不同：{sorted(unlike)[:10]}"


def _records(home: Path) -> int:
    return sum(1 for _ in (home / "办公" / "记录").rglob("*.json"))


def _state(home: Path) -> dict[str, bytes]:
    paths = (path for place in ("公开", "办公") for path in (home / place).rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in paths}


def _arguments(home: Path, workers: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "disclosure", "city", str(home), *FORMATS, *workers]


def _command(home: Path, workers: tuple[str, ...]) -> Measured:
    began, before = monotonic(), _cpu()
    process = subprocess.Popen(_arguments(home, workers), stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    most = [0]
    Thread(target=_watch, args=(psutil.Process(process.pid), most), daemon=True).start()
    _, said = process.communicate()
    return Measured(process.returncode, monotonic() - began, _cpu() - before, most[0], said.decode())


def _cpu() -> float:
    """Of all children that have ended."""
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)


def _watch(process: psutil.Process, most: list[int]) -> None:
    """The most memory that it and the processes below it hold at once."""
    while True:
        try:
            every = (process, *process.children(recursive=True))
            most[0] = max(most[0], sum(one.memory_info().rss for one in every))
        except psutil.Error:
            return
        sleep(EVERY)


def _report(what: str, measured: Measured, bodies: int) -> None:
    each = f"每份 {measured.cpu / bodies:.2f} 秒处理器时间，每分钟 {bodies / measured.wall * 60:.0f} 份"
    took = f"用时 {measured.wall:.0f} 秒，处理器 {measured.cpu:.0f} 秒，{each}"
    print(f"{what}：{took}，内存最多 {measured.memory / 10**6:.0f} MB，返回 {measured.code}", flush=True)
    print("\n".join(f"    {line}" for line in measured.said.splitlines() if "…" not in line), flush=True)


if __name__ == "__main__":
    sys.exit(main())
