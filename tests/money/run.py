"""`make money`: random departments through every delivered pack, each printed figure computed a second time.

Prints how many of each kind were compared, what was wrong (with the number of the department: it is drawn
again by it) and what nobody recomputes: `make money`, or `python -m tests.money.run [departments [seed]]`.
Ends with 1 where something was wrong.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from disclosure import api
from disclosure.document import Document
from tests.departments import submission
from tests.money.drawing import DEPARTMENTS, LAST_YEAR, SEED, Drawn, departments
from tests.money.number_formats import number_format, write_pack
from tests.money.reading import Reading, read
from tests.money.recomputed import AddedUp, Recomputed

_SHOWN = 5


@dataclass
class Tally:
    """All departments together: faults by kind with where they were found."""

    departments: Counter[str] = field(default_factory=Counter)
    reading: Reading = field(default_factory=Reading)
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else DEPARTMENTS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    began = process_time()
    tally = tried(departments(number, seed))
    print(*said(tally), sep="\n")
    spent = process_time() - began
    print(f"{number} 个部门，处理器时间 {spent:.0f} 秒，每个 {spent / max(1, number):.2f} 秒")
    return 1 if tally.faults else 0


def tried(drawn: Iterable[Drawn]) -> Tally:
    tally = Tally()
    for one in drawn:
        reading = read_back(one, composed(one))
        tally.departments[one.pack] += 1
        tally.reading.add(reading)
        tally.faults += [(one.number, one.pack, kind, told) for kind, told in reading.faults]
    return tally


def composed(drawn: Drawn) -> Document:
    """As the product composes it, with the pack or with one's own made on it."""
    with tempfile.TemporaryDirectory() as folder:
        own = write_pack(Path(folder), drawn.pack, drawn.own_format) if drawn.own_format else ""
        is_folder = drawn.units or drawn.last_year
        data = written(Path(folder) / "data", drawn) if is_folder else submission(drawn.typed)
        return api.compose(data, draft=True, pack=own or drawn.pack, roots=[Path(folder)]).document


def written(folder: Path, drawn: Drawn) -> Path:
    """The data folder of a department with those of its units and of last year."""
    below_it = {f"units/{number}": unit for number, unit in enumerate(drawn.units, 1)}
    if drawn.last_year:
        below_it[LAST_YEAR] = drawn.last_year
    for below, typed in {".": drawn.typed, **below_it}.items():
        (folder / below).mkdir(parents=True, exist_ok=True)
        text = json.dumps({"格式版本": "1", **typed}, ensure_ascii=False)  # JSON is YAML
        (folder / below / "data.yaml").write_text(text, encoding="utf-8")
    return folder


def read_back(drawn: Drawn, document: Document) -> Reading:
    department = (
        AddedUp(drawn.typed, drawn.units) if drawn.units else Recomputed(drawn.typed, drawn.last_year)
    )
    return read(document, department, number_format(drawn.pack, drawn.own_format))


def said(tally: Tally) -> Iterator[str]:
    yield "模板：" + "、".join(f"{pack} {times}" for pack, times in tally.departments.items())
    yield "比过的：" + "、".join(f"{kind} {times}" for kind, times in tally.reading.compared.most_common())
    known = tally.reading.not_recomputed
    yield f"没有另算的（{known.total()}）：" + "、".join(
        f"{name} {times}" for name, times in known.most_common() if times
    )
    kinds = Counter(kind for _, _, kind, _ in tally.faults)
    yield f"不符的（{kinds.total()}）：" + "、".join(f"{kind} {times}" for kind, times in kinds.most_common())
    for kind in kinds:
        for number, pack, _, told in [fault for fault in tally.faults if fault[2] == kind][:_SHOWN]:
            yield f"  {kind}：第{number}个部门（{pack}）{told}"


if __name__ == "__main__":
    sys.exit(main())
