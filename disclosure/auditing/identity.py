"""谁的、哪年的 — the year of a document and the names of the body, as its title, tables and text say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from disclosure.load.published.blocks import PublishedDocument, PublishedText

_TITLE = re.compile(
    r"(?:第[一二三四五六七八九十]+部分)?\s*(?P<body>(?!第[一二三四五六七八九十]+部分|纳入)[^\d《》，。：]{4,60}?)?"
    r"\s*(?P<year>20\d\d)\s*年度?\s*(?:部门|单位)?决算.{0,40}"
)
_SHORT_NAME = re.compile(r"简称[：:]?[“”\"]?([^“”\"（）()，。]{2,20})[“”\"]?[）)]")
_OWNER = re.compile(r"(?:编制)?(?:部门|单位)(?:名称)?[：:]\s*(.{4,60}?)(?:\s.*|公开.*)?")
_LONE_NAME = re.compile(r"[^\d《》，。：；、\s]{4,40}")
_BEGINNING, _SHORTEST_END = 2, 3  # letters of a name
_ONE_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_BUDGET = re.compile(r"20\d\d\s*年度?.{0,6}(?:部门|单位)?预算")
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
    titles = list(filter(None, map(_TITLE.fullmatch, lines)))
    years = [*(title["year"] for title in titles[:1]), *_usual_years(lines)]
    named = (_of_titles(titles), _above_titles(lines), _owners(lines), _short_names(lines))
    bodies = dict.fromkeys(filter(None, chain.from_iterable(named)))
    every = bodies | dict.fromkeys(_ends_of_name(max(bodies, key=len, default=""), lines))
    return Identity(int(years[0]), tuple(sorted(every, key=len, reverse=True))) if years else None


def is_budget(document: PublishedDocument) -> bool:
    """是不是预算 — a document of a budget, which nowhere speaks of final accounts but last year's."""
    texts = "".join(_texts_of_document(document)).replace("上年决算", "")
    return "决算" not in texts and _BUDGET.search(texts) is not None


def numbers_in(document: PublishedDocument) -> int:
    """几个数 — how many numbers its sentences have."""
    return sum(map(len, map(_NUMBER.findall, _texts_of_document(document))))


def _texts_of_document(document: PublishedDocument) -> list[str]:
    """With digits of one width: ２０２３年 is 2023年."""
    return [block.text.translate(_ONE_WIDTH) for block in document.blocks if isinstance(block, PublishedText)]


def _usual_years(lines: Sequence[str]) -> list[str]:
    """The year that is named most often."""
    return [year for year, _ in Counter(chain.from_iterable(map(_YEAR.findall, lines))).most_common(1)]


def _of_titles(titles: Sequence[re.Match[str]]) -> Iterator[str]:
    return ((title["body"] or "").strip() for title in titles)


def _above_titles(lines: Sequence[str]) -> Iterator[str]:
    """The line above a title that names nobody (某某局 / 2023年度部门决算), where the text names it, too."""
    titles = (
        above for above, line in pairwise(lines) if (title := _TITLE.fullmatch(line)) and not title["body"]
    )
    text = "\n".join(lines)
    return (name for name in filter(_LONE_NAME.fullmatch, map(str.strip, titles)) if text.count(name) > 1)


def _ends_of_name(name: str, lines: Sequence[str]) -> Iterator[str]:
    """Ends of a name that a clause begins with: short names explained nowhere (联络处共有车辆4辆)."""
    ends = (name[start:] for start in range(_BEGINNING, len(name) - _SHORTEST_END + 1))
    begins = "\n".join(("", *lines))
    return (end for end in ends if re.search(f"[\n，。；：]{re.escape(end)}", begins))


def _owners(lines: Sequence[str]) -> Iterator[str]:
    return (match[1] for match in filter(None, map(_OWNER.fullmatch, lines)))


def _short_names(lines: Sequence[str]) -> Iterator[str]:
    return chain.from_iterable(map(_SHORT_NAME.findall, lines))
