"""清单 — every figure, table cell and output file of the examples and trial departments, a line each.

Run `python scripts/manifest.py OUT.txt` at two commits and compare the files (`cmp`, `diff`): what differs is
what a change to the code changed in what offices publish. `--formats html` and `--only yuxi` are quicker.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path

from disclosure import api, outputs, packs
from disclosure.authoring import trial_departments
from disclosure.errors import OutputError
from disclosure.model import Submission

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/data.yaml"))
Job = tuple[str, str, tuple[str, ...]]  # example folder or trial department, pack, formats


def main() -> None:
    """程序入口 — writes the manifest to the file named."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--formats", default=",".join(outputs.FORMATS))
    parser.add_argument("--only", default="", help="part of a folder's, department's or pack's name")
    asked = parser.parse_args()
    formats = tuple(filter(None, asked.formats.split(",")))
    delivered = packs.available([packs.built_in()])
    jobs: list[Job] = [(str(folder), "", formats) for folder in EXAMPLES]
    jobs += [(name, pack, formats) for pack in delivered for name in trial_departments.names()]
    with ProcessPoolExecutor() as pool:
        parts = pool.map(manifest, [job for job in jobs if asked.only in "/".join(job[:2])])
        asked.target.write_text("".join(f"{line}\n" for part in parts for line in part), encoding="utf-8")


def manifest(job: Job) -> list[str]:
    """一份清单 — of one department with one pack."""
    name, pack, formats = job
    source = trial_departments.department(name, pack) if pack else Path(name)
    label = f"{Path(name).name}/{pack}"
    return [f"{label} {line}" for line in (*_facts(source), *_files(source, formats, draft=bool(pack)))]


def _facts(source: Submission | Path) -> Iterator[str]:
    facts = api.facts_of(source)
    for figure in facts.figures.values():
        yield f"figure {figure!r}"
    for table in facts.tables:
        yield from (f"cell {name} {cell!r}" for name, cell in table.cells())


def _files(source: Submission | Path, formats: tuple[str, ...], *, draft: bool) -> Iterator[str]:
    """Both editions; the trial departments lack what one pack or another asks for and are drafts."""
    for working in (False, True):
        edition = "working" if working else "publication"
        built = api.build(source, (), draft=draft or working, working=working)
        yield from (f"finding {edition} {finding!r}" for finding in built.report.findings)
        yield from (f"note {edition} {note}" for note in (*built.missing, *built.notes))
        composed = api.compose(source, draft=draft or working, working=working)
        for name in formats:
            try:
                made = outputs.writer(name)(composed.document, composed.style, composed.filename)
            except OutputError as error:  # a pack without tables has no workbook
                yield f"refused {edition} {name} {error}"
                continue
            yield from (f"file {edition} {file.name} {sha256(file.data).hexdigest()}" for file in made)


if __name__ == "__main__":
    main()
