"""涉密 — what is marked as secret is named rightly, stands nowhere, and does not follow from what is published.

The identities are those of the figures, of the tables, of the declared rules, and of units added up. How a
figure follows is for the screen alone (`Hit.spoken`): a report in a file would give it away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from disclosure import terms
from disclosure.checks.book import Book
from disclosure.checks.check_programs import Hit, Scene, needed, numbered
from disclosure.checks.check_report import FEW, first_few
from disclosure.checks.linear_system import Proof, follows
from disclosure.checks.passages import sentences
from disclosure.checks.secret_figures import (
    OF_UNIT,
    equations,
    is_of_this_year,
    may_be_negative,
    published,
    targets,
)
from disclosure.model import SecretPlace, Submission, covered
from disclosure.model.key_paths import leaves, schema_paths
from disclosure.money import SCALE

_NONE_MARKED = "没有标明涉密的地方"
_LEFT_OUT = "合计不含"
_RECORD = "涉密["
_ROOM = SCALE["万元"] / 100  # 0.01 万元, the last digit that tables print
_SOME_AMOUNT = re.compile(r"\d[\d,，.]*\s*(?:[百千万亿]*元|[%％])")
_CODE = re.compile(r"\d{3,7}")
_LONG = 4  # characters that a name has which is no common word
_WAYS = (
    "办法：合计里不含它（从数据里删去，“处理”写“合计不含”）；连同合计都不公开（写“不公布合计”）；"
    "并入款或类（写“并入款”“并入类”，合计写在核定数里）；整处不公开（写“整处不公开”）；"
    "或者同一合计的再有一个不公开"
)


def withheld(scene: Scene) -> Iterator[Hit]:
    """涉密推算 — every secret figure that follows from what is published."""
    needed(scene.book.facts.figures.withheld.names, _NONE_MARKED)
    wanted, known = targets(scene.book.facts), published(scene.book)
    proofs = follows(equations(scene), known, wanted, room=_ROOM, negative=may_be_negative)
    for name, proof in proofs.items():
        yield _follows(name, proof, scene.book)


def misnamed(scene: Scene) -> Iterator[Hit]:
    """涉密的名称 — every place marked as secret is a key of the data, a number or a name that stands there."""
    known = [*schema_paths(Submission), *scene.book]
    typed = {value for _, value in _given(scene) if isinstance(value, str)}
    for mark in needed(scene.submission.withheld, _NONE_MARKED):
        is_known = mark.name in typed or any(covered(name, (mark.name,)) for name in known)
        if mark.treatment != _LEFT_OUT and not is_known:
            near = "、".join(terms.nearest(mark.name, known))
            yield Hit((mark.name,), mark.name, near, f"涉密里的“{mark.name}”不是一个数的名称，没有起作用")


def stated_anyway(scene: Scene) -> Iterator[Hit]:
    """涉密却有数 — a place marked as secret whose number is given, or whose name stands somewhere."""
    for mark in needed(scene.submission.withheld, _NONE_MARKED):
        if amounts := tuple(dict.fromkeys(_amounts_given(mark, scene))):
            message = f"{scene.book.called(mark.name)}标明涉密，数据里却有这个数"
            yield Hit((mark.name, *amounts), "有数", "没有数", message)
        if _is_a_name(mark.name) and (places := tuple(_where_named(mark.name, scene))):
            message = f"“{mark.name}”标明涉密，却写在{first_few('、', map(scene.book.called, places))}"
            yield Hit(places, mark.name, "不写", message)


def told(scene: Scene) -> Iterator[Hit]:
    """涉密的文字 — a typed sentence that speaks of what is secret and holds an amount or a share."""
    words = {word for mark in needed(scene.submission.withheld, _NONE_MARKED) for word in _words(mark, scene)}
    for sentence in sentences(scene.book.passages):
        if (found := next(filter(sentence.text.__contains__, words), "")) and _SOME_AMOUNT.search(
            sentence.text
        ):
            message = f"说到标明涉密的“{found}”的一句话里有数"
            yield Hit((sentence.place,), "有数", "没有数", message, at=sentence.at)


def unfounded(scene: Scene) -> Iterator[Hit]:
    """涉密的依据 — who decided and on what basis is recorded; the record itself is told on the screen alone."""
    for number, mark in numbered(needed(scene.submission.withheld, _NONE_MARKED)):
        if not (mark.decision_maker and mark.basis):
            message = f"涉密第{number}行没有写决定人和依据"
            yield Hit((f"{_RECORD}{number}]",), "没有写全", "决定人、依据", message)


def recorded(scene: Scene) -> Iterator[Hit]:
    """涉密的记录 — what is not published, as decided."""
    marks = needed(scene.submission.withheld, _NONE_MARKED)
    said = "；".join(map(_record, marks))
    yield Hit(("涉密",), f"{len(marks)}处", "", f"有{len(marks)}处标明涉密，不公开", spoken=said)


def _record(mark: SecretPlace) -> str:
    parts = {"处理": mark.treatment, "决定人": mark.decision_maker, "依据": mark.basis}
    told_of = "，".join(f"{name}：{text}" for name, text in parts.items() if text)
    return f"{mark.name}（{told_of or '没有写决定人和依据'}）"


def _follows(name: str, proof: Proof, book: Book) -> Hit:
    called = _called(name, book)
    by = first_few("、", (_called(known, book) for known in proof.known), FEW)
    how = "推出" if proof.exact else "推知大概"
    message = f"{called}标明涉密，但由公开的数可以推出（由哪些数，只在屏幕上说）"
    return Hit((name,), "推得出来", "推不出来", message, spoken=f"由{by}可以{how}。{_WAYS}")


def _called(name: str, book: Book) -> str:
    """A number of a unit is called with the unit's name."""
    unit, colon, own = name.rpartition(OF_UNIT)
    return f"{unit}{colon}{book.called(own)}"


def _given(scene: Scene) -> Iterator[tuple[str, object]]:
    """What the data say anywhere, with what is secret, less the record of it."""
    given = scene.book.facts.given or scene.submission
    return ((path, value) for path, value in leaves(given) if not path.startswith(_RECORD))


def _amounts_given(mark: SecretPlace, scene: Scene) -> Iterator[str]:
    """Where numbers of a place are typed: at the place itself, or those that its figures are entered by."""
    for path, value in _given(scene):
        if covered(path, (mark.name,)) and isinstance(value, int | Decimal):
            yield path
    known = scene.book.facts.figures.withheld
    for figure in (known.figures[id] for id, place in known.marked.items() if place == mark.name):
        yield from figure.paths if figure.value and is_of_this_year(figure.name) else ()


def _is_a_name(place: str) -> bool:
    """Whether it is called by words of its own (a project), not by the names of the form."""
    return len(place) >= _LONG and "." not in place and place not in schema_paths(Submission)


def _where_named(name: str, scene: Scene) -> Iterator[str]:
    typed = ((path, value) for path, value in _given(scene) if isinstance(value, str))
    texts = chain(typed, ((passage.place, passage.text) for passage in scene.book.passages))
    return iter(dict.fromkeys(place for place, text in texts if name in text))


def _words(mark: SecretPlace, scene: Scene) -> Iterator[str]:
    """What sentences call a place: the name of its subject, else its own where that is no common word."""
    codes = _CODE.findall(mark.name)
    own = scene.book.called(mark.name.removesuffix(".决算数")).rpartition("·")[2].rpartition("的")[2]
    yield from (scene.book.facts.names.subject(code).partition(" ")[2] or own for code in codes[-1:])
    if not codes and len(own) >= _LONG:
        yield own
