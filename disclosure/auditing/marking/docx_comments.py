"""Word 的批注 — a copy of a .docx with a comment at the words of each finding; raises DocxError.

The parts that comments do not touch stay byte for byte; of the text nothing changes. Which paragraph a place
means is not reckoned again: the file is read once more with each paragraph marked, and the places of what is
read so are those of the audit.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import accumulate, chain, count, islice
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from disclosure.auditing import plain_tables
from disclosure.auditing.audit_finding import AuditFinding
from disclosure.auditing.marking import note_text
from disclosure.auditing.table_places import named_places
from disclosure.loading.published import read_published
from disclosure.loading.published.blocks import PublishedDocument, PublishedText
from disclosure.loading.word.word_package import Package, text_of, w

_FIRST_MARK, _MOST_MARKS = 0xF0000, 0xFFFD  # of the private signs, which no text of an office has
_MARK = re.compile("[\U000f0000-\U000ffffd]")
_TYPES = "[Content_Types].xml"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DATE = (1980, 1, 1, 0, 0, 0)

Changed = dict[str, bytes]


def commented(data: bytes, findings: Iterable[AuditFinding], name: str) -> bytes:
    """写批注 — what stands in no paragraph is listed in a comment on the first one."""
    package = Package(data)
    copy = _Copy(package, list(package.document.iter(w("p"))))
    places = _numbers_of_places(data, name)
    elsewhere: list[AuditFinding] = []
    for finding in findings:
        number = next(filter(None, map(places.get, named_places(finding, name))), None)
        if number is None:
            elsewhere.append(finding)
        else:
            copy.comment(copy.paragraphs[number - 1], finding.quote, finding.stated, note_text.note(finding))
    if elsewhere and copy.paragraphs:
        copy.comment(copy.paragraphs[0], "", "", note_text.notes_elsewhere(elsewhere))
    return _with_parts(data, copy.parts())


def _numbers_of_places(data: bytes, name: str) -> Mapping[str, int]:
    """Of each place that can be read, in words, the number of its paragraph from 1."""
    package = Package(data)
    for number, paragraph in enumerate(islice(package.document.iter(w("p")), _MOST_MARKS)):
        _mark(paragraph, chr(_FIRST_MARK + number))
    marked = _with_parts(data, {package.main: _serialised(package.document)})
    return dict(_marked_places(read_published.document_of(marked, ".docx", name)))


def _mark(paragraph: etree._Element, mark: str) -> None:
    """In every piece of its text: one that is hidden is left out."""
    for text in filter(partial(_says_something_in, paragraph), paragraph.iter(w("t"))):
        text.text = mark + (text.text or "")


def _says_something_in(paragraph: etree._Element, text: etree._Element) -> bool:
    is_own = next(text.iterancestors(w("p"))) is paragraph
    return is_own and bool((text.text or "").strip())


def _marked_places(document: PublishedDocument) -> Iterator[tuple[str, int]]:
    for block in document.blocks:
        if isinstance(block, PublishedText):
            yield from _first_mark(str(block.place().source), block.text)
            continue
        for cell in plain_tables.cells(block.matrix):
            yield from _first_mark(str(cell.source), cell.text)


def _first_mark(place: str, text: str) -> Iterator[tuple[str, int]]:
    return ((place, ord(mark) - _FIRST_MARK + 1) for mark in _MARK.findall(text)[:1])


@dataclass(slots=True)
class _Copy:
    """A file while comments are put in: its paragraphs, its comments."""

    package: Package
    paragraphs: Sequence[etree._Element]
    root: etree._Element
    ids: Iterator[int]

    def __init__(self, package: Package, paragraphs: Sequence[etree._Element]) -> None:
        self.package, self.paragraphs = package, paragraphs
        found = package.related("comments")
        self.root = etree.Element(w("comments"), nsmap={"w": w("p")[1:-2]}) if found is None else found
        self.ids = count(max(map(_id_of, self.root.iter(w("comment"))), default=-1) + 1)

    def comment(self, paragraph: etree._Element, quote: str, stated: str, text: str) -> None:
        """写一条 — round the runs that say what is stated, else round the whole paragraph."""
        id = str(next(self.ids))
        parts = _parts_saying(paragraph, quote, stated)
        start, end = (etree.Element(w(f"commentRange{side}"), {w("id"): id}) for side in ("Start", "End"))
        reference = etree.Element(w("r"))
        etree.SubElement(reference, w("commentReference"), {w("id"): id})
        if parts:
            parts[0].addprevious(start)
            parts[-1].addnext(end)
        else:
            paragraph.extend((start, end))
        end.addnext(reference)
        _put(self.root, id, text)

    def parts(self) -> Changed:
        """改过的部件 — the document, its comments, and what says that there are comments."""
        name = next(iter(self.package.names("comments")), "")
        changed = {self.package.main: _serialised(self.package.document)}
        new = name or posixpath.join(posixpath.dirname(self.package.main), "comments.xml")
        return {**changed, new: _serialised(self.root), **({} if name else _announced(self.package, new))}


def _id_of(comment: etree._Element) -> int:
    id = comment.get(w("id"), "")
    return int(id) if id.isdecimal() else 0


def _parts_saying(paragraph: etree._Element, quote: str, stated: str) -> list[etree._Element]:
    """The runs (or what holds them) that say what is stated, where the words round it are found."""
    parts = [part for part in paragraph if part.tag != w("pPr")]
    at = _begins_at("".join(map(text_of, parts)), quote.strip("…"), stated)
    return parts if at < 0 else _parts_between(parts, at, at + len(stated))


def _begins_at(text: str, around: str, stated: str) -> int:
    """Where it stands in those words; -1 where nothing is stated, or they are not there."""
    begin = text.find(around)
    return text.find(stated, begin) if stated and begin >= 0 else -1


def _parts_between(parts: Sequence[etree._Element], start: int, end: int) -> list[etree._Element]:
    ends = accumulate(map(_letters_in, parts))
    spans = ((part, at - _letters_in(part), at) for part, at in zip(parts, ends, strict=True))
    return [part for part, begins, at in spans if at > start and begins < end]


def _letters_in(part: etree._Element) -> int:
    return len(text_of(part))


def _put(root: etree._Element, id: str, text: str) -> None:
    named = {w("id"): id, w("author"): note_text.AUTHOR, w("initials"): "审"}
    comment = etree.SubElement(root, w("comment"), named)
    for line in text.split("\n"):
        run = etree.SubElement(etree.SubElement(comment, w("p")), w("r"))
        etree.SubElement(run, w("t"), {_SPACE: "preserve"}).text = line


def _announced(package: Package, name: str) -> Changed:
    """That there is a part of comments: among the types, among the document's relations."""
    folder, main = posixpath.split(package.main)
    relations_name = posixpath.join(folder, "_rels", f"{main}.rels")
    types, relations = package.xml(_TYPES), package.xml(relations_name)
    relations = etree.fromstring(_RELATIONS) if relations is None else relations
    types = etree.fromstring(f'<Types xmlns="{_PACKAGE}/content-types"/>') if types is None else types
    kind = {"PartName": f"/{name}", "ContentType": _KIND}
    etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override", kind)
    taken = {relation.get("Id") for relation in relations}
    id = next(id for id in map("rId{}".format, count(1)) if id not in taken)
    related = {"Id": id, "Type": _RELATION, "Target": posixpath.basename(name)}
    etree.SubElement(relations, f"{{{_PACKAGE}/relationships}}Relationship", related)
    return {_TYPES: _serialised(types), relations_name: _serialised(relations)}


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_parts(data: bytes, changed: Changed) -> bytes:
    """The file with some parts changed or added; every other one as it was."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(buffer, "w", ZIP_DEFLATED) as after:
        entries = before.infolist()
        new = changed.keys() - {entry.filename for entry in entries}
        for entry in chain(entries, map(partial(ZipInfo, date_time=_DATE), sorted(new))):
            content = changed.get(entry.filename)
            copy = ZipInfo(entry.filename, entry.date_time)
            copy.external_attr = entry.external_attr
            after.writestr(copy, before.read(entry) if content is None else content, ZIP_DEFLATED)
    return buffer.getvalue()
