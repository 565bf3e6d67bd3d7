"""域 — fields of a .docx: those on the list work on, written anew; of any other the last result stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from disclosure.loading.word.allow_list import pattern, table
from disclosure.loading.word.withheld import Withheld
from disclosure.loading.word.word_package import take_out, w

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_FORMATS = {"*": "format", "#": "picture"}  # of any field
_INSTRUCTION, _MARK, _SIMPLE = w("instrText"), w("fldChar"), w("fldSimple")
_KIND = w("fldCharType")
_Token = tuple[str, bool]  # a word of a field's code, and whether it stands without quotes
_QUOTED = ("address", "levels", "sign", "picture")


@dataclass
class _Field:
    """A field from its beginning: its marks, its code with all that stands in it, whether it is shown yet."""

    begin: etree._Element
    marks: list[etree._Element] = field(default_factory=list)
    code: list[etree._Element] = field(default_factory=list)
    is_shown: bool = False
    is_nested: bool = False  # another field stands in its code, which may make any name of it

    def take(self, atom: etree._Element) -> None:
        if not self.is_shown:
            self.code.append(atom)

    def instruction(self) -> str:
        return "".join(atom.text or "" for atom in self.code if atom.tag == _INSTRUCTION)


class Fields:
    """域 — of one text: settled once, what they refer to known afterwards."""

    def __init__(self, bookmarks: Container[str], withheld: Withheld) -> None:
        self._bookmarks, self._withheld = bookmarks, withheld
        self._labels: dict[str, str] = {}
        self._renamed: Mapping[str, Callable[[str], str | None]] = {
            "bookmark": self._bookmark,
            "label": self._label,
        }
        self.referred: set[str] = set()  # bookmarks

    def settle(self, text: etree._Element) -> None:
        """清理 — every field of a text."""
        for simple in list(text.iter(_SIMPLE)):
            _spell_out(simple)
        opened: list[_Field] = []
        for atom in list(_atoms(text)):
            self._read(atom, opened)
        for unfinished in reversed(opened):
            self._withheld.add("没有结束的域之后的文字", unfinished.begin)
            self._dissolve(unfinished)

    def _read(self, atom: etree._Element, opened: list[_Field]) -> None:
        kind = {_MARK: atom.get(_KIND)}.get(str(atom.tag))
        if kind == "begin":
            self._open(atom, opened)
        outer = opened[:-1] if kind else list(opened)
        for each in outer:
            each.take(atom)
        for innermost in opened[len(outer) :]:
            self._take_mark(atom, innermost, opened)

    def _open(self, atom: etree._Element, opened: list[_Field]) -> None:
        for outer in opened:
            outer.is_nested |= not outer.is_shown
        opened.append(_Field(atom))

    def _take_mark(self, atom: etree._Element, innermost: _Field, opened: list[_Field]) -> None:
        kind = atom.get(_KIND)
        innermost.marks.append(atom)
        innermost.is_shown |= kind == "separate"
        if kind == "end":
            opened.pop()
            self._finish(innermost, is_code=not all(outer.is_shown for outer in opened))

    def _finish(self, found: _Field, *, is_code: bool) -> None:
        written = None if found.is_nested else self.written(found.instruction())
        if written is None:
            if not is_code:  # else the field round it is told of
                self._tell(found)
            self._dissolve(found)
            return
        first = next(atom for atom in found.code if atom.tag == _INSTRUCTION)
        first.text = f" {written} "
        take_out(atom for atom in found.code if atom is not first)

    def _tell(self, found: _Field) -> None:
        name = next(iter(found.instruction().split()), "").upper()
        nested = "由别的域拼成" if found.is_nested else name[:20]
        stays = "只留最后的结果" if found.is_shown else "没有结果"
        self._withheld.add(f"域 {nested}，{stays}".replace("域 由", "域由"), found.begin)

    def _dissolve(self, found: _Field) -> None:
        take_out([*found.marks, *found.code])

    def written(self, instruction: str) -> str | None:
        """写法 — a field as it may go out; None for one that may not."""
        tokens = [(quoted or bare, bool(bare)) for quoted, bare in _TOKEN.findall(instruction)]
        name = next(iter(tokens), ("", True))[0].upper()
        declared = table()["fields"].get(name)
        if declared is None:
            return None
        if declared.get("argument") == "drawn":
            drawn = instruction.strip().partition(" ")[2]
            return f"{name} {drawn}" if pattern("field_values", "drawn").fullmatch(drawn) else None
        parts = list(self._arguments(declared, tokens[1:]))
        is_whole = None not in parts and len(parts) >= bool(declared.get("argument"))
        return " ".join((name, *filter(None, parts))) if is_whole else None

    def _arguments(self, declared: Mapping[str, Any], tokens: Sequence[_Token]) -> Iterator[str | None]:
        """What follows a name; None for what may not: a switch that is not listed goes with its value."""
        rest = list(tokens)
        if rest and not _is_switch(rest[0]):
            yield self._value(declared.get("argument", "nothing"), rest.pop(0)[0])
        while rest:
            switch = rest.pop(0)
            value = rest.pop(0)[0] if rest and _takes_value(switch, declared, rest[0]) else ""
            kind = _kind_of(switch, declared)
            if kind is None and _is_switch(switch):
                continue
            yield switch[0].lower() if _is_switch(switch) else None
            if kind:
                yield self._value(kind, value)

    def _value(self, kind: str, value: str) -> str | None:
        if kind in self._renamed:
            return self._renamed[kind](value)
        allowed = pattern("field_values", kind).fullmatch(value)
        quoted = f'"{value}"' if kind in _QUOTED else value
        return quoted if allowed else None

    def _label(self, name: str) -> str:
        return self._labels.setdefault(name, f"S{len(self._labels) + 1}")

    def _bookmark(self, name: str) -> str | None:
        if name not in self._bookmarks:
            return None
        self.referred.add(name)
        return name


def _is_switch(token: _Token) -> bool:
    return token[1] and token[0].startswith("\\")


def _kind_of(token: _Token, declared: Mapping[str, Any]) -> str | None:
    """What follows a switch; empty where nothing does, None where the switch is not listed."""
    sign, listed = token[0][1:].lower(), declared.get("switches", {})
    return _FORMATS.get(sign) or listed.get(sign)


def _takes_value(token: _Token, declared: Mapping[str, Any], following: _Token) -> bool:
    return _kind_of(token, declared) != "" and not _is_switch(following)


def _atoms(text: etree._Element) -> Iterator[etree._Element]:
    """What stands in the runs of a text, in order; not the properties of runs."""
    for run in text.iter(w("r")):
        yield from (atom for atom in run if atom.tag != w("rPr"))


def _spell_out(simple: etree._Element) -> None:
    """A simple field becomes one of marks, as Word writes it otherwise."""
    code = _run(_INSTRUCTION, simple.get(w("instr"), ""))
    before = [_run(_MARK, kind="begin"), code, _run(_MARK, kind="separate")]
    for node in (*before, *list(simple), _run(_MARK, kind="end")):
        simple.addprevious(node)
    take_out([simple])


def _run(name: str, text: str | None = None, kind: str = "") -> etree._Element:
    run = etree.Element(w("r"))
    atom = etree.SubElement(run, name)
    atom.text = text
    if kind:
        atom.set(_KIND, kind)
    return run
