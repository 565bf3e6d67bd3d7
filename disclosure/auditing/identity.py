"""谁的、哪年的 — the year of a document and the names of the body, as its title, tables and text say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from disclosure.loading.published.blocks import PublishedDocument, PublishedText

# 某市某局2023年度部门决算; 2023年度某市某局部门决算; 某市某局, and on the next line 2023年度部门决算
_TITLE = re.compile(
    r"(?:第[一二三四五六七八九十]+部分[：:]?)?\s*"
    r"(?P<body>(?!第[一二三四五六七八九十]+部分|纳入|[（(]?[一二三四五六七八九十]+[）)、.])[^\d《》，。：]{4,60}?(?<![与和较比按及]))?"
    r"\s*(?P<year>20\d\d)\s*年度?\s*(?:部门|单位)?决算.{0,40}"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>20\d\d)\s*年度?\s*(?P<body>(?:(?!收入|支出|拨款|预算|情况)[^\d《》，。：]){4,60}?)(?:部门|单位)决算.{0,20}"
)
_SANGONG_PAGE = re.compile(
    r"(?P<body>[^\d《》，。：、]{4,60}?)\s*(?P<year>20\d\d)\s*年度?[^，。；]{0,24}[“\"]三公[”\"]经费.{0,20}"
)
_TITLES = (_TITLE, _YEAR_FIRST, _SANGONG_PAGE)
_A_NAME = re.compile(r"(?!目\s*录|附件|第.{1,3}部分)[^\d《》，。：；、“”]{4,40}")
_OF_A_BODY = re.compile("[局厅委办馆院校园站队处所会部社台室庭署]$|中心$|政府$|（汇总）$")
_OF_LEVEL = re.compile(r"\s*[（(](?:汇总|本级|部门|机关)[）)]$")
_COVER = 12  # lines that a title stands in
_BEFORE_BRACKET = re.compile(r"([^“”\"（）()，。；：、\s\d]{4,40})[（(][^（）()]{0,12}$")
_SHORT_NAME = re.compile(r"简称[：:]?[“”\"]?([^“”\"（）()，。]{2,20})[“”\"]?[）)]")
_OWNER = re.compile(r"(?:编制)?(?:部门|单位)(?:名称)?[：:]\s*(.{4,60}?)(?:\s.*|公开.*)?")
# Words of the form before which the body's name stands.
_NAMED = re.compile(
    r"(?:^|[，。；,;日底]|年(?!度)|年度)(?P<body>(?!本)[^，。；：、,;:\d\s（）()]{3,40}?)(?:(?:20\d\d年度?)?机关运行经费支出|政府采购支出总额|共有车辆|下属二级)"
)
_OFTEN = 2
_BEGINNING, _SHORTEST_END = 2, 3  # letters of a name
_ONE_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_BUDGET = re.compile(r"20\d\d\s*年度?.{0,6}(?:部门|单位)?预算")
_FUNDS = re.compile(r"(?:一般公共|政府性基金|国有资本经营)预算")
_KIND = re.compile(
    r"[^。；，]{0,40}20\d\d\s*年[^。；，]{0,40}?(?P<kind>[预决]算)(?!单位|部门|编制)[^。；，]{0,12}"
)
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(20\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Identity:
    """谁的、哪年的 — the year, and the names of the body, the longest first."""

    year: int
    bodies: tuple[str, ...]


def identity(document: PublishedDocument) -> Identity | None:
    """认出 — as the title says, else the corners of the tables and the text; None where no year is said."""
    lines = _texts_of_document(document)
    titles = list(chain.from_iterable(map(_title, lines)))
    years = [*(title["year"] for title in titles[:1]), *_usual_years(lines)]
    of_title = chain(_of_titles(titles), _above_titles(lines))
    told = list(chain(of_title, _owners(lines), _often_named(lines)))
    named = chain(told, _short_names(lines), _full_names(lines, told))
    bodies = dict.fromkeys(filter(None, chain.from_iterable(map(_with_short, named))))
    every = bodies | dict.fromkeys(_ends_of_name(max(bodies, key=len, default=""), lines))
    return Identity(int(years[0]), tuple(sorted(every, key=len, reverse=True))) if years else None


def unexplained_short_name(document: PublishedDocument, full: str) -> str:
    """没有解释的简称 — the end of a name that the form is most often filled in with; empty without one."""
    named = Counter(chain.from_iterable(map(_NAMED.findall, _texts_of_document(document))))
    return next((name for name, _ in named.most_common() if name != full and full.endswith(name)), "")


def is_budget(document: PublishedDocument) -> bool:
    """是不是预算 — a document whose title is that of a budget, or speaks of last year's accounts only."""
    lines = _texts_of_document(document)
    titles = list(filter(None, map(_KIND.fullmatch, map(_without_funds, lines[:_COVER]))))
    texts = "".join(lines).replace("上年决算", "")
    says_nothing_else = "决算" not in texts and _BUDGET.search(texts) is not None
    return titles[0]["kind"] == "预算" if titles else says_nothing_else


def numbers_in(document: PublishedDocument) -> int:
    """几个数 — how many numbers its sentences have."""
    return sum(map(len, map(_NUMBER.findall, _texts_of_document(document))))


def _texts_of_document(document: PublishedDocument) -> list[str]:
    """With digits of one width: ２０２３年 is 2023年."""
    return [block.text.translate(_ONE_WIDTH) for block in document.blocks if isinstance(block, PublishedText)]


def _usual_years(lines: Sequence[str]) -> list[str]:
    """The year that is named most often."""
    return [year for year, _ in Counter(chain.from_iterable(map(_YEAR.findall, lines))).most_common(1)]


def _without_funds(line: str) -> str:
    return _FUNDS.sub("", line)


def _title(line: str) -> list[re.Match[str]]:
    """The first way in which a line is a title."""
    return list(filter(None, (title.fullmatch(line.strip()) for title in _TITLES)))[:1]


def _above_titles(lines: Sequence[str]) -> Iterator[str]:
    """Names on the line above a title that has none: of a body by their ending, or said in the text, too."""
    pairs = pairwise(lines[:_COVER])
    above = (line.strip() for line, title in pairs if _is_nobodys(title))
    text = "\n".join(lines)
    named = filter(_A_NAME.fullmatch, above)
    return (name for name in named if _OF_A_BODY.search(name) or text.count(name) > 1)


def _is_nobodys(line: str) -> bool:
    """Whether a line is a title that names no body."""
    return any(not title["body"] for title in _title(line))


def _with_short(name: str) -> tuple[str, str]:
    """A name, and without the level in brackets: 某市水利局（汇总）."""
    return name, _OF_LEVEL.sub("", name)


def _of_titles(titles: Sequence[re.Match[str]]) -> Iterator[str]:
    return ((title["body"] or "").strip() for title in titles)


def _ends_of_name(name: str, lines: Sequence[str]) -> Iterator[str]:
    """Ends of a name that a clause begins with: short names explained nowhere (联络处共有车辆4辆)."""
    ends = (name[start:] for start in range(_BEGINNING, len(name) - _SHORTEST_END + 1))
    begins = "\n".join(("", *lines))
    return (end for end in ends if re.search(f"[\n，。；：]{re.escape(end)}", begins))


def _owners(lines: Sequence[str]) -> Iterator[str]:
    return (match[1] for match in filter(None, map(_OWNER.fullmatch, lines)))


def _often_named(lines: Sequence[str]) -> Iterator[str]:
    """A name that stands before several of those words: the whole text has no title where it was pasted."""
    named = Counter(chain.from_iterable(map(_NAMED.findall, lines)))
    return (name for name, times in named.items() if times >= _OFTEN)


def _short_names(lines: Sequence[str]) -> Iterator[str]:
    return chain.from_iterable(map(_SHORT_NAME.findall, lines))


def _full_names(lines: Sequence[str], names: Container[str]) -> Iterator[str]:
    """What one of the names is explained to be short for: 某市某局（以下简称某局）."""
    for line in lines:
        for short in _SHORT_NAME.finditer(line):
            full = _BEFORE_BRACKET.search(line, 0, short.start())
            yield from [full[1]] if full and short[1] in names else ()
