"""`make learn-contract`: data learnt from a finished document print the numbers that it prints.

Every example, delivered pack and trial department as docx and html, one trial department of each pack as
PDF: `python -m tests.contract.learnt [every so many-th]`. Of the examples and the normal trial department the
words are learnt, too, beside the data that they were made of: the pack says them all, so it is nothing; and
of ROUND_TRIPS beside the data that are learnt. Ends with 1 where a number is printed otherwise or not, a
sound document is told to be wrong, or words are learnt.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from disclosure import api
from disclosure.auditing.published_claims import Claimed
from disclosure.authoring import trial_departments
from disclosure.deriving import Figures, derive
from disclosure.document import Document, Heading, Line, Paragraph, TableBlock, walk
from disclosure.learning import Learned, LearnedData, learn
from disclosure.learning.learned_data import learnt_of_claims
from disclosure.learning.learned_words import LearnedWords, learn_words
from disclosure.loading import read
from disclosure.money import in_unit
from disclosure.outputs import writer
from tests import delivered, finished
from tests.contract.audited import documents
from tests.finished import BETWEEN, EXAMPLE_NAMES, Finished

_DIGITS = re.compile(r"[\d,]*\d(?:\.\d+)?")
# Of a list a document does not say at which of its rows a number was typed, nor that 0 was typed at all.
_ENTRY = re.compile(r"\[\d+\](?:\.数量)?")
# Of these no pack is learnt by `learn` itself, as the delivered ones say it all.
ROUND_TRIPS = (*EXAMPLE_NAMES, *(f"{pack}{BETWEEN}{trial_departments.NORMAL}" for pack in delivered.OWN))


class Printed(NamedTuple):
    """A number as it was printed: the figure, its digits."""

    figure: str
    digits: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """A document held against what its data print: of how many numbers, which are printed otherwise."""

    name: str
    printed: int
    others: tuple[Printed, ...]
    data: LearnedData
    words: Mapping[str, str] = field(default_factory=dict)  # files of a pack, where it says something


def main() -> None:
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    held = [_told(name, format) for name, format in islice(documents(), 0, None, every)]
    printed, others = sum(one.printed for one in held), list(chain.from_iterable(one.others for one in held))
    for figure, count in Counter(re.sub(r"\d+", "N", figure) for figure, _ in others).most_common(40):
        print(f"  {count:>5} {figure}")
    words = sum(map(bool, (one.words for one in held)))
    print(
        f"{len(held)} 份，印出的数 {printed} 个，学出的数据印得不同的 {len(others)} 个，学出写法的 {words} 份"
    )
    trips = [_told_of_trip(name) for name in islice(ROUND_TRIPS, 0, None, every)]
    overridden = sum(map(bool, trips))
    print(f"连同数据一起学的 {len(trips)} 份，学出写法的 {overridden} 份")
    sys.exit(bool(others or words or overridden or any(one.data.wrong for one in held)))


def _told_of_trip(name: str) -> Mapping[str, str]:
    files = learnt_again(finished.finished(name)).words.files
    print(f"{name} 连同数据：{'学出写法' if files else '没有学出写法'}", flush=True)
    for file, text in files.items():
        print(f"    {file}：{text}")
    return files


def _told(name: str, format: str) -> Learnt:
    one = finished.finished(name)
    claimed = one.claimed(format)
    held = hold(one, claimed)
    print(f"{name} {format}：{held.printed} 个，不同 {len(held.others)} 个", flush=True)
    for figure, said in held.others[:12]:
        print(f"    {figure} {said}")
    for finding in held.data.wrong:
        print(f"    说错了：{finding.message}")
    with_words = name in EXAMPLE_NAMES or name.endswith(trial_departments.NORMAL)
    words = learnt_words(one, claimed).files if with_words else {}
    for file, text in words.items():
        print(f"    {file}：{text}")
    return replace(held, words=words)


def hold(one: Finished, claimed: Claimed) -> Learnt:
    """Learns from what a document is read to claim, and composes what was learnt with the same pack.

    What stands in texts that people typed is compared by the value that the data make.
    """
    learnt = learnt_of_claims(claimed)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "导入.yaml").write_bytes(learnt.written())
        made = set(_printed(api.compose(Path(folder), draft=True, roots=one.roots).document))
        figures = derive(read(Path(folder)))
    was = dict.fromkeys(_printed(one.composed.document))
    others = (each for each in was if each not in made and not _is_made(each, figures))
    return Learnt(one.name, len(was), tuple(others), learnt)


def learnt_words(one: Finished, claimed: Claimed) -> LearnedWords:
    """With the pack and the data that made the document."""
    return learn_words(claimed.document, one.submission, claimed.chain, "学成")


def learnt_again(one: Finished) -> Learned:
    """From the page that is made of it, by who has the pack; the data are not known."""
    made = one.composed
    (page,) = writer("html")(made.document, made.style, made.filename)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, page.name)
        path.write_bytes(page.data)
        return learn(path, pack=one.pack, roots=one.roots)


def _is_made(printed: Printed, figures: Figures) -> bool:
    value = figures.value(printed.figure)
    digits = Decimal(printed.digits.replace(",", ""))
    places = Decimal(1).scaleb(int(digits.as_tuple().exponent))
    in_units = (value, in_unit(value, "万元")) if value is not None else ()
    return any(digits == abs(one).quantize(places, ROUND_HALF_UP) for one in in_units)


def _printed(document: Document) -> Iterator[Printed]:
    """Each figure that is printed in words and tables, with its digits."""
    runs = chain.from_iterable(chain.from_iterable(map(_lines_of, walk(document))))
    figures = ((run.figure, _DIGITS.search(run.text)) for run in runs if run.figure)
    return (Printed(_ENTRY.sub("", figure), said[0]) for figure, said in figures if said)


def _lines_of(block: object) -> Iterator[Line]:
    match block:
        case Heading() | Paragraph() if not block.id.startswith("attachment"):
            yield block.content
        case TableBlock():
            yield from (cell.content for row in block.body for cell in row.cells)


if __name__ == "__main__":
    main()
