"""`make mutants-documents`: one slip planted in a finished document; is it found, and where it stands?

Slips are planted in what is read of a document: a paragraph or a cell is another one. Kinds are drawn in
equal numbers, by seed: `python -m tests.mutants.documents 1000`, a second number is the seed.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from disclosure import api
from disclosure.auditing import Audit, Claim
from disclosure.auditing.audit import of_document
from disclosure.load import published, read
from disclosure.load.published.blocks import PublishedDocument, PublishedTable, PublishedText
from disclosure.outputs import writer
from tests.departments import EXAMPLES

SEED = 14
NAMES = [path.name for path in sorted(EXAMPLES.iterdir()) if path.is_dir()]


class Slip(NamedTuple):
    """A slip: the document with it, the block that it stands in, what is written there now."""

    document: PublishedDocument
    block: int
    written: str


Planter = Callable[[Random, Audit], Slip | None]


@cache
def untouched(name: str) -> Audit:
    made = api.compose(EXAMPLES / name, draft=True)
    (file,) = writer("html")(made.document, made.style, made.filename)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.data)
        document = published.document(path, path.name)
    return audited(document, name)


def audited(document: PublishedDocument, name: str) -> Audit:
    example = EXAMPLES / name
    return of_document(document, pack=read(example).pack, roots=[example / "templates"])


def with_text(document: PublishedDocument, number: int, text: str) -> PublishedDocument:
    block = document.blocks[number]
    assert isinstance(block, PublishedText)
    blocks = list(document.blocks)
    blocks[number] = replace(block, text=text)
    return replace(document, blocks=tuple(blocks))


def in_text(found: Audit, claim: Claim, wrong: str) -> Slip:
    """The number of a claim is another one."""
    document, text = found.claimed.document, found.claimed.text(claim)
    end = claim.end - (len(claim.said) - len(re.match(r"[\d,.]*", claim.said)[0]))  # type: ignore[index]
    changed = text[: claim.start] + wrong + text[end:]
    return Slip(with_text(document, claim.block, changed), claim.block, wrong)


def other_digits(random: Random, digits: str) -> str:
    """A digit changed by two or more, not the last of several decimals."""
    places = [place for place, sign in enumerate(digits) if sign.isdigit()]
    places = places[:-1] if "." in digits else places
    place = random.choice(places)
    digit = str((int(digits[place]) + random.randint(2, 7)) % 10)
    return digits[:place] + digit + digits[place + 1 :]


def sure(found: Audit, unit: str) -> list[Claim]:
    """Numbers that are more than nothing, of sentences that the pack says."""
    claims = (claim for claim in found.claimed.claims if not claim.cell and claim.is_sure)
    return [claim for claim in claims if claim.unit == unit and claim.value and claim.figure != "year"]


def amount(random: Random, found: Audit) -> Slip | None:
    claim = random.choice(sure(found, "元"))
    digits = re.match(r"[\d,.]*", claim.said)[0]  # type: ignore[index]
    return in_text(found, claim, other_digits(random, digits))


def rate(random: Random, found: Audit) -> Slip | None:
    claim = random.choice(sure(found, "%"))
    return in_text(found, claim, other_digits(random, claim.said.rstrip("%％")))


def cell(random: Random, found: Audit) -> Slip | None:
    """A number of a table."""
    document = found.claimed.document
    tables = [
        (number, block)
        for number, block in enumerate(document.blocks)
        if isinstance(block, PublishedTable)
        and any(re.fullmatch(r"[\d,]+\.\d\d", one.text) for row in block.matrix.rows for one in row.values())
    ]
    sources = {str(claim.cell) for claim in found.claimed.claims if claim.cell and claim.value}
    if not tables:
        return None
    number, table = random.choice(tables)
    places = [
        (row, column)
        for row, cells in enumerate(table.matrix.rows)
        for column, one in cells.items()
        if str(one.source) in sources
    ]
    if not places:
        return None
    row, column = random.choice(places)
    old = table.matrix.rows[row][column]
    wrong = other_digits(random, old.text)
    rows = [dict(cells) for cells in table.matrix.rows]
    rows[row][column] = replace(old, text=wrong)
    blocks = list(document.blocks)
    blocks[number] = replace(table, matrix=replace(table.matrix, rows=rows))
    return Slip(replace(document, blocks=tuple(blocks)), number, wrong)


def _swapped(
    random: Random, found: Audit, pattern: str, other: Callable[[re.Match[str]], str]
) -> Slip | None:
    """A word of a sentence with sure claims is another one."""
    document = found.claimed.document
    blocks = sorted({claim.block for claim in found.claimed.claims if not claim.cell and claim.is_sure})
    places = [
        (number, match)
        for number in blocks
        for match in re.finditer(pattern, document.blocks[number].text)  # type: ignore[union-attr]
    ]
    if not places:
        return None
    number, match = random.choice(places)
    text, wrong = match.string, other(match)
    changed = text[: match.start()] + wrong + text[match.end() :]
    return Slip(with_text(document, number, changed), number, wrong)


def direction(random: Random, found: Audit) -> Slip | None:
    opposite = {"增加": "减少", "减少": "增加"}
    pattern = r"(?:增加|减少)(?=\d[\d,.]*万?元，(?:增长|下降|降低)[\d.]*[1-9])"
    return _swapped(random, found, pattern, lambda match: opposite[match[0]])


def year(random: Random, found: Audit) -> Slip | None:
    now = found.claimed.identity.year
    return _swapped(random, found, rf"{now}(?=年)", lambda _: str(now - random.randint(1, 2)))


def unit(random: Random, found: Audit) -> Slip | None:
    return _swapped(random, found, r"(?<=[1-9])万元", lambda _: random.choice(["", "元"]))


def name(random: Random, found: Audit) -> Slip | None:
    """A letter of the body's full name is another one."""
    full = max(found.claimed.identity.bodies, key=len, default="甲")
    place = random.randrange(len(full))
    return _swapped(random, found, re.escape(full), lambda _: full[:place] + "申" + full[place + 1 :])


def listed(random: Random, found: Audit) -> Slip | None:
    """A 款 of a list left out."""
    return _swapped(random, found, r"(?<=主要包括：)[^、。；]{2,12}、", lambda _: "")


KINDS: dict[str, Planter] = {
    "句子里的数": amount,
    "表里的数": cell,
    "比率": rate,
    "方向": direction,
    "年份": year,
    "单位": unit,
    "名称": name,
    "列出的款": listed,
}


def is_found(slip: Slip, before: Audit, after: Audit) -> bool:
    """Whether something new is said for certain at the block of the slip, or of what is written there.

    Of a table the row or the column counts: a sum that does not close stands there, and names its parts.
    """
    known = {(one.code, one.message) for one in before.findings}
    new = [one for one in after.findings if (one.code, one.message) not in known and one.certainty != "疑问"]
    block = slip.document.blocks[slip.block]
    here = set(places_of(block, before.claimed.document.blocks[slip.block]))
    return any(str(one.place.source) in here or (slip.written and slip.written in one.message) for one in new)


def places_of(block: object, before: object) -> Iterator[str]:
    """Where a text stands; of a table the cells in the row and the column of what was changed."""
    if isinstance(block, PublishedText):
        yield from (str(place.source) for _, place in block.lines)
    elif isinstance(block, PublishedTable) and isinstance(before, PublishedTable):
        cells = {(row, at): cell for row, line in enumerate(block.matrix.rows) for at, cell in line.items()}
        changed = {(row, at) for (row, at), one in cells.items() if before.matrix.rows[row][at] != one}
        rows, columns = {row for row, _ in changed}, {at for _, at in changed}
        yield from (str(one.source) for (row, at), one in cells.items() if row in rows or at in columns)


def tried(total: int, seed: int) -> Iterator[tuple[str, str, Slip, bool]]:
    """Kind, example, slip, whether it was found."""
    random = Random(seed)
    for number in range(total):
        kind = list(KINDS)[number % len(KINDS)]
        slip, example = None, ""
        while slip is None:
            example = random.choice(NAMES)
            slip = KINDS[kind](random, untouched(example))
        yield kind, example, slip, is_found(slip, untouched(example), audited(slip.document, example))


def main() -> None:
    total, seed = (int(said) for said in (sys.argv[1:3] + ["1000", str(SEED)][len(sys.argv[1:3]) :]))
    counts, found = Counter[str](), Counter[str]()
    for kind, example, slip, is_there in tried(total, seed):
        counts[kind] += 1
        found[kind] += is_there
        if not is_there:
            block = slip.document.blocks[slip.block]
            text = block.text[:160] if isinstance(block, PublishedText) else "表"
            print(f"没有发现：{kind} {example} {slip.written}｜{text}", flush=True)
    certain = {name: len(untouched(name).of("确定")) for name in NAMES}
    for kind, count in counts.items():
        print(f"{kind}：{count} 处，发现 {found[kind]} 处")
    print(f"共 {total} 处，发现 {found.total()} 处")
    print(f"没有笔误的 {len(certain)} 份，确定的差错 {sum(certain.values())} 处")


if __name__ == "__main__":
    main()
