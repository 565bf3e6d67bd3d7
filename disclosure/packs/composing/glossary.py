"""名词解释 — the entries a document needs: general terms, the subjects used, the office's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import filterfalse

from disclosure import classification, terms
from disclosure.classification import Subject
from disclosure.errors import PackError
from disclosure.facts import Facts
from disclosure.model import GlossaryEntry, Submission
from disclosure.packs.manifest import GlossarySpec, GlossaryTerm
from disclosure.packs.pack_chain import Chain
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.values import Missing, Node, Note, Prose, Words
from disclosure.packs.templating.vocabulary import spent_codes, subject_names

_CODE = 7  # digits of a 项
_ITEM_SPENT = re.compile(r"(?:general|fund|state)_expenditure\.item\.(\w+)\.final$")


def entries(facts: Facts, chain: Chain, printer: Printer) -> tuple[Node, ...]:
    """名词解释各条 — nodes with 名称 and 解释 (of subjects also 类名, 款名, 项名), in their order."""
    spec = chain.glossary
    own = _by_meaning(facts)
    codes = _explained(_listed_items(facts), spec, own)
    subjects = (_subject(code, facts.submission, chain, own, printer.note) for code in codes)
    named = {term.name for term in (*spec.before, *spec.after)} | set(codes)
    as_own = partial(_own, submission=facts.submission, note=printer.note)
    extra = (
        as_own(entry)
        for name, entry in own.items()
        if not (name in named or _explains_a_subject(name, facts))
    )
    general = partial(_general, spec=spec, facts=facts, own=own, as_own=as_own)
    return (*general(spec.before), *subjects, *extra, *general(spec.after))


def _by_meaning(facts: Facts) -> dict[str, GlossaryEntry]:
    """The office's own entries by the code that they mean, others by their name.

    2080506, 机关事业单位职业年金缴费支出, 2080506 机关事业单位职业年金缴费支出 → 2080506
    """
    meant = _names_of_subjects(facts)
    return {meant.get("".join(entry.name.split()), entry.name): entry for entry in facts.submission.glossary}


def _names_of_subjects(facts: Facts) -> dict[str, str]:
    """What the subjects used may be called; a name that two of them bear is neither's."""
    codes = {code: _name_of(code, facts.submission) for code in used_items(facts)}
    shared = Counter(codes.values())
    names = {name: code for code, name in codes.items() if shared[name] == 1}
    return {**names, **{f"{code}{name}": code for code, name in codes.items()}}


def _name_of(code: str, submission: Submission) -> str:
    subject = classification.subject(code, submission.year, submission.own_subjects)
    return submission.subject_names.get(code) or (subject.name if subject else "")


def _explains_a_subject(name: str, facts: Facts) -> bool:
    """Whether an entry explains a subject of the catalogue, by its code or by its name."""
    year = facts.submission.year
    return name[:_CODE].isdigit() or bool(classification.named(name, year))


def unused(facts: Facts, chain: Chain) -> Iterator[str]:
    """没有用到的名词 — the office's own explanations that stand nowhere in the document."""
    spec, used = chain.glossary, _listed_items(facts)
    general = {term.name: term for term in (*spec.before, *spec.after)}
    for name, entry in _by_meaning(facts).items():
        term = general.get(name)
        is_out = (
            not _is_needed(term, spec, facts)
            if term
            else name not in used and _explains_a_subject(name, facts)
        )
        if is_out:
            yield f"“名词”里的“{entry.name}”，本文件没有用到，没有印出；请核对名称或编码，不用的删去"


def _explained(codes: list[str], spec: GlossarySpec, own: Mapping[str, GlossaryEntry]) -> list[str]:
    """The subjects that get an entry: all, those that pack or office explain, or none but the office's."""
    if spec.subjects_from == "科目表":
        return codes
    return list(filter({*own, *spec.own_subjects}.__contains__, codes))


def suggested(codes: Iterable[str], chain: Chain, year: int, own: classification.Own) -> Iterator[Subject]:
    """可供参考的 — subjects that the document explains and the catalogue has no official wording of."""
    asked = {*codes} - {*chain.glossary.subjects} if chain.glossary.subjects_from == "科目表" else ()
    known = (classification.subject(code, year, own) for code in sorted(asked))
    return filter(_is_no_official_text, filter(None, known))


def _is_no_official_text(subject: Subject) -> bool:
    return bool(subject.explanation) and not subject.official


def used_items(facts: Facts) -> list[str]:
    """用到的项 — codes of the 项 with fiscal expenditure, in order."""
    return sorted(set(spent_codes(facts, _ITEM_SPENT)))


def _listed_items(facts: Facts) -> list[str]:
    """Those that the document names: not what is told within its 款 or 类 for the sake of a secret."""
    return list(filterfalse(facts.figures.withheld.merged.__contains__, used_items(facts)))


def _general(
    listed: Iterable[GlossaryTerm],
    spec: GlossarySpec,
    facts: Facts,
    own: Mapping[str, GlossaryEntry],
    as_own: Callable[[GlossaryEntry], Node],
) -> Iterator[Node]:
    """General terms that the document needs, in the office's own words where it has some."""
    for term in listed:
        if _is_needed(term, spec, facts):
            given = own.get(term.name)
            yield as_own(given) if given else _node(term.name, Words(term.explanation))


def _is_needed(term: GlossaryTerm, spec: GlossarySpec, facts: Facts) -> bool:
    needed = spec.keep_unused or not term.used_with or _is_used(term, facts)
    return needed and not term.omitted


def _is_used(term: GlossaryTerm, facts: Facts) -> bool:
    """Whether the figure that a term goes with is not zero; one that is not known may not be."""
    try:
        return facts.figures.value(terms.identifier(term.used_with)) != 0
    except KeyError as error:
        raise PackError(f"glossary.toml “{term.name}”的“用到时”：没有“{term.used_with}”这个数") from error


def _own(entry: GlossaryEntry, submission: Submission, note: Note) -> Node:
    return _node(entry.name, _explanation(entry, submission, note))


def _explanation(entry: GlossaryEntry, submission: Submission, note: Note) -> Prose | Missing:
    if entry.explanation is None:
        return Missing((f"名词[{submission.glossary.index(entry) + 1}].解释",), note)
    return Prose(entry.explanation, f"名词.{entry.name}")


def _node(name: str, explanation: Words | Missing, more: Iterable[tuple[str, object]] = ()) -> Node:
    return Node("名词解释", {"名称": Words(name), "解释": explanation, **dict(more)})


def _subject(
    code: str, submission: Submission, chain: Chain, own: Mapping[str, GlossaryEntry], note: Note
) -> Node:
    names = subject_names(code, submission, chain.wording, note)
    if code in own:
        explanation: Words | Missing = _explanation(own[code], submission, note)
    elif code in chain.glossary.subjects:
        explanation = Words(chain.glossary.subjects[code].rstrip("。"))
    else:
        explanation = _official(code, submission, note)
    return _node(code, explanation, {**names, "科目": Words(code)}.items())


def _official(code: str, submission: Submission, note: Note) -> Words | Missing:
    """The catalogue's explanation; where it has no official wording, an office must give it."""
    subject = classification.subject(code, submission.year, submission.own_subjects)
    if subject and subject.official and subject.explanation:
        return Words(subject.explanation.rstrip("。"))
    return Missing((f"名词.{code}",), note)
