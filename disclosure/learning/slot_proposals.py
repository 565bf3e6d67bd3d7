"""措辞的改法 — what a published document says where a draft prints each slot of the wording."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, filterfalse

from disclosure.learning.draft_passages import DraftPassage, PublishedPassage
from disclosure.learning.marked_words import Piece, Said
from disclosure.learning.projection import Projection, projection
from disclosure.learning.signs import Signs
from disclosure.learning.wording_slots import common
from disclosure.packs.linting.lint import Keys
from disclosure.packs.manifest import SECTIONS

_DIGITS = re.compile(r"\d+")
_NUMBERS_AND_MARKS, _OTHER_WORDS = re.compile(r"([，。；]|\d[\d.,]*[%万元]*)"), r"[^，。；\d]*"
_OF_ANYTHING = {"0", "00", "100"}
_NEAR, _NAMING = 4, 3  # letters before a number; of a hole with its bracket, by which they name it
_SHARES, _COMPARISONS, _LAST_YEARS = "占比", "比较", "上年"
_OTHER_WHOLES = {r"expenditure\.": "收入", r"^income\.": "支出"}  # what a share of such figures is not of


@dataclass(frozen=True, slots=True)
class Proposal:
    """改法 — a slot by its keys, what it may say instead, how often the document speaks for it.

    One that lacks holes, for a number in it or as most places say it each otherwise, is not to be learnt as
    it is.
    """

    keys: Keys
    value: str
    votes: int
    lacks_holes: bool = False


Slot = tuple[Keys, str]  # its keys, what it says
Slots = Sequence[Slot]
HolesOf = Callable[[Keys], Mapping[str, str]]
_Instances = list[set[str]]  # for each place where the slot is printed what may be said there


def proposals(
    pairs: Iterable[tuple[DraftPassage, PublishedPassage]], slots: Slots, holes: HolesOf
) -> list[Proposal]:
    """各种改法 — those that most places speak for first; for one section alone where only it differs.

    `holes` says of a slot which texts a hole of it stands for: 2024 → {年}.
    """
    votes: dict[tuple[int, str], _Instances] = defaultdict(list)
    for mine, theirs in pairs:
        for one, found in _said_there(mine, theirs):
            keys, value = slots[one.slot]
            is_told = found and not _is_open(keys, mine)
            every = {*_values_there(one, found, holes(keys))} - {value} if found and is_told else set[str]()
            said = {*filterfalse(partial(_is_of_another_whole, keys, mine), every)}
            votes[one.slot, mine.section].append(said or {value})
    made = list(_of_slots(votes, slots))
    return sorted(dict.fromkeys(made), key=lambda one: (-one.votes, len(one.keys), one.keys, one.value))


def _is_open(keys: Keys, mine: DraftPassage) -> bool:
    """Whether words compare with a number of last year that the draft lacks: 比…【待填】 is no 与…持平."""
    return common(keys)[0] == _COMPARISONS and any(gap.startswith(_LAST_YEARS) for gap in mine.gaps)


def _is_of_another_whole(keys: Keys, mine: DraftPassage, said: str) -> bool:
    """Whether a share of what is spent is said to be one of what came in (支出515.61万元，占总收入63.1%)."""
    words = (word for node, word in _OTHER_WHOLES.items() if any(map(re.compile(node).search, mine.figures)))
    return common(keys)[0] == _SHARES and any(map(said.__contains__, words))


def _of_slots(votes: Mapping[tuple[int, str], _Instances], slots: Slots) -> Iterator[Proposal]:
    """For the document where most say so, for a section where its own do and others do not."""
    whole: dict[int, _Instances] = defaultdict(list)
    for (slot, _), instances in votes.items():
        whole[slot] += instances
    for slot, instances in whole.items():
        yield from _of_instances(slots[slot], instances)
    for (slot, section), instances in votes.items():
        keys, value = slots[slot]
        is_everywhere = len(instances) == len(whole[slot])
        if (
            section
            and keys[0] not in (SECTIONS, "标题")
            and not is_everywhere
            and _is_no_slip(keys, instances)
        ):
            yield from _of_instances(((SECTIONS, section, *keys), value), instances)


def _is_no_slip(keys: Keys, instances: _Instances) -> bool:
    """A document has one verb for a fall: where a section says 降低 once, and the others 下降, it slipped."""
    return keys[0] != _COMPARISONS or len(instances) > 1


def _of_instances(slot: Slot, instances: _Instances) -> Iterator[Proposal]:
    """What more than half of the places speak for; the slot itself where they each say another thing."""
    # {类}（类） where the document says 一般公共服务（类）, 卫生健康（类）: it lacks {类简称}
    keys, value = slot
    every = {other: votes for other, votes in _count_of(instances) if votes * 2 > len(instances)}
    for other, votes in every.items():
        if other != value:
            has_number = bool({*_DIGITS.findall(other)} - {*_DIGITS.findall(value)})
            yield Proposal(keys, other, votes, has_number)
    if not every:
        yield Proposal(keys, value, 0, lacks_holes=True)


def _count_of(instances: _Instances) -> Iterable[tuple[str, int]]:
    return Counter(chain.from_iterable(instances)).items()


def _said_there(mine: DraftPassage, theirs: PublishedPassage) -> Iterator[tuple[Said, Projection | None]]:
    """Each slot that the draft prints there, and where the document says the same otherwise."""
    if mine.signs.signs == theirs.signs.signs:
        yield from ((one, None) for one in mine.said)
        return
    found = projection(mine.signs, theirs.signs)
    yield from ((one, found) for one in mine.said if not _is_torn(one, found))


def _is_torn(one: Said, found: Projection) -> bool:
    """Whether its words begin or end amid a number (1.2024)."""
    return any(found.draft.within_number(place) for piece in one.pieces for place in (piece.start, piece.end))


def _values_there(one: Said, found: Projection, holes: Mapping[str, str]) -> Iterator[str]:
    """Without and with what was put in between two of its pieces, without and with that at its ends."""
    last = len(one.pieces) - 1
    for ends, between in ((False, False), (False, True), (True, True)):
        said = (
            _piece_said(
                piece, found, holes, (ends if number == 0 else between, ends if number == last else between)
            )
            for number, piece in enumerate(one.pieces)
        )
        yield "".join(said)
    yield _rewritten(one, found, holes)


def _rewritten(one: Said, found: Projection, holes: Mapping[str, str]) -> str:
    """All that stands there, each hole put back where what it printed stands word for word."""
    start, end = found.draft.first(one.start), found.draft.first(one.end)
    return with_holes(rewritten(found.said(start, end), printed_in(one, found.draft)), holes)


def printed_in(one: Said, draft: Signs) -> dict[str, str]:
    """印在各花括号里的 — of a slot as it stands in a passage, blanks left out."""
    holes = ((piece.hole, "".join(draft.text[piece.start : piece.end].split())) for piece in one.pieces)
    return {hole: text for hole, text in holes if hole and text}


def rewritten(said: str, printed: Mapping[str, str]) -> str:
    """改写 — a text with each hole in the place of what it printed; of a clause the words may be others.

    Of holes that printed the same it is the one that the words before name (预算为8万元), else the next one.
    """
    ordered = sorted(printed.items(), key=lambda one: len(one[1]), reverse=True)
    patterns = {hole: _pattern(text) for hole, text in ordered}
    if not patterns:
        return said
    taken = list[str]()

    def hole(match: re.Match[str]) -> str:
        same = [name for name, pattern in patterns.items() if re.fullmatch(pattern, match[0])]
        before = said[max(match.start() - _NEAR, 0) : match.start()]
        taken.append(max(same, key=lambda name: (name[-_NAMING:-1] in before, name not in taken)))
        return taken[-1]

    any_of = "|".join(patterns.values())
    return re.sub(rf"(?<![\d.])(?:{any_of})(?![\d])", hole, said)


def _pattern(text: str) -> str:
    """Of a clause with its mark before it, ，完成预算98.69%, any words that say the same numbers.

    0% and 100% are said of anything: with them the words have a letter in common.
    """
    if text[:1] != "，":
        return re.escape(text)
    pieces = _NUMBERS_AND_MARKS.split(text)
    of_anything = set(_DIGITS.findall(text)) <= _OF_ANYTHING
    words = (_words_like(one) if of_anything and one else _OTHER_WORDS * bool(one) for one in pieces[::2])
    marks = chain(map(re.escape, pieces[1::2]), [""])
    return "".join(chain.from_iterable(zip(words, marks, strict=True)))


def _words_like(words: str) -> str:
    """Any words with a letter of these."""
    return f"{_OTHER_WORDS}[{re.escape(words)}]{_OTHER_WORDS}"


def _piece_said(piece: Piece, found: Projection, holes: Mapping[str, str], ends: tuple[bool, bool]) -> str:
    """The words there, or the hole; nothing where the document has nothing of what stands in the hole."""
    start, end = found.draft.first(piece.start), found.draft.first(piece.end)
    own = found.draft.between(start, end)
    said = found.said(start, end, ends)
    if piece.hole:
        return "" if own and not found.said(start, end, (True, True)) else piece.hole
    return piece.words if said == own else with_holes(said, holes)


def with_holes(said: str, put_back: Mapping[str, str]) -> str:
    """换回花括号 — the holes for what they stand for, the longest first."""
    for text in sorted(put_back, key=len, reverse=True):
        said = said.replace(text, put_back[text])
    return said
