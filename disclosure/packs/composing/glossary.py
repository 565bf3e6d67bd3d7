"""名词解释 — the entries a document really needs: general terms, then the subjects used, then the office's own."""

from __future__ import annotations

from collections.abc import Iterable

from disclosure import classification, terms
from disclosure.errors import PackError
from disclosure.facts import Facts
from disclosure.model import GlossaryEntry, Submission
from disclosure.packs.chain import Chain
from disclosure.packs.manifest import GlossarySpec, GlossaryTerm
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.values import Missing, Node, Note, Prose, Words
from disclosure.packs.templating.vocabulary import subject_names

_FISCAL = ("general_expenditure", "fund_expenditure", "state_expenditure")


def entries(facts: Facts, chain: Chain, printer: Printer) -> tuple[Node, ...]:
    """名词解释各条 — nodes with 名称 and 解释 (for subjects also 类名, 款名, 项名), in the order of the document."""
    spec = chain.glossary
    own = {entry.name: entry for entry in facts.submission.glossary}
    codes = _listed(used_items(facts), spec, own)
    before = [_general(term, own) for term in spec.before if _needed(term, spec, facts)]
    after = [_general(term, own) for term in spec.after if _needed(term, spec, facts)]
    subjects = [_subject(code, facts.submission, chain, own, printer.note) for code in codes]
    named = {term.name for term in (*spec.before, *spec.after)} | set(codes)
    extra = [_own(entry) for name, entry in own.items() if name not in named]
    return (*before, *subjects, *extra, *after)


def _listed(codes: list[str], spec: GlossarySpec, own: dict[str, GlossaryEntry]) -> list[str]:
    """The subjects that get an entry: all, those that pack or office explain, or none but the office's."""
    if spec.subjects_from == "科目表":
        return codes
    known = set(own) | (set(spec.subjects) if spec.subjects_from == "自备" else set())
    return [code for code in codes if code in known]


def used_items(facts: Facts) -> list[str]:
    """用到的项 — codes of the 项 with fiscal expenditure, in order."""
    ids = [
        id
        for id, figure in facts.figures.items()
        if id.count(".") == _DOTS and id.startswith(_PREFIXES) and id.endswith(".final") and figure.value
    ]
    return sorted({id.split(".")[2] for id in ids})


_DOTS = 3
_PREFIXES = tuple(f"{node}.item." for node in _FISCAL)


def _needed(term: GlossaryTerm, spec: GlossarySpec, facts: Facts) -> bool:
    if term.omitted:
        return False
    if spec.keep_unused or not term.used_with:
        return True
    try:
        figure = facts.figures.get(terms.identifier(term.used_with))
    except KeyError as error:
        raise PackError(f"glossary.toml “{term.name}”的“用到时”：没有“{term.used_with}”这个数") from error
    return figure is None or figure.value is None or figure.value != 0


def _general(term: GlossaryTerm, own: dict[str, GlossaryEntry]) -> Node:
    given = own.get(term.name)
    return _own(given) if given else _node(term.name, Words(term.explanation))


def _own(entry: GlossaryEntry) -> Node:
    return _node(entry.name, Prose(entry.explanation, f"名词.{entry.name}"))


def _node(name: str, explanation: Words | Missing, more: Iterable[tuple[str, object]] = ()) -> Node:
    return Node("名词解释", {"名称": Words(name), "解释": explanation, **dict(more)})


def _subject(
    code: str, submission: Submission, chain: Chain, own: dict[str, GlossaryEntry], note: Note
) -> Node:
    names = subject_names(code, submission, chain.wording, note)
    if code in own:
        explanation: Words | Missing = Prose(own[code].explanation, f"名词.{code}")
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
    return Missing((f"名词.{code}（{subject.name if subject else '科目表中没有'}）的解释",), note)
