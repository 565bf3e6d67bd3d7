"""What is fuzzed: each kind makes an input from a real starting file and says what is run with it."""

from __future__ import annotations

import atexit
import copy
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

import disclosure
from disclosure import api, auditing, importing, packs, projects
from disclosure.loading import published, read
from disclosure.outputs import writer
from tests import finished
from tests.contract.test_attachments import report
from tests.departments import EXAMPLES, SMALL
from tests.fuzz import mutation
from tests.unit.importing.test_office_files import converted

EXAMPLE = EXAMPLES / "panzhihua-beijing-2023"
PUBLISHED = EXAMPLES / "yuxi-beijing-2023"
FORM = "yunnan-2023"
PACKS = ("standard", "gbt9704", "sichuan", "sichuan-2023")
FULL = 0.15  # of the inputs of a kind go the whole way, the others are read
PIECES = {
    ".md": [*mutation.PIECES["markdown"], "|" * 200, "**" * 300, "甲" * 3000, "*a_ " * 500],
    ".j2": mutation.PIECES["templates"],
    ".css": [*mutation.PIECES["styles"], "{" * 3000, "(" * 20_000],
    ".toml": [*mutation.PIECES["declarations"], "x" * 300, "[" * 2000],
}

Run = Callable[[], object]


def _yaml(random: Random, folder: Path) -> Run:
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    file = folder / "data.yaml"
    whole = file.read_text(encoding="utf-8")
    if random.random() < 0.5:
        file.write_bytes(mutation.text(random, whole).encode("utf-8", "surrogatepass"))
    else:
        file.unlink()
        made = json.dumps(mutation.tree(random, yaml.safe_load(whole)), ensure_ascii=False, default=str)
        (folder / "data.json").write_text(made, encoding="utf-8", errors="replace")
    return _checked(random, folder)


def _checked(random: Random, folder: Path) -> Run:
    whole_way = random.random() < FULL
    return lambda: api.check(folder) if whole_way else read(folder)


@cache
def _workbook_folder() -> Path:
    """An example's data as a workbook to be filled in; kept as long as the process lives."""
    folder = Path(tempfile.mkdtemp(prefix="disclosure-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    projects.new(folder, last=EXAMPLE)
    return folder


def _workbook(random: Random, folder: Path) -> Run:
    shutil.copytree(_workbook_folder(), folder, dirs_exist_ok=True)
    (file,) = folder.glob("*.xlsx")
    file.write_bytes(
        mutation.archive(random, file.read_bytes(), ["xl/worksheets/sheet", "xl/shared", "xl/styles"])
    )
    return _checked(random, folder)


@cache
def published_tables(kind: str) -> bytes:
    """The tables of an example as an office has them, in one of the formats that are read."""
    if kind in ("xls", "ods"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "公开表.xlsx"
            path.write_bytes(published_tables("xlsx"))
            return converted(path, kind).read_bytes()
    return disclosure.build(PUBLISHED, (kind,)).artifacts[0].data


HOT = {"xlsx": ["xl/"], "ods": ["content.xml"], "docx": ["word/document", "word/styles", "word/numbering"]}


def _importing(kind: str) -> Callable[[Random, Path], Run]:
    def prepared(random: Random, folder: Path) -> Run:
        whole, file = published_tables(kind), folder / f"公开表.{kind}"
        match kind:
            case "html":
                change = random.choice([mutation.xml, mutation.text])
                file.write_bytes(change(random, whole.decode()).encode("utf-8", "surrogatepass"))
            case "xls":
                file.write_bytes(mutation.raw(random, whole))
            case _:
                file.write_bytes(mutation.archive(random, whole, HOT[kind]))
        if random.random() < FULL:
            return lambda: importing.import_tables([file], folder / "数据", FORM)
        return lambda: (published.read(file, file.name), published.document(file, file.name))

    return prepared


_AUDITED = "sichuan-2023 平常"  # name and department of a document that is published in each format
_OF_FORMAT = {"docx": HOT["docx"], "xlsx": HOT["xlsx"]}


@cache
def published_document(kind: str) -> bytes:
    """A finished document as an office publishes it."""
    made = finished.finished(_AUDITED).composed
    return writer(kind)(made.document, made.style, made.filename)[0].data


def _auditing(random: Random, folder: Path) -> Run:
    """A published document of some format, audited; its text is changed, or what holds it."""
    kind = random.choice(["docx", "html", "txt", "xlsx"])
    file = folder / f"公开.{kind}"
    file.write_bytes(_changed_document(random, kind))
    return lambda: auditing.audit(file, pack="sichuan-2023")


def _changed_document(random: Random, kind: str) -> bytes:
    match kind:
        case "html":
            change = random.choice([mutation.xml, mutation.text])
            return change(random, published_document(kind).decode()).encode("utf-8", "surrogatepass")
        case "txt":
            said = re.sub(r"<[^>]+>", "\n", published_document("html").decode())
            return mutation.text(random, said).encode("utf-8", "surrogatepass")
        case _:
            return mutation.archive(random, published_document(kind), _OF_FORMAT[kind])


def _pdf(random: Random, folder: Path) -> Run:
    """A published PDF whose bytes are changed, read and audited."""
    file = folder / "公开.pdf"
    file.write_bytes(mutation.raw(random, published_document("pdf")))
    return lambda: auditing.audit(file, pack="sichuan-2023")


@cache
def _pack_files() -> tuple[tuple[str, str, str], ...]:
    """Pack, relative path and text of what delivered packs are made of."""
    found = ((name, path) for name in PACKS for path in sorted((packs.built_in() / name).rglob("*")))
    return tuple(
        (name, path.relative_to(packs.built_in() / name).as_posix(), path.read_text(encoding="utf-8"))
        for name, path in found
        if path.suffix in PIECES and path.suffix != ".md"
    )


def _pack(random: Random, folder: Path) -> Run:
    parent, path, whole = random.choice(_pack_files())
    made = mutation.text(random, whole, PIECES[Path(path).suffix] * 3)
    head = f'"名称" = "甲"\n"版本" = "1.0"\n"继承" = "{parent if parent != "gbt9704" else "standard"}"\n'
    if path == "pack.toml":
        made = head + re.sub(r'(?m)^"(名称|继承|版本)" = .*\n', "", made)
    for name, content in {"pack.toml": head, path: made}.items():
        file = folder / "templates" / "甲" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8", errors="replace")
    data = copy.deepcopy({**SMALL, "格式版本": "1", "模板": "甲"})
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return _composed(random, folder, ["html", "pdf"], always=path.endswith(".css"))


def _composed(random: Random, folder: Path, formats: list[str], *, always: bool = False) -> Run:
    format = random.choice(formats)
    if always or random.random() < FULL:
        return lambda: api.build(folder, [format], draft=True)
    return lambda: api.compose(folder, draft=True)


def _markdown(random: Random, folder: Path) -> Run:
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    file = random.choice([*sorted(folder.glob("附件*.md")), folder / "职责.md"])
    made = mutation.text(random, file.read_text(encoding="utf-8"), PIECES[".md"] * 3)
    file.write_text(made, encoding="utf-8", errors="replace")
    return _composed(random, folder, ["html", "docx"])


@cache
def _word_report() -> bytes:
    """A report with headings, lists, tables, pictures and notes, as Word saves it."""
    return report()


def _attachment(random: Random, folder: Path) -> Run:
    hot = [
        "word/document",
        "word/styles",
        "word/numbering",
        "word/foot",
        "word/end",
        "word/_rels",
        "word/media",
    ]
    (folder / "附件.docx").write_bytes(mutation.archive(random, _word_report(), hot))
    data: dict[str, Any] = {**SMALL, "格式版本": "1", "附件": [{"标题": "报告", "文件": "附件.docx"}]}
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    formats = random.choice([["docx"], ["html"], ["docx"], ["docx", "cms"]])
    return lambda: api.build(folder, formats, draft=True)


def _reference(random: Random, folder: Path) -> Run:
    """The Word file that a pack takes its styles from."""
    whole = (packs.built_in() / "standard" / "style" / "gbt9704.docx").read_bytes()
    hot = ["word/styles", "word/document", "word/settings", "word/numbering", "[Content", "word/_rels"]
    style = folder / "templates" / "甲" / "style"
    style.mkdir(parents=True)
    (style / "gbt9704.docx").write_bytes(mutation.archive(random, whole, hot))
    (style.parent / "pack.toml").write_text(
        '"名称" = "甲"\n"版本" = "1"\n"继承" = "standard"\n', encoding="utf-8"
    )
    data = {**SMALL, "格式版本": "1", "模板": "甲"}
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return lambda: api.build(folder, ["docx"], draft=True)


KINDS: dict[str, Callable[[Random, Path], Run]] = {
    "yaml": _yaml,
    "workbook": _workbook,
    **{kind: _importing(kind) for kind in ("xlsx", "xls", "ods", "docx", "html")},
    "pack": _pack,
    "reference": _reference,
    "markdown": _markdown,
    "attachment": _attachment,
    "audit": _auditing,
    "pdf": _pdf,
}
WITHOUT_OFFICE = [kind for kind in KINDS if kind not in ("xls", "ods")]  # LibreOffice makes these two
