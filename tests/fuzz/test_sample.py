"""A small sample of the mutated files (`make fuzz` tries ten thousand), and those that once ended wrongly."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.run import SEED, Tried, tried_all
from tests.fuzz.targets import KINDS, WITHOUT_OFFICE

OF_A_KIND = 4
# Kind, seed and number of inputs that ended wrongly when they were found.
KEPT = (
    ("attachment", 12, 12),
    ("attachment", 77, 94),
    ("reference", 77, 24),
    ("reference", 77, 44),
    ("reference", 77, 97),
    ("reference", 12, 803),
    ("reference", 12, 882),
    ("workbook", 12, 684),
)


@pytest.mark.parametrize("kind", WITHOUT_OFFICE)
def test_mutated_files_end_in_a_result_or_in_a_sentence(kind: str) -> None:
    tried = list(tried_all(kind, SEED, range(OF_A_KIND)))
    assert len(tried) == OF_A_KIND
    assert [each for each in tried if each.outcome == "fault"] == []


@pytest.mark.parametrize(("kind", "seed", "number"), KEPT)
def test_what_once_ended_wrongly_ends_in_a_sentence(kind: str, seed: int, number: int) -> None:
    (tried,) = tried_all(kind, seed, [number])
    assert tried.outcome != "fault", tried.said


def test_an_input_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        KINDS["pack"](Random("seed"), folder)
        made.append(sorted((path.name, path.read_bytes()) for path in folder.rglob("*") if path.is_file()))
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("1 // 0", "ZeroDivisionError"),
        ("__import__('os')._exit(3)", "进程结束：3"),
        ("_fail('无法计算（TypeError：x）')", "不是中文的话"),
        ("_fail('')", "不是中文的话"),
        ("b'x' * (3 << 30)", "MemoryError"),
        ("bytearray(b'x') * (1100 << 20)", "内存 1"),
    ],
)
def test_a_fault_is_a_fault(program: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measuring itself: what is wrong is counted, and the next input runs."""
    from disclosure.errors import PackError  # noqa: PLC0415

    def fail(sentence: str) -> None:
        raise PackError(sentence)

    def make(random: Random, _: Path) -> object:
        first = random.random()
        return lambda: eval(program, {"_fail": fail}) if first < 2 else None

    monkeypatch.setitem(KINDS, "made", make)
    tried: list[Tried] = list(tried_all("made", SEED, range(2)))
    assert [each.outcome for each in tried] == ["fault", "fault"]
    assert said in tried[0].said
