"""凭字认数 — numbers that no pattern of the pack explains, by the words around them.

What is spoken of has a name (机关运行经费) and numbers: this year's, last year's, how much more, by how many
percent. A paragraph goes on about one until it names another; what no figure of the program is bears the name
that the paragraph gives it. Nothing is read where a word remains that nobody explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import chain
from operator import itemgetter

from disclosure import classification
from disclosure.auditing.grammar import general
from disclosure.auditing.named_subjects import code_of
from disclosure.auditing.printed_number import Unit
from disclosure.auditing.sentences import Passage, Speech
from disclosure.auditing.shapes import BODY, NUMBER, SUBJECT, Clause, Token, folded
from disclosure.auditing.word_lists import word_list

SHARE = ".所占"  # a share of a whole that only the words name
OWN = re.compile(r"_第\d+段")
_SIGN = re.compile(f"[{NUMBER}{SUBJECT}{BODY}]")
_UNIT = re.compile(r"^(?:亿元|万元|元|%)?")
_NO_NAME = re.compile(r"\W")
_OBSCURE = re.compile(r"[#()\"、:]")
_PAIRED = re.compile(r"\([^()]*\)")
_A_CODE, _CODED = re.compile(r"2\d{6}"), re.compile(r"C(2\d{6})-?\D*$")
_LEAST_LETTERS, _ITEM, _A_CLASS = 2, 7, "222"
_SENTENCE_ENDS, _BEHIND = re.compile("[。;]"), 4
_KINDS: Mapping[Unit, str] = {"元": "金额", "%": "百分数"}
_FIRST = frozenset(("final", "prior", "opening_budget", "adjusted_budget"))  # with which a new subject begins
_AMOUNTS = frozenset(("final", "prior"))  # 上年结转和结余 is this year's
_UNSAID = "预算."  # held against a budget, and not said which
_COMPARED = frozenset(("change", "rate"))
_LAST_YEAR, _NEVER = "", "$^"
_reader_words = partial(word_list, "general_reader.toml")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What is spoken of: its node, its name, which of its numbers were said, what they are held against."""

    node: str = ""
    subject: str = ""
    said: frozenset[str] = field(default_factory=frozenset)
    base: str = _LAST_YEAR  # or against_opening, against_adjusted


class Statements:
    """一段话说的 — what a paragraph speaks of while it is read; a bracket speaks of something else."""

    def __init__(self, passage: Passage, speech: Speech, subject: str) -> None:
        """`subject` is an 项 that the line above names, of which this paragraph speaks."""
        self._block, self._heading, self._year = passage.block, passage.heading, speech.year
        self._figures = speech.grammar.figures
        self._outside, self._before, self._spoken = list[_Spoken](), "", _Spoken()
        self._item = ""  # that the paragraph was said to be about
        if subject:
            self.is_about(subject)

    @property
    def node(self) -> str:
        """说到的 — the node; "" where it is nothing that is known."""
        return self._spoken.node

    def is_about(self, item: str) -> None:
        """说到一项 — by its name as 类（款）（项）; of one that nobody knows its numbers are its own."""
        known = self._of_fund(f"item.{code_of(item, _ITEM, self._year)}")
        self._item = known or _own_node(item, self._block)
        self._spoken = _Spoken(self._item)

    def is_of_item(self, node: str, words: str, unit: Unit) -> bool:
        """是不是这一项的 — whether words that name nothing are about the 项 named before, no node."""
        return bool(self._item) and self._spoken.node == self._item != node and names_nothing(words, unit)

    def hears(self, words: str, before: str) -> str:
        """听到 — words up to a number, or without one, behind the text before; those of the last bracket."""
        self._before = before
        inside = self._in_brackets(words)
        base = _base_in(inside)
        if base is not None:
            self._spoken = replace(self._spoken, base=base)
        return inside

    def goes_on(self, node: str, leaf: str, words: str) -> str:
        """说到一个认得的数 — of a pattern; which number of the node it is, by what was said before."""
        if node != self._spoken.node:
            self._spoken = _Spoken(node, subject_in(words), base=_base_in(words) or _LAST_YEAR)
        leaf = self._against(leaf)
        self._said(leaf)
        return leaf

    def _breaks_off(self) -> None:
        """What is spoken of is nothing that is known."""
        self._spoken = _Spoken()

    def read(self, words: str, unit: Unit) -> str:
        """认一个数 — by the words between the number before and this one; "" where they do not tell."""
        leaf, about = _told_apart(words, unit)
        named, subject = self._named(about), subject_in(about)
        if not leaf or (not named and _is_obscure(subject)):
            self._breaks_off()
            return ""
        is_other = named != self._spoken.node if named else subject and not self._is_same(subject, leaf)
        if is_other:
            self._spoken = _Spoken(named or _own_node(subject, self._block), subject, base=self._spoken.base)
        return self._read(self._against(leaf), words)

    def _named(self, words: str) -> str:
        """The node that has this name below this heading and behind these words; "" where none has."""
        name = _UNIT.sub("", words)
        named = _nodes_called(name, self._heading, self._before)
        return next(filter(self._is_known, named), "") or self._of_subject(name)

    def _is_known(self, node: str) -> bool:
        return not self._figures.isdisjoint((node, f"{node}.final"))

    def _of_subject(self, words: str) -> str:
        """The node of a 类 by its name, of an 项 by its code; below headings that say of which fund."""
        coded, named = _CODED.search(words), _around_names().fullmatch(words)
        if coded:
            return self._of_fund(f"item.{coded[1]}")
        classes = classification.of_name(named["name"], _A_CLASS, self._year) if named else ()
        return self._of_fund(f"class.{classes[0].code}") if len(classes) == 1 else ""

    def _of_fund(self, subject: str) -> str:
        """A 类 or 项 of the fund that the heading is about."""
        funds = (one["是"] for one in _reader_words()["科目"] if re.search(one["标题"], self._heading))
        fund = next(funds, "")
        return f"{fund}.{subject}" if fund and not subject.endswith(".") else ""

    def _read(self, leaf: str, words: str) -> str:
        node = self._spoken.node
        is_itself = node in self._figures
        if not node or leaf in self._spoken.said or (is_itself and leaf not in _AMOUNTS):
            self._breaks_off()
            return ""
        self._said(leaf)
        if f".{leaf}" == SHARE:
            return self._share(words)
        return "" if leaf.startswith(_UNSAID) else node if is_itself else f"{node}.{leaf}"

    def _share(self, words: str) -> str:
        """The program's, where it is of the whole that the program has."""
        whole, node = words.rpartition("占")[2], self._spoken.node
        is_of_its_whole = not subject_in(whole) or self._named(whole) == node.partition(".")[0]
        share = f"{node}.share"
        is_known = general(share) in self._figures
        return share if is_of_its_whole and is_known else f"{node}{SHARE}"

    def _said(self, leaf: str) -> None:
        self._spoken = replace(self._spoken, said=self._spoken.said | {leaf})

    def _against(self, leaf: str) -> str:
        """A change or rate is held against what was said last."""
        base = self._spoken.base if leaf in _COMPARED else _LAST_YEAR
        return f"{base}.{leaf}" if base else leaf

    def _is_same(self, subject: str, leaf: str) -> bool:
        """Whether it is what was spoken of; a subject of which a number is said again is another."""
        before = self._spoken.subject
        return bool(before) and (subject in before or before in subject) and leaf not in self._spoken.said

    def _in_brackets(self, words: str) -> str:
        """What is said behind the last bracket; one that closes goes back to what was spoken of before."""
        unpaired = _PAIRED.sub("", words)
        for sign in re.findall(r"[()]", unpaired):
            if sign == "(":
                self._outside.append(self._spoken)
            elif self._outside:
                self._spoken = self._outside.pop()
        last = max(map(words.rfind, set(re.findall(r"[()]", unpaired))), default=-1)
        return words[last + 1 :]


def _marked_words(clause: Clause, year: int) -> str:
    """The words of a clause with its subjects; years are Y (this one) and L (last), numbers #, the body @."""
    tokens = iter(clause.tokens)
    years = {str(year): "Y", str(year - 1): "L"}
    return _SIGN.sub(lambda sign: _marked_token(next(tokens), years, sign), clause.shape)


def words_before(clause: Clause, year: int) -> list[str]:
    """各数前面的字 — back to the number before it, and those behind the last one; years count as words."""
    # 与L年末决算一般公共服务支出收入#万元相比 → one number, with all the words before it
    return list(_pieces_joined(re.split(rf"({NUMBER}|[YL](?=年)|C\d+)", _marked_words(clause, year))))


def _marked_token(token: Token, years: Mapping[str, str], sign: re.Match[str]) -> str:
    """〔2022〕17号 is of no year that words speak of."""
    match token.kind:
        case "number":
            code = f"C{token.text}" if _A_CODE.fullmatch(token.text) else NUMBER
            return years.get(token.text, code) if sign.string.startswith("年", sign.end()) else code
        case "subject":
            return token.text
        case _:
            return BODY


def _pieces_joined(pieces: list[str]) -> Iterator[str]:
    """For each sign its words; those of a year go on to the next number."""
    words = ""
    for text, sign in zip(pieces[::2], pieces[1::2], strict=False):
        words += text
        yield words
        words = "" if sign == NUMBER else words + sign
    yield words + pieces[-1]


def names_nothing(words: str, unit: Unit) -> bool:
    """没有说是什么的 — whether words only say which number of what was spoken of before."""
    leaf, about = _told_apart(words, unit)
    return bool(leaf) and not subject_in(about)


def _told_apart(words: str, unit: Unit) -> tuple[str, str]:
    """Which number of a subject it is, "" where nothing tells; the words without those that say so."""
    table: Mapping[str, str] = _reader_words().get(_KINDS.get(unit, ""), {})
    found = ((leaf, re.search(pattern, words)) for leaf, pattern in table.items())
    leaf, match = next(filter(itemgetter(1), found), ("", None))
    return leaf, words[: match.start()] if match and leaf not in _FIRST else words


def _base_in(words: str) -> str | None:
    """What the words hold it against; None where they do not say."""
    return next(
        (base for base, pattern in _reader_words()["对比"].items() if re.search(pattern, words)), None
    )


def subject_in(words: str) -> str:
    """说到什么 — what remains of the words without those around it that only connect."""
    before, behind = _connecting()
    return behind.sub("", before.sub("", _UNIT.sub("", words)))


def shown(name: str) -> str:
    """写给人看的名称 — without the number of the paragraph."""
    return OWN.sub("", name)


def parts_of_a_whole() -> list[list[str]]:
    """分成的各份 — names that together are all there is."""
    return list(chain.from_iterable(_reader_words()["分成"].values()))


def _own_node(subject: str, block: int) -> str:
    """What no figure of the program is; one name is another thing in another paragraph."""
    return f"{_NO_NAME.sub('', subject)}_第{block}段"


def _is_obscure(subject: str) -> bool:
    """Whether it is no name: half a word, or with another number or a bracket in it."""
    return 0 < len(subject) < _LEAST_LETTERS or _OBSCURE.search(subject) is not None


@cache
def _connecting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, behind = (f"(?:{'|'.join(_reader_words()['连接'][where])})+" for where in ("前面", "后面"))
    return re.compile(f"^{before}"), re.compile(f"{behind}$")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that is a figure: below which headings, behind which words it is not, how it is written."""

    node: str
    name: re.Pattern[str]
    heading: re.Pattern[str]
    not_behind: re.Pattern[str]

    def is_meant(self, words: str, heading: str, before: str) -> bool:
        is_here = self.heading.search(heading) and not self.not_behind.search(f"{heading}{before}")
        return bool(is_here and self.name.fullmatch(words))


@cache
def _around_names() -> re.Pattern[str]:
    around = _reader_words()["名称旁"]
    return re.compile(rf"{around['前面']}(?P<name>.+?)(?:\(类\))?{around['后面']}")


@cache
def _all_names() -> list[_Name]:
    around, tables = _reader_words()["名称旁"], _reader_words()["名称"]
    return [
        _Name(
            node,
            re.compile(f"{around['前面']}(?:{name}){around['后面']}"),
            re.compile(table.get("标题", "")),
            re.compile(table.get("前文没有", _NEVER)),
        )
        for table in tables
        for name, node in table["写法"].items()
    ]


def _nodes_called(words: str, heading: str, before: str = "") -> Iterator[str]:
    return (one.node for one in _all_names() if one.is_meant(words, heading, before))


def node_called(words: str, heading: str) -> str:
    """叫这个名称的 — the node that has this name below this heading; "" where none has."""
    return next(_nodes_called(words, heading), "")


def counted(before: str, behind: str) -> str:
    """数的是什么 — of a number without a unit, by the words of its sentence; "" where they do not tell."""
    sentence = _SENTENCE_ENDS.split(folded(before).text)[-1]
    text = f"{sentence}#{folded(behind).text[:_BEHIND]}"
    patterns = _reader_words()["个数"].items()
    return next((figure for pattern, figure in patterns if re.search(pattern, text)), "")
