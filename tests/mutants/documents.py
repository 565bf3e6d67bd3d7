"""`make mutants-documents`: one slip planted in a finished document; is it found, and where it stands?

Slips are planted in what is read of a document: a paragraph or a cell is another one. Kinds are drawn in
equal numbers, documents (examples, and each pack's of each trial department, in a format drawn once) too, by
seed: `python -m tests.mutants.documents 1000`, a second number is the seed. A number that is said once and
that no formula of known figures holds is counted apart: nothing in the document can contradict it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from operator import attrgetter
from random import Random
from typing import NamedTuple

from disclosure import formula
from disclosure.auditing import Audit, Claim, reconstructed, relations
from disclosure.auditing.audit import of_document
from disclosure.deriving import Figure
from disclosure.loading.published.blocks import PublishedDocument, PublishedTable, PublishedText
from tests import finished

SEED = 14
LEAST = 0.95  # of the slips that something speaks against
OF_SUBJECTS, FEWEST_SUBJECTS = "general_public_budget.basic_expenditure.subjects.", 5
LONG_NAME = 8  # letters: 成都市教育局 and 成都市体育局 are two
A_DOCUMENT = 10  # slips, of each document that is drawn
FORMATS = ("html", "html", "html", "docx", "docx", "pdf")


class Slip(NamedTuple):
    """The document with a slip, the block that it stands in, what is written there now, of which claim."""

    document: PublishedDocument
    block: int
    written: str
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Planted:
    """A slip that was tried: whether it is found, whether anything in the document speaks against it."""

    kind: str
    name: str
    slip: Slip
    is_found: bool
    is_fair: bool


Planter = Callable[[Random, Audit], Slip | None]


@cache
def untouched(name: str, format: str = "html") -> Audit:
    one = finished.finished(name)
    return one.audited(one.document(format))


def audited(document: PublishedDocument, name: str) -> Audit:
    one = finished.finished(name)
    return of_document(document, pack=one.pack, roots=one.roots)


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
    return Slip(with_text(document, claim.block, changed), claim.block, wrong, claim)


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
    claims = sure(found, "元")
    if not claims:
        return None
    claim = random.choice(claims)
    digits = re.match(r"[\d,.]*", claim.said)[0]  # type: ignore[index]
    return in_text(found, claim, other_digits(random, digits))


def rate(random: Random, found: Audit) -> Slip | None:
    claims = sure(found, "%")
    if not claims:
        return None
    claim = random.choice(claims)
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
    sources = {str(claim.cell): claim for claim in found.claimed.claims if claim.cell and claim.value}
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
    claim = sources[str(old.source)]
    return Slip(replace(document, blocks=tuple(blocks)), number, wrong, claim)


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
    """An amount without a unit, or 元 for 万元: what no other number speaks against may be so."""
    slip = _swapped(random, found, r"(?<=[1-9])万元", lambda _: random.choice(["", "元"]))
    if slip is None or not slip.written:
        return slip
    block = found.claimed.document.blocks[slip.block]
    assert isinstance(block, PublishedText)
    before = next(
        len(block.text[:at]) for at in range(len(block.text)) if _is_first_change(slip, block.text, at)
    )
    claims = (one for one in found.claimed.claims if not one.cell and one.block == slip.block)
    return slip._replace(claim=next((one for one in claims if one.start <= before <= one.end), None))


def _is_first_change(slip: Slip, text: str, at: int) -> bool:
    changed = slip.document.blocks[slip.block]
    assert isinstance(changed, PublishedText)
    return changed.text[at : at + 1] != text[at]


def name(random: Random, found: Audit) -> Slip | None:
    """A letter of the body's full name is another one; a short name that is another may be another body's."""
    full = max(found.claimed.identity.bodies, key=len, default="甲")
    place = random.randrange(len(full))
    is_long = len(full) >= LONG_NAME
    return (
        _swapped(random, found, re.escape(full), lambda _: full[:place] + "申" + full[place + 1 :])
        if is_long
        else None
    )


def listed(random: Random, found: Audit) -> Slip | None:
    """A 款 of a list left out, where a table says which 款 there are."""
    spent = [one for one in found.claimed.claims if one.cell and OF_SUBJECTS in one.figure and one.value]
    if len(spent) < FEWEST_SUBJECTS:
        return None
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


def is_fair(slip: Slip, before: Audit) -> bool:
    """Whether the document says the figure elsewhere, or a formula holds it with others that are known.

    A formula that the other number closes as well, as far as its numbers are printed, holds nothing.
    """
    claim = slip.claim
    if claim is None:
        return True
    others = [one for one in before.claimed.claims if one is not claim]
    if any(one.figure == claim.figure and one.is_sure for one in others):
        return True
    figures = reconstructed.reconstructed(before.claimed).figures
    known = relations.known(others, figures)
    derived = filter(attrgetter("formula"), figures.values())
    return any(_speaks_against(figure, claim, slip.written, known) for figure in derived)


def _speaks_against(figure: Figure, claim: Claim, written: str, known: relations.Known) -> bool:
    names = {figure.id, *figure.inputs}
    if claim.figure not in names or not known.keys() >= names - {claim.figure}:
        return False
    if figure.id != claim.figure or not re.search(r"\d", written):
        return True
    bounds = formula.bounds(formula.parse(figure.formula), known.__getitem__)
    wrong = relations.interval(replace(claim, value=claim.value * _number(written) / _number(claim.said)))
    return wrong.below(bounds) or bounds.below(wrong)


def _number(said: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", said))


def drawn(total: int, random: Random) -> list[tuple[str, str]]:
    """Documents and formats, a tenth as many as slips."""
    every = [(name, Random(f"{SEED} {name}").choice(FORMATS)) for name in finished.names()]
    return random.sample(every, min(len(every), -(-total // A_DOCUMENT)))


def tried(total: int, seed: int) -> Iterator[Planted]:
    """Each slip; one that its document has no place for is planted in the next document that has."""
    random = Random(seed)
    documents = drawn(total, random)
    for number in range(total):
        kind = list(KINDS)[number % len(KINDS)]
        turn = number * len(documents) // total
        for name, format in documents[turn:] + documents[:turn]:
            before = untouched(name, format)
            if slip := KINDS[kind](random, before):
                found = is_found(slip, before, audited(slip.document, name))
                yield Planted(kind, f"{name} {format}", slip, found, found or is_fair(slip, before))
                break


def main() -> None:
    total, seed = (int(said) for said in (sys.argv[1:3] + ["1000", str(SEED)][len(sys.argv[1:3]) :]))
    counts, found, unfair = Counter[str](), Counter[str](), Counter[str]()
    for one in tried(total, seed):
        counts[one.kind] += one.is_fair
        found[one.kind] += one.is_found
        unfair[one.kind] += not one.is_fair
        if not one.is_found:
            block = one.slip.document.blocks[one.slip.block]
            text = block.text[:160] if isinstance(block, PublishedText) else "表"
            what = "没有发现" if one.is_fair else "无从核对"
            figure = one.slip.claim.figure if one.slip.claim else ""
            print(f"{what}：{one.kind} {one.name} {one.slip.written} {figure}｜{text}", flush=True)
    certain = {one: len(untouched(*one).of("确定")) for one in drawn(total, Random(seed))}
    for kind in KINDS:
        print(f"{kind}：{counts[kind]} 处，发现 {found[kind]} 处；另有无从核对的 {unfair[kind]} 处")
    told = f"另有无从核对的 {unfair.total()} 处"
    print(f"共 {counts.total()} 处，发现 {found.total()} 处（{found.total() / counts.total():.1%}）；{told}")
    print(f"没有笔误的 {len(certain)} 份，确定的差错 {sum(certain.values())} 处")
    sys.exit(found.total() < LEAST * counts.total() or any(certain.values()))


if __name__ == "__main__":
    main()
