"""涉密 — what is marked as secret is named rightly, stands nowhere, and does not follow from what is public.

The identities are those of the figures, of the tables, of the declared rules, and of units added up. How a
figure follows is for the screen alone (`Hit.spoken`): a report in a file would give it away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, filterfalse
from operator import attrgetter

from disclosure import terms
from disclosure.checks.book import Book
from disclosure.checks.check_programs import Hit, Scene, needed, numbered
from disclosure.checks.check_report import first_few
from disclosure.checks.linear_system import Proof, follows
from disclosure.checks.passages import Passage, sentences
from disclosure.checks.secret_figures import (
    OF_UNIT,
    bodies,
    equations,
    is_of_this_year,
    may_be_negative,
    published,
    targets,
)
from disclosure.deriving import Figure
from disclosure.model import SecretPlace, Submission, covered
from disclosure.model.key_paths import leaves, schema_paths
from disclosure.money import SCALE

_LEFT_OUT = "合计不含"
_RECORD = "涉密["
_ROOM = SCALE["万元"] / 100  # 0.01 万元, the last digit that tables print
_SOME_AMOUNT = re.compile(r"\d[\d,，.]*\s*(?:[百千万亿]*元|[%％])")
_CODE = re.compile(r"\d{3,7}")
_LONG = 4  # characters that a name has which is no common word
_HOW = {True: "推出", False: "推知大概"}
_WAYS = (
    "办法：合计里不含它（从数据里删去，“处理”写“合计不含”）；连同合计都不公开（写“不公布合计”）；"
    "并入款或类（写“并入款”“并入类”，合计写在核定数里）；整处不公开（写“整处不公开”）；"
    "或者同一合计的再有一个不公开"
)


def withheld(scene: Scene) -> Iterator[Hit]:
    """涉密推算 — every secret figure that follows from what is published."""
    needed(scene.book.facts.figures.withheld.names, "没有标明涉密的地方")
    every = bodies(scene.book.facts)
    wanted, known = targets(every), published(scene.book, every)
    proofs = follows(equations(scene, every), known, wanted, room=_ROOM, negative=may_be_negative)
    for name, proof in proofs.items():
        yield _follows(name, proof, scene.book)


def misnamed(scene: Scene) -> Iterator[Hit]:
    """涉密的名称 — every place marked as secret is a key of the data, a number or a name that is there."""
    names = [mark.name for mark in _marks(scene) if mark.treatment != _LEFT_OUT]
    known = [*schema_paths(Submission), *scene.book]
    of_numbers = list(filterfalse(_is_within_a_line, known))
    for name in filterfalse(partial(_is_known, {*known, *_texts_given(scene).values()}), names):
        message = f"涉密里的“{name}”不是一个数的名称，没有起作用"
        yield Hit((name,), name, "、".join(terms.nearest(name, of_numbers)), message)


def stated_anyway(scene: Scene) -> Iterator[Hit]:
    """涉密却有数 — a place marked as secret whose number is given, or whose name stands somewhere."""
    for mark in _marks(scene):
        if amounts := tuple(dict.fromkeys(chain(_typed_at(mark, scene), _entered_for(mark, scene)))):
            message = f"{scene.book.called(mark.name)}标明涉密，数据里却有这个数"
            yield Hit((mark.name, *amounts), "有数", "没有数", message)
        if places := tuple(_where_named(mark.name, scene)):
            message = f"“{mark.name}”标明涉密，却写在{first_few('、', map(scene.book.called, places))}"
            yield Hit(places, mark.name, "不写", message)


def told(scene: Scene) -> Iterator[Hit]:
    """涉密的文字 — a typed sentence that speaks of what is secret and holds an amount or a share."""
    words = dict.fromkeys(chain.from_iterable(map(partial(_spoken_of_as, scene), _marks(scene))))
    for sentence in filter(_has_amount, sentences(scene.book.passages)):
        for word in filter(sentence.text.__contains__, words):
            message = f"说到标明涉密的“{word}”的一句话里有数"
            yield Hit((sentence.place,), "有数", "没有数", message, at=sentence.at)


def unfounded(scene: Scene) -> Iterator[Hit]:
    """涉密的依据 — who decided and on what basis is recorded."""
    for number, mark in numbered(_marks(scene)):
        if not all((mark.decision_maker, mark.basis)):
            message = f"涉密第{number}行没有写决定人和依据"
            yield Hit((f"{_RECORD}{number}]",), "没有写全", "决定人、依据", message)


def recorded(scene: Scene) -> Iterator[Hit]:
    """涉密的记录 — what is not published, as decided."""
    said = tuple(map(_record, _marks(scene)))
    message = f"有{len(said)}处标明涉密，不公开"
    yield Hit(("涉密",), f"{len(said)}处", "", message, spoken="；".join(said))


def _is_within_a_line(name: str) -> bool:
    """A key path within one line is no name that a person writes."""
    return "[" in name


def _marks(scene: Scene) -> tuple[SecretPlace, ...]:
    return needed(scene.submission.withheld, "没有标明涉密的地方")


def _record(mark: SecretPlace) -> str:
    parts = {"处理": mark.treatment, "决定人": mark.decision_maker, "依据": mark.basis}
    told_of = "，".join(f"{part}：{text or '没有写'}" for part, text in parts.items())
    return f"{mark.name}（{told_of}）"


def _follows(name: str, proof: Proof, book: Book) -> Hit:
    by = first_few("、", map(partial(_called_with_unit, book), proof.known))
    message = f"{_called_with_unit(book, name)}标明涉密，但由公开的数可以推出（由哪些数，只在屏幕上说）"
    spoken = f"由{by}可以{_HOW[proof.exact]}。{_WAYS}"
    return Hit((name,), "推得出来", "推不出来", message, spoken=spoken)


def _called_with_unit(book: Book, name: str) -> str:
    """A number of a unit is called with the unit's name."""
    unit, colon, own = name.rpartition(OF_UNIT)
    return f"{unit}{colon}{book.called(own)}"


def _is_known(known: Iterable[str], name: str) -> bool:
    return any(covered(one, (name,)) for one in known)


def _given(scene: Scene) -> Iterator[tuple[str, object]]:
    """What the data say anywhere, with what is secret, less the record of it."""
    given = scene.book.facts.given or scene.submission
    return ((path, value) for path, value in leaves(given) if not path.startswith(_RECORD))


def _texts_given(scene: Scene) -> dict[str, str]:
    return {path: value for path, value in _given(scene) if isinstance(value, str)}


def _typed_at(mark: SecretPlace, scene: Scene) -> Iterator[str]:
    """Where numbers of a place are typed."""
    numbers = (path for path, value in _given(scene) if not isinstance(value, str | bool))
    return (path for path in numbers if covered(path, (mark.name,)))


def _entered_for(mark: SecretPlace, scene: Scene) -> Iterator[str]:
    """By what the figures of a place are entered."""
    known = scene.book.facts.figures.withheld
    own = (known.figures[id] for id, place in known.marked.items() if place == mark.name)
    return chain.from_iterable(map(attrgetter("paths"), filter(_is_given, own)))


def _is_given(figure: Figure) -> bool:
    return bool(figure.value) and is_of_this_year(figure.name)


def _where_named(name: str, scene: Scene) -> Iterable[str]:
    """Where the name of a place stands that has one of its own (a project), none of the form's."""
    texts = chain(_texts_given(scene).items(), map(attrgetter("place", "text"), scene.book.passages))
    places = dict.fromkeys(place for place, text in texts if name in text)
    return places if _is_own_name(name) else ()


def _is_own_name(name: str) -> bool:
    return _is_long(name) and "." not in name and name not in schema_paths(Submission)


def _has_amount(passage: Passage) -> bool:
    return _SOME_AMOUNT.search(passage.text) is not None


def _spoken_of_as(scene: Scene, mark: SecretPlace) -> Iterator[str]:
    """What sentences call a place: the name of its subject, else its own where that is no common word."""
    subjects = map(scene.book.facts.names.subject, _CODE.findall(mark.name)[-1:])
    own = scene.book.called(mark.name.removesuffix(".决算数")).rpartition("·")[2].rpartition("的")[2]
    named = [subject.partition(" ")[2] for subject in subjects] or [own]
    return filter(_is_long, named)


def _is_long(name: str) -> bool:
    return len(name) >= _LONG
