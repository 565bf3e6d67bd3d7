"""`make kills`: kills whole commands, runs the next one, and counts what was lost, torn, mixed or left lying.

Half of the kills come at a call that touches a file (each in turn), half at a moment drawn from the time
that the command takes. `python -m tests.kills.run [kills [kills with PDF]]`; exit code 1 where any count is
not 0.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.kills.killing import Ended, run, warm
from tests.kills.scenes import SCENES, WITH_PDF, Scene, State, state

SEED = 12
KILLS, KILLS_WITH_PDF = 500, 20
FAULTS = ("lost", "half-written", "mixed", "litter", "stuck", "other")
_AGAIN = 10  # every tenth time the command is run again, to its end


@dataclass(frozen=True)
class Stage:
    """A scene set up: a copy to begin from, the states before and after, and how the command ends."""

    scene: Scene
    model: Path
    old: State
    new: State
    ended: Ended


@contextmanager
def staged(scene: Scene) -> Iterator[Stage]:
    """A scene in a temporary folder, with the command run once to its end."""
    warm()
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        model = Path(name) / "model"
        (model / "work").mkdir(parents=True)
        scene.prepare(model)
        old, home = state(model), _copy(model)
        first = run(scene.command, home)
        new = state(home)
        if old == new or first.code < 0 or "Traceback" in first.said:
            raise AssertionError(f"{scene.name}: {first.said}")
        yield Stage(scene, model, old, new, run(scene.command, _copy(model)))


def _copy(model: Path) -> Path:
    home = model.parent / "copy"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(model, home)
    return home


def kills(stage: Stage, number: int, seed: int = SEED) -> Iterator[Counter[str]]:
    """What each of so many kills has done."""
    drawn = random.Random(f"{stage.scene.name} {seed}")
    calls = list(range(1, stage.ended.calls + 1))
    drawn.shuffle(calls)
    for turn in range(number):
        home = _copy(stage.model)
        if turn % 2:
            ended = run(stage.scene.command, home, after=drawn.uniform(0.02, 1) * stage.ended.seconds)
        else:
            ended = run(stage.scene.command, home, at_call=calls[turn // 2 % len(calls)])
        if ended.killed:
            yield Counter({"kills": 1}) + _judged(stage, home, again=turn % _AGAIN == 0)
        else:
            yield Counter({"too late": 1})


def _judged(stage: Stage, home: Path, *, again: bool) -> Counter[str]:
    """Right after the kill no file is torn or gone; after the next commands all is old, or all is new."""
    found: Counter[str] = Counter()
    at_once = state(home)
    for name, content in stage.old.items():
        found["lost"] += name not in at_once
        found["half-written"] += at_once.get(name, content) not in (content, stage.new[name])
    torn = (name for name in stage.new.keys() - stage.old.keys() if name in at_once)
    found["half-written"] += sum(at_once[name] != stage.new[name] for name in torn)
    for reader in stage.scene.readers:
        found["other"] += "Traceback" in run(reader, home).said
    later = state(home)
    found["litter"] += bool(later.keys() - stage.old.keys() - stage.new.keys())
    found["mixed"] += bool(_sides(stage, later) == {"old", "new"})
    found["interrupted"] += at_once != later
    found["finished"] += later == stage.new
    if again and later != stage.new:
        found["stuck"] += run(stage.scene.command, home).code != stage.ended.code or state(home) != stage.new
    return found


def _sides(stage: Stage, found: State) -> set[str]:
    """Which of the two states the files that differ between them show."""
    names = [name for name in (stage.old | stage.new) if stage.old.get(name) != stage.new.get(name)]
    return {
        "old"
        if found.get(name) == stage.old.get(name)
        else "new"
        if found.get(name) == stage.new.get(name)
        else "neither"
        for name in names
    }


def tallied(scene: Scene, number: int) -> Counter[str]:
    """All kills of a scene together."""
    total: Counter[str] = Counter()
    with staged(scene) as stage:
        total["calls"] = stage.ended.calls
        for each in kills(stage, number):
            total.update(each)
    return total


def main(arguments: Sequence[str]) -> int:
    """Prints a line a scene."""
    number, with_pdf = (*map(int, arguments), *(KILLS, KILLS_WITH_PDF)[len(arguments) :])
    jobs = [*((scene, -(-number // len(SCENES))) for scene in SCENES), (WITH_PDF, with_pdf)]
    total: Counter[str] = Counter()
    for scene, wanted in jobs:
        counted = tallied(scene, wanted) if wanted else Counter()
        print(
            scene.name,
            *(
                f"{name} {counted[name]}"
                for name in ("calls", "kills", "interrupted", "finished", "too late", *FAULTS)
            ),
            sep="  ",
            flush=True,
        )
        total.update(counted)
    print("total", *(f"{name} {total[name]}" for name in ("kills", *FAULTS)), sep="  ")
    return int(any(total[name] for name in FAULTS))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
