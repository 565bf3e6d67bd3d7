"""`make learn-unseen`: a document of a city without a pack, learnt and built again, says its clauses again.

Each pack of tests/packs/provinces publishes a trial department; its document is learnt from the document
alone, with its tables beside it where it prints none, by one who has not the pack; nothing is typed:
`python -m tests.contract.unseen [name of a pack]`. Ends with 1 where less than 90 % of the clauses are said.
"""

from __future__ import annotations

import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from disclosure import api
from disclosure.authoring import trial_departments
from disclosure.learning import Learned, learn, write
from disclosure.outputs import writer
from tests import finished
from tests.departments import text
from tests.finished import Finished

PROVINCES = Path(__file__).parents[1] / "packs" / "provinces"
NAMES = sorted(folder.name for folder in PROVINCES.iterdir() if folder.is_dir())
LEAST = 0.9
_END = re.compile(r"[。；;\n]")
_YEAR = re.compile(r"20\d\d年")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A document built again from what was learnt of it: its numeric clauses, which of them it lacks."""

    name: str
    clauses: tuple[str, ...]
    missing: tuple[str, ...]
    learned: Learned
    said: str

    @property
    def share(self) -> float:
        return 1 - len(self.missing) / len(self.clauses)

    @property
    def untold(self) -> tuple[str, ...]:
        """没有说出的 — what the document built again lacks and 学到和没学到 does not tell."""
        told = _folded("\n".join(self.learned.lines()))
        return tuple(clause for clause in self.missing if clause not in told)


def main() -> None:
    held = [_told(rebuilt(name)) for name in sys.argv[1:] or NAMES]
    sys.exit(any(one.share < LEAST for one in held))


def _told(one: Rebuilt) -> Rebuilt:
    said = len(one.clauses) - len(one.missing)
    for clause in one.missing:
        print(f"  {clause}{'（没有说出）' * (clause in one.untold)}")
    print(
        f"{one.name}：模板 {one.learned.data.pack}，分句 {len(one.clauses)}，说到 {said}，{one.share:.1%}",
        flush=True,
    )
    return one


def rebuilt(name: str, department: str = trial_departments.NORMAL) -> Rebuilt:
    """The trial department's document of a pack that learning does not see, learnt and built again."""
    original = finished.of_folder(PROVINCES, name, department)
    with tempfile.TemporaryDirectory() as folder:
        document, *tables = _files(original, Path(folder))
        learned = learn(document, tables=tables)
        home = Path(folder, "学成")
        write(learned, home)
        said = text(api.compose(home, draft=True).document)
    clauses, again = clauses_of(text(original.composed.document)), Counter(clauses_of(said))
    missing = tuple((Counter(clauses) - again).elements())
    return Rebuilt(name, tuple(clauses), missing, learned, said)


def _files(one: Finished, folder: Path) -> Iterator[Path]:
    """The document, and the workbook of its tables where it prints none."""
    made = one.composed
    for format in ("html", *["xlsx"] * bool(made.document.annex)):
        for file in writer(format)(made.document, made.style, made.filename):
            (folder / file.name).write_bytes(file.data)
            yield folder / file.name


def clauses_of(said: str) -> list[str]:
    """Those with a number beyond the year, width folded and blanks left out."""
    clauses = map(_folded, _END.split(said))
    return [clause for clause in clauses if re.search(r"\d", _YEAR.sub("", clause))]


def _folded(said: str) -> str:
    return "".join(unicodedata.normalize("NFKC", said).split())


if __name__ == "__main__":
    main()
