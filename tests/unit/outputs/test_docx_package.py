"""The .docx as a package: opens without a repair prompt, same bytes, no trace of who made it."""

from __future__ import annotations

import os
import posixpath
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from disclosure.document import Document, Heading, Paragraph, Text
from disclosure.outputs.docx import write
from tests.contract.sample import sample
from tests.unit.outputs.ooxml_order import CHART, DRAWING, INLINE, WORD
from tests.unit.outputs.word_files import SPACES, attachment, look, names, part, w

ROOT = Path(__file__).parents[3]
ORDER = {SPACES["w"]: WORD, SPACES["wp"]: INLINE, SPACES["a"]: DRAWING, SPACES["c"]: CHART}


def full(*, draft: bool = True) -> Document:
    """The sample and two attachments."""
    plain = sample(draft=draft)
    blocks = (*plain.blocks, attachment("甲"), Heading("h-2", 1, (Text("附件2"),)), attachment("乙", "att-2"))
    return Document(plain.title, plain.author, (*blocks, Paragraph("p-end", (Text("完"),))), draft=draft)


@pytest.fixture(scope="module", params=["gbt9704", "word"])
def data(request: pytest.FixtureRequest) -> bytes:
    return write(full(), look(request.param), "文件")[0].data


def trees(data: bytes) -> dict[str, Any]:
    return {name: part(data, name) for name in names(data) if name.endswith((".xml", ".rels"))}


def misplaced(tree: Any) -> list[str]:
    """Children that stand where the schema does not allow them."""
    found = []
    for element in tree.iter(etree.Element):
        name = etree.QName(element)
        order = ORDER.get(name.namespace or "", {}).get(name.localname)
        if order is None:
            continue
        places = [
            order.split().index(etree.QName(child).localname)
            if etree.QName(child).localname in order.split()
            else -1
            for child in element
        ]
        if -1 in places or places != sorted(places):
            found.append(f"{name.localname}: {[etree.QName(child).localname for child in element]}")
    return found


def test_the_order_checker_notices_a_wrong_order() -> None:
    tree = etree.fromstring(f'<w:pPr xmlns:w="{SPACES["w"]}"><w:jc/><w:pStyle/></w:pPr>')
    assert misplaced(tree) == ["pPr: ['jc', 'pStyle']"]


def test_every_element_has_its_children_in_the_order_of_the_schema(data: bytes) -> None:
    assert {name: misplaced(tree) for name, tree in trees(data).items() if misplaced(tree)} == {}


def test_only_the_last_section_is_said_in_the_body_the_others_in_a_paragraph(data: bytes) -> None:
    body = part(data).find(w("body"))
    assert [place for place, node in enumerate(body) if node.tag == w("sectPr")] == [len(body) - 1]
    assert {node.tag for node in body} <= {w("p"), w("tbl"), w("sectPr")}


@pytest.mark.parametrize("name", ["gbt9704", "word"])
def test_the_reference_documents_follow_the_schema(name: str) -> None:
    assert {
        key: misplaced(tree) for key, tree in trees(look(name).reference).items() if misplaced(tree)
    } == {}


def test_every_relationship_leads_to_a_part_that_is_there(data: bytes) -> None:
    for name, tree in trees(data).items():
        if not name.endswith(".rels"):
            continue
        base = posixpath.dirname(posixpath.dirname(name))
        for link in tree:
            if link.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", base, link.get("Target"))).lstrip("/")
                assert target in names(data), (name, target)


def test_every_relationship_id_that_is_used_is_declared(data: bytes) -> None:
    for name, tree in trees(data).items():
        used = {
            value for node in tree.iter() for key, value in node.attrib.items() if f"{{{SPACES['r']}}}" in key
        }
        if used:
            folder, _, file = name.rpartition("/")
            declared = {link.get("Id") for link in part(data, f"{folder}/_rels/{file}.rels")}
            assert used <= declared, name


def test_the_content_types_cover_every_part(data: bytes) -> None:
    types = part(data, "[Content_Types].xml")
    endings = {node.get("Extension") for node in types if node.get("Extension")}
    single = {node.get("PartName").lstrip("/") for node in types if node.get("PartName")}
    uncovered = [
        name for name in names(data)[1:] if name not in single and name.rpartition(".")[2] not in endings
    ]
    assert uncovered == []
    assert len(names(data)) == len(set(names(data)))


def test_bookmarks_and_drawings_have_ids_of_their_own(data: bytes) -> None:
    body = part(data)
    starts = [node.get(w("id")) for node in body.iter(w("bookmarkStart"))]
    assert len(set(starts)) == len(starts)
    assert sorted(starts) == sorted(node.get(w("id")) for node in body.iter(w("bookmarkEnd")))
    marks = Counter(node.get(w("name")) for node in body.iter(w("bookmarkStart")))
    assert [name for name, count in marks.items() if count > 1] == []
    drawings = [node.get("id") for node in body.iter(f"{{{SPACES['wp']}}}docPr")]
    assert len(set(drawings)) == len(drawings) >= 5


def test_every_style_and_numbering_that_is_used_exists(data: bytes) -> None:
    styles = {node.get(w("styleId")) for node in part(data, "word/styles.xml").iter(w("style"))}
    used = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")
    for name in ("word/document.xml", "word/styles.xml", "word/footnotes.xml"):
        assert {node.get(w("val")) for node in part(data, name).iter(*(w(tag) for tag in used))} <= styles
    numbers = {node.get(w("numId")) for node in part(data, "word/numbering.xml").iter(w("num"))} | {"0"}
    assert {node.get(w("val")) for node in part(data).iter(w("numId"))} <= numbers


def test_nothing_asks_word_to_update_fields_and_no_toc_field_is_there() -> None:
    data = write(sample(), look(), "文件")[0].data
    assert part(data, "word/settings.xml").find(w("updateFields")) is None
    assert not [node for node in part(data).iter(w("instrText")) if node.text.split()[0] == "TOC"]


def test_the_metadata_are_the_documents_own_and_name_nobody(data: bytes) -> None:
    core = part(data, "docProps/core.xml")
    values = {etree.QName(node).localname: node.text for node in core}
    assert values == {"title": "某市某某局2023年度部门决算", "creator": "某市某某局", "language": "zh-CN"}
    whole = b"".join(ZipFile(BytesIO(data)).read(name) for name in names(data))
    for secret in ("某经办人", "张三", "李四", "附件的页眉"):
        assert secret.encode() not in whole
    assert "docProps/thumbnail.jpeg" not in names(data)


SCRIPT = """
import sys, hashlib
sys.path.insert(0, sys.argv[1])
if sys.argv[2] != "0":
    import random, time, datetime
    random.seed(int(sys.argv[2]))
    shift = int(sys.argv[2]) * 86400 * 400
    real = time.time
    time.time = lambda: real() + shift
    local = time.localtime
    time.localtime = lambda seconds=None: local(time.time() if seconds is None else seconds)
from tests.unit.outputs.test_docx_package import full
from tests.unit.outputs.word_files import look
from disclosure.outputs.docx import write
sys.stdout.write(hashlib.sha256(write(full(), look(), "x")[0].data).hexdigest())
"""


def test_the_same_document_gives_the_same_bytes_in_any_process_on_any_day(tmp_path: Path) -> None:
    # The attachment is an input: it is made once here, since python-docx stamps what it saves.
    office = {mark: attachment(mark).data for mark in "甲乙"}
    for mark, content in office.items():
        (tmp_path / f"{mark}.docx").write_bytes(content)
    files = "import tests.unit.outputs.word_files as files\nfrom pathlib import Path\n"
    files += f"files.office_file = lambda mark: (Path({str(tmp_path)!r}) / (mark + '.docx')).read_bytes()\n"
    script = SCRIPT.replace(
        "from tests.unit.outputs.test_docx_package", files + "from tests.unit.outputs.test_docx_package"
    )
    digests = set()
    for seed in ("0", "7"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", script, str(ROOT), seed]
        digests.add(
            subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        )
    assert len(digests) == 1
    assert digests != {""}


def test_the_reference_documents_are_what_the_script_makes(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "import make_reference_docx as made; from pathlib import Path; import sys;",
    ]
    command[-1] += "made.TEMPLATES = Path(sys.argv[1]); made.main()"
    subprocess.run([*command, str(tmp_path)], cwd=ROOT / "scripts", check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.docx")}
    assert len(made) >= 4
    assert made == {path: (ROOT / "templates" / path).read_bytes() for path in made}
