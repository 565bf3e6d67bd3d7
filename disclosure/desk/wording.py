"""措辞 — of one sentence: which pack file made it, how else it may be said; the folder's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from disclosure.authoring import own_words
from disclosure.desk import opening
from disclosure.desk.asked import Area, Asked
from disclosure.desk.workplace import Seen
from disclosure.errors import InputError, PackError, Problem
from disclosure.learning.sentence_words import Sentence, SlotUsed, read_with, sentence
from disclosure.sources import PACKS_FOLDER

_OWN = "自己写"  # of the radio buttons: what stands in the field beside


@dataclass(frozen=True, slots=True)
class OwnWord:
    """自己的说法 — a slot, what it says here, what the packs above say."""

    name: str
    said: str


def _wording(asked: Asked, fault: str = "", typed: Mapping[str, str] | None = None) -> Response:
    seen, at = asked.place.seen(), asked.query.get("at", "") or asked.form.get("at", "")
    found = _sentence_at(seen, at)
    if seen.filled is None:
        return asked.page(
            "wording", seen=seen, sentence=None, at=at, own=[], fault="", typed={}, asks_own=_OWN
        )
    own = own_words.own_words(seen.folder, seen.filled.chain)
    return asked.page(
        "wording",
        422 if fault else 200,
        seen=seen,
        sentence=found,
        at=at,
        own=[OwnWord(".".join(keys), said) for keys, said in own.items()],
        fault=fault,
        typed=typed or {},
        asks_own=_OWN,
    )


def _say(asked: Asked) -> Response:
    """采用 — one slot otherwise, once it is known that the sentence can be made with it."""
    seen, slot = asked.place.seen(), _slot(asked)
    chosen, written = asked.form.get("say", ""), asked.form.get("own", "").strip()
    value = written if chosen == _OWN else chosen.removeprefix("=")
    if seen.filled is None or not chosen or (chosen == _OWN and not written):
        return _wording(asked, "没有选哪一种说法，请选一种，或自己写", asked.form)
    try:
        read_with(seen.filled.facts, seen.filled.chain, asked.form.get("at", ""), slot.keys, value)
        own_words.say(seen.folder, seen.filled.chain, slot.keys, value)
    except PackError as error:
        return _wording(asked, str(error), asked.form)
    return asked.go(
        "/wording", at=asked.form.get("at", ""), said=f"已改：{slot.name}，全文用到它的地方都改了"
    )


def _unsay(asked: Asked) -> Response:
    """恢复 — as the packs above say it."""
    seen, name = asked.place.seen(), asked.form.get("slot", "")
    if seen.filled is not None:
        own_words.unsay(seen.folder, seen.filled.chain, tuple(name.split(".")))
    return asked.go("/wording", at=asked.form.get("at", ""), said=f"已恢复：{name}")


def _rewrite(asked: Asked) -> Response:
    """另写一节 — the section of a sentence that no slot says, copied to be edited by hand."""
    seen, at = asked.place.seen(), asked.form.get("at", "")
    found = _sentence_at(seen, at)
    if seen.filled is None or found is None:
        raise InputError([_GONE])
    section = found.file.partition("/sections/")[2].removesuffix(".j2")
    file = own_words.rewrite(seen.folder, seen.filled.chain, section)
    name = "/".join((PACKS_FOLDER, *file.parts[-3:]))
    said = f"这一节抄在 {name}，用记事本改好存盘，看稿跟着变；不要了就删去它。{opening.told(file)}"
    return asked.go("/wording", at=at, said=said)


def _sentence_at(seen: Seen, at: str) -> Sentence | None:
    if seen.filled is None or not at:
        return None
    filled = seen.filled
    return seen.once(("sentence", at), lambda: sentence(filled.facts, filled.chain, at))


def _slot(asked: Asked) -> SlotUsed:
    """The slot that is meant; raises InputError where the sentence uses none of this name."""
    found = _sentence_at(asked.place.seen(), asked.form.get("at", ""))
    slots = found.slots if found else ()
    for slot in slots:
        if slot.name == asked.form.get("slot"):
            return slot
    raise InputError([_GONE])


_GONE = Problem("这句话没有这一处措辞，文稿可能刚刚变了，请回看稿页再选一次")

AREA = Area(
    {"/wording": _wording}, {"/wording/say": _say, "/wording/unsay": _unsay, "/wording/rewrite": _rewrite}
)
