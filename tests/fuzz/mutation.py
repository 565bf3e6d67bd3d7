"""Seeded mutations of real files: of text, of bytes, of XML, of the parts of an archive."""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from disclosure import terms

KEYS = ["", " 年度", "年　度", "部门\u200b", *(term.chinese for term in terms.glossary().values())]
PIECES: dict[str, list[str]] = json.loads(Path(__file__).with_name("pieces.json").read_text(encoding="utf-8"))
LONG = ["A" * 5000, "甲" * 2000, "(" * 300, "[" * 300, "{" * 300, "9" * 5000]
NASTY = [*PIECES["numbers"], *PIECES["words"], *PIECES["harm"], *LONG]
ATTRIBUTES = [*PIECES["attributes"], "甲" * 300]
_ATTRIBUTE = re.compile(r'(\s[\w:.-]+=)"([^"]*)"')
_ELEMENT = re.compile(r"<([\w:]+)[^<>]*?(/>|>.*?</\1>)", re.DOTALL)
_TEXT = re.compile(r">([^<]*)<")
_WORDS_OF_FOUR = [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\xfe\xff\xff\xff"]
_LONGEST_ELEMENT = 20_000

Mutation = Callable[[Random, str], str]


def text(random: Random, whole: str, pieces: Sequence[str] = ()) -> str:
    """A text with one to six places changed; `pieces` are put in besides what is nasty anywhere."""
    for _ in range(random.choice([1, 1, 1, 2, 3, 6])):
        whole = random.choice(_TEXT_MUTATIONS)(random, whole, [*NASTY, *pieces])
    return whole


def _put(random: Random, whole: str, pieces: Sequence[str]) -> str:
    start, end = _cut(random, whole)
    return whole[:start] + random.choice(pieces) + whole[end:]


def _put_line(random: Random, whole: str, pieces: Sequence[str]) -> str:
    lines = whole.split("\n")
    lines.insert(random.randrange(len(lines) + 1), random.choice(pieces))
    return "\n".join(lines)


def _mark(random: Random, whole: str, _: Sequence[str]) -> str:
    return _put(random, whole, PIECES["marks"])


def _take(random: Random, whole: str, _: Sequence[str]) -> str:
    return _put(random, whole, [""])


def _repeat(random: Random, whole: str, _: Sequence[str]) -> str:
    start, end = _cut(random, whole)
    return whole[:end] + whole[start:end] * random.choice([1, 2, 50]) + whole[end:]


def _value(random: Random, whole: str, pieces: Sequence[str]) -> str:
    """What stands behind a key of one line."""
    lines = whole.split("\n")
    number = random.randrange(len(lines))
    head = re.match(r"\s*(?:- )?[^:：={]*[:：=]\s*", lines[number])
    lines[number] = (head[0] if head else "") + random.choice(pieces)
    return "\n".join(lines)


def _lines(random: Random, whole: str, _: Sequence[str]) -> str:
    """Two lines change places, or one is moved in."""
    lines = whole.split("\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], random.choice(["", "  "]) + lines[one]
    return "\n".join(lines)


_TEXT_MUTATIONS = (_put, _put_line, _mark, _take, _repeat, _value, _value, _lines)


def _cut(random: Random, whole: str) -> tuple[int, int]:
    start = random.randrange(len(whole) + 1)
    return start, min(len(whole), start + random.choice([0, 1, 2, 5, 20, 200]))


def raw(random: Random, whole: bytes) -> bytes:
    """Bytes with one to sixteen places changed, cut out, doubled or put in."""
    made = bytearray(whole)
    for _ in range(random.choice([1, 1, 2, 4, 16]) if made else 0):
        place, length = random.randrange(len(made) + 1), random.choice([1, 2, 8, 64])
        other = random.randrange(len(made) + 1)
        made[place : place + length] = random.choice(
            [
                random.randbytes(length),
                random.choice(_WORDS_OF_FOUR),
                bytes(made[other : other + length]),
                b"",
                bytes(made[place : place + length]) + random.randbytes(length),
            ]
        )
    return bytes(made)


def xml(random: Random, whole: str) -> str:
    """XML with one to eight attributes, texts, elements or names changed."""
    for _ in range(random.choice([1, 1, 2, 3, 8])):
        whole = random.choice(_XML_MUTATIONS)(random, whole)
    return whole


def _attribute(random: Random, whole: str) -> str:
    if found := _ATTRIBUTE.search(whole, random.randrange(len(whole) + 1)):
        return whole[: found.start(2)] + random.choice(ATTRIBUTES) + whole[found.end(2) :]
    return whole


def _said(random: Random, whole: str) -> str:
    if found := _TEXT.search(whole, random.randrange(len(whole) + 1)):
        said = random.choice(NASTY).replace("&", "&amp;").replace("<", "&lt;").replace("\0", "")
        return whole[: found.start(1)] + said + whole[found.end(1) :]
    return whole


def _element(random: Random, whole: str) -> str:
    found = _ELEMENT.search(whole, random.randrange(len(whole) + 1))
    if found is None or len(found[0]) > _LONGEST_ELEMENT:
        return whole
    return whole[: found.start()] + found[0] * random.choice([0, 0, 2, 3, 200]) + whole[found.end() :]


def _name(random: Random, whole: str) -> str:
    names = list(re.finditer(r"</?([\w:]+)", whole[random.randrange(len(whole) + 1) :]))[:200]
    if not names:
        return whole
    one, other = random.choice(names), random.choice(names)
    return whole[: one.start(1)] + other[1] + whole[one.end(1) :]


def _broken(random: Random, whole: str) -> str:
    pieces = ["<!-- -->", "<![CDATA[x]]>", "<?x y?>", "&lt;", "&x;", "<", "\x01", "<a:b/>"]
    return _put(random, whole, pieces)


_XML_MUTATIONS: tuple[Mutation, ...] = (
    *(_attribute, _attribute, _attribute, _attribute, _said, _said, _element, _element, _name, _broken),
)


def archive(random: Random, whole: bytes, hot: Sequence[str]) -> bytes:
    """A ZIP file with one or two parts changed; mostly of the `hot` ones (beginnings of names)."""
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        parts = [(part.filename, opened.read(part)) for part in opened.infolist()]
    wanted = [number for number, (name, _) in enumerate(parts) if name.startswith(tuple(hot))]
    for _ in range(random.choice([1, 1, 2])):
        at = random.choice(wanted if wanted and random.random() < 0.7 else range(len(parts)))
        parts[at] = _part(random, *parts[at], parts)
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", random.choice([0, 8])) as written:
        warnings.simplefilter("ignore")  # of two parts with one name: that is meant
        for name, data in parts:
            written.writestr(name, data)
    return raw(random, made.getvalue()) if random.random() < 0.05 else made.getvalue()


def _part(random: Random, name: str, data: bytes, parts: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    chance = random.random()
    if chance < 0.8 and data[:1] in (b"<", b"\xef"):
        return name, xml(random, data.decode("utf-8", "replace")).encode("utf-8", "surrogatepass")
    other, theirs = random.choice(parts)
    ways: list[tuple[str, bytes]] = [
        *((name, raw(random, data)), (name, b""), (name, theirs), (name, data[: len(data) // 2])),
        *((other, data), (f"../{name}", data), (name.upper(), data)),
    ]
    return random.choice(ways)


def tree(random: Random, whole: Any) -> Any:
    """Data with one to four values replaced, taken out, wrapped or put under another key."""
    for _ in range(random.choice([1, 1, 2, 4])):
        _change_tree(random, whole)
    return whole


def _change_tree(random: Random, place: Any) -> None:
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = random.choice(keys)
        if not isinstance(place[key], dict | list) or not place[key] or random.random() < 0.25:
            break
        place = place[key]
    strange = [None, [], {}, True, 0, -1, 1e308, [[]], {"": ""}, [None], 10**30, 1.1, place[key]]
    put = random.choice(
        [random.choice(NASTY), random.choice(strange), [place[key]], {random.choice(KEYS): place[key]}]
    )
    place[random.choice(KEYS) if isinstance(place, dict) and random.random() < 0.2 else key] = put
