"""Word 文件里的图片 — every picture of a .docx written anew, or its place taken by an empty box, and told.

It is done to the package as it is read, once: whatever is made of it holds no other picture. What a cropped
picture does not show is cut off; the vector and the original behind a picture stay behind.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from disclosure import pictures
from disclosure.loading.word.allow_list import shown_choice, tag
from disclosure.loading.word.new_package import zipped
from disclosure.loading.word.word_package import NOTHING, Package, part_of, take_out, text_of, w, whole
from disclosure.pictures import WHOLE, Crop, Picture, PictureError

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP, _OLD = f"{_A}blip", "{urn:schemas-microsoft-com:vml}imagedata"
_CHOICE, _FALLBACK = tag("mc:Choice"), tag("mc:Fallback")
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CONTENT_TYPES = "[Content_Types].xml"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SIDES = ("l", "t", "r", "b")
_OLD_SIDES = ("cropleft", "croptop", "cropright", "cropbottom")
_PER_THOUSAND = 100_000  # of a whole, in a crop of DrawingML
_FRACTION = 65_536  # of a whole, in VML's numbers that end in f
_QUARTER = 5_400_000  # of a turn, in sixty-thousandths of a degree
_LIKE = 0.02  # how far the sides of a frame and of its picture may be apart
_DRAWN = ("word/charts/", "word/diagrams/", "word/drawings/")  # goes into the document with the text
_CONTEXT = 12


@dataclass(frozen=True, slots=True)
class Renewed:
    """重写的文件 — its bytes with all pictures anew, and the sentences on those that were refused."""

    data: bytes
    refused: tuple[str, ...] = ()


def renewed(package: Package, data: bytes, *, everywhere: bool = False) -> Renewed:
    """重写图片 — of all parts; told are the refused ones in what of an attachment is printed, or all."""
    originals = frozenset(filter(None, _picture_parts(package)))
    return _Renewing(package, originals, everywhere=everywhere).renewed() if originals else Renewed(data)


def of_file(data: bytes) -> Renewed:
    """重写图片 — of a .docx that gives its look alone; raises DocxError."""
    return renewed(Package(data), data, everywhere=True)


def _picture_parts(package: Package) -> Iterator[str]:
    """The parts that are pictures by their type or place, or by what refers to them."""
    images = list(filter(_is_image_type, _types(package)))
    endings = (re.escape(f".{entry.get('Extension', 'png')}") + "$" for entry in images)
    named = re.compile("|".join(("/media/", *endings)), re.IGNORECASE)
    yield from (entry.get("PartName", "").lstrip("/") for entry in images)
    yield from filter(named.search, package.all_names())
    for rels in filter(_is_relations, package.all_names()):
        yield from (part for relation, part in _relations(package, rels) if _is_image(relation))


def _is_image_type(entry: etree._Element) -> bool:
    return entry.get("ContentType", "").startswith("image/")


def _types(package: Package) -> etree._Element:
    """The list of the types of all parts; an empty one where there is none."""
    types = package.xml(_CONTENT_TYPES)
    return etree.Element(f"{_TYPES}Types") if types is None else types


def _is_relations(name: str) -> bool:
    return name.endswith(".rels")


def _is_image(relation: etree._Element) -> bool:
    return relation.get("Type", "").endswith("/image")


def _source(rels: str) -> str:
    """The part whose relationships a .rels holds."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _relations(package: Package, rels: str) -> Iterator[tuple[etree._Element, str]]:
    """The relationships to parts of the file, and the name of each part."""
    root = package.xml(rels)
    folder = posixpath.dirname(_source(rels))
    for relation in () if root is None else list(root.iter(_RELATIONSHIP)):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            yield relation, target.lstrip("/")


@dataclass
class _Renewing:
    package: Package
    originals: frozenset[str]
    everywhere: bool
    made: dict[tuple[str, Crop], tuple[str, Picture]] = field(default_factory=dict)  # new name, new picture
    faults: dict[str, str] = field(default_factory=dict)  # why a part was refused
    refused: list[str] = field(default_factory=list)

    def renewed(self) -> Renewed:
        """全部重写 — the main document first, since pictures are numbered as they stand there."""
        changed: dict[str, bytes] = {}
        for rels in sorted(filter(_is_relations, self.package.all_names()), key=self._order):
            changed |= self._of_part(rels)
        return Renewed(self._packed(changed), tuple(self.refused))

    def _order(self, rels: str) -> tuple[bool, str]:
        return _source(rels) != self.package.main, rels

    def _of_part(self, rels: str) -> dict[str, bytes]:
        """A part that refers to pictures, and its relationships, as they are now."""
        source = _source(rels)
        found = [each for each in _relations(self.package, rels) if each[1] in self.originals]
        if not found:
            return {}
        text = part_of(self.package.xml_or_none(source))
        parts = {relation.get("Id", ""): part for relation, part in found}
        root = next(found[0][0].iterancestors())
        kept = self._in_text(text, source, parts, root)
        for relation, part in found:
            self._point(relation, part, root, kept)
        return {name: _xml(tree) for name, tree in ((rels, root), (source, text)) if tree is not NOTHING}

    def _point(self, relation: etree._Element, part: str, root: etree._Element, kept: set[str]) -> None:
        """At the new picture; to nothing where it is not in use."""
        if relation.get("Id") in kept:
            relation.set("Target", f"/{self._new(part)[0]}")
            relation.set("Type", _IMAGE)
        else:
            root.remove(relation)

    def _in_text(
        self, text: etree._Element, source: str, parts: dict[str, str], rels: etree._Element
    ) -> set[str]:
        """The pictures in order, each cut to what is seen; gives the ids that are still in use."""
        for node, place in _seen(text):
            name = f"{_R}embed" if node.tag == _BLIP else f"{_R}id"
            part = parts.get(node.get(name, ""))
            if part is not None:
                _without_originals(node)
                crop = _crop_of(node)
                file, picture = self._new(part, crop)
                _set_frame(node, picture)
                if crop != WHOLE:
                    node.set(name, _related(rels, file))
                self._tell(part, source, place)
        return {value for node in text.iter() for key, value in node.attrib.items() if key.startswith(_R)}

    def _new(self, part: str, crop: Crop = WHOLE) -> tuple[str, Picture]:
        if (part, crop) not in self.made:
            picture = self._anew(part, crop)
            name = f"word/media/picture{len(self.made) + 1}.{picture.kind}"
            self.made[part, crop] = (name, picture)
        return self.made[part, crop]

    def _anew(self, part: str, crop: Crop) -> Picture:
        try:
            return pictures.anew(self.package.part_or_none(part) or b"", crop)
        except PictureError as error:
            self.faults[part] = str(error)
            return pictures.placeholder()

    def _tell(self, part: str, source: str, place: str) -> None:
        is_drawn = source.startswith(_DRAWN)
        if part not in self.faults or not place:
            return
        if source == self.package.main:
            self.refused.append(_refusal(place, self.faults[part]))
        elif is_drawn or self.everywhere:
            where = "图表、图形里" if is_drawn else "页眉、页脚等处"
            self.refused.append(_refusal(f"{where}的图片", self.faults[part]))

    def _packed(self, changed: dict[str, bytes]) -> bytes:
        types = _types(self.package)
        take_out([entry for entry in types if entry.get("PartName", "").lstrip("/") in self.originals])
        for name, picture in self.made.values():
            kind = f"image/{picture.kind}"
            types.append(etree.Element(f"{_TYPES}Override", PartName=f"/{name}", ContentType=kind))
        now = changed | {_CONTENT_TYPES: _xml(types)}
        kept = filter(self._stays, self.package.all_names())
        parts = {name: now.get(name) or self.package.part_or_none(name) or b"" for name in kept}
        return zipped(parts | {name: picture.data for name, picture in self.made.values()})

    def _stays(self, name: str) -> bool:
        return name not in self.originals


def _refusal(what: str, why: str) -> str:
    return f"{what}{why}，不能公开；请在 Word 或 WPS 里右键它，“另存为图片”选 PNG，再用存出的换下它"


def _seen(text: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each picture with its number and the words near it; without for one that stands for other programs."""
    near, number = "文首", 0
    for node in list(text.iter(w("p"), _BLIP, _OLD)):
        if node.tag == w("p"):
            words = " ".join(text_of(node).split())[:_CONTEXT]
            near = f"“{words}”附近" if words else near
        else:
            is_shown = all(map(_is_chosen, node.iterancestors(_CHOICE, _FALLBACK)))
            number += is_shown
            yield node, f"第{number}张图片（{near}）" if is_shown else ""


def _is_chosen(branch: etree._Element) -> bool:
    """Of the alternatives it belongs to."""
    chosen = shown_choice(part_of(branch.getparent()))
    return chosen == (branch if branch.tag == _CHOICE else None)


def _without_originals(node: etree._Element) -> None:
    """The extensions of a picture hold what it was made from: a vector, the picture before its effects."""
    take_out(node.findall(f"{_A}extLst"))


def _crop_of(node: etree._Element) -> Crop:
    """What of a picture is cut off; it says so no more."""
    holder, sides = (node, _OLD_SIDES) if node.tag == _OLD else (_rectangle(node), _SIDES)
    if holder is None:
        return WHOLE
    left, top, right, bottom = (_cut_share(holder.attrib.get(side, "")) for side in sides)
    for side, share in zip(sides, (left, top, right, bottom), strict=True):
        if share:
            del holder.attrib[side]
    return (left, top, right, bottom)


def _rectangle(node: etree._Element) -> etree._Element | None:
    parent = node.getparent()
    return None if parent is None else parent.find(f"{_A}srcRect")


def _cut_share(written: str) -> float:
    """A share of the whole: 12500, 12.5%, 8192f or 0.125; none where it is no number or goes outwards."""
    units = (("%", 100), ("f", _FRACTION))
    number, whole = next(
        ((written.removesuffix(unit), whole) for unit, whole in units if written.endswith(unit)),
        (written, 1 if "." in written else _PER_THOUSAND),
    )
    try:
        return min(max(float(number) / whole, 0), 1)
    except ValueError:
        return 0


def _set_frame(node: etree._Element, picture: Picture) -> None:
    """A picture that was set upright needs no turning, and a frame that stood for it lying is turned."""
    frame = next(node.iterancestors(f"{_WP}inline", f"{_WP}anchor"), None)
    if frame is None:
        return
    for shape in frame.iter(f"{_A}xfrm"):
        if shape.get("rot"):
            turned = whole(shape.get("rot", ""), 0) - picture.quarters * _QUARTER
            shape.set("rot", str(turned % (4 * _QUARTER)))
    sizes = [*frame.iter(f"{_WP}extent"), *frame.iterfind(f".//{_A}xfrm/{_A}ext")]
    if picture.is_turned and _lies(sizes, picture):
        for size in sizes:
            wide, high = size.get("cx", ""), size.get("cy", "")
            size.set("cx", high)
            size.set("cy", wide)


def _lies(sizes: Iterable[etree._Element], picture: Picture) -> bool:
    """Whether a frame has the sides of the picture before it was turned."""
    wide, high = picture.size
    sides = [(whole(size.get("cx", ""), 0) * wide, whole(size.get("cy", ""), 0) * high) for size in sizes]
    return all(abs(first - second) <= _LIKE * second for first, second in sides)


def _related(rels: etree._Element, file: str) -> str:
    """The id of a relationship to a cut picture, made where there is none."""
    id = "cut" + "".join(filter(str.isalnum, posixpath.basename(file)))
    if all(relation.get("Id") != id for relation in rels):
        rels.append(etree.Element(_RELATIONSHIP, Id=id, Type=_IMAGE, Target=f"/{file}"))
    return id


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
