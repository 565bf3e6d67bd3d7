"""The direction of imports between the parts of the package, and where third-party libraries may be used."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "disclosure"

# Lower never imports higher; parts of one layer know nothing of each other, those of the lowest excepted.
LAYERS = (
    {
        "terms",
        "chinese_dates",
        "chinese_numbers",
        "money",
        "formula",
        "errors",
        "files",
        "folder_journal",
        "fonts",
        "extensions",
        "error_report",
        "interval",
        "beginnings",
        "common_start",
        "pictures",
        "temporary",
        "user_cache",
        "notebook_html",
        "rows",
        "several",
        "garbage",
    },
    {"classification"},
    {"model"},
    {"deriving"},
    {"consolidation"},
    {"loading"},
    {"forms", "workbook"},
    {"document"},
    {"facts"},
    {"checks", "drawing"},
    {"packs", "outputs", "build_record"},
    {"readback", "sources", "saving"},
    {"amending"},
    {"api", "department_from_units", "bookkeeping"},
    {"projects", "importing", "upgrading", "numbers_out", "parts_out", "many_builds"},
    {"authoring"},
    {"office_round", "auditing"},
    {"learning", "city"},
    {"desk"},
    {"__init__", "cli"},
    {"__main__"},
)
RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}

# Parts that may use less than their layer allows: an output knows the document, not where it came from.
NARROW = {
    "document": {"notebook_html", "terms", "chinese_numbers", "money", "formula", "errors", "forms"},
    "drawing": {"document", "money", "fonts", "errors", "temporary"},
    "outputs": {"document", "drawing", "money", "fonts", "errors", "extensions", "temporary"},
    "readback": {"document", "outputs", "loading", "errors"},
}
FORBIDDEN = {"packs": {"drawing"}, "loading": {"deriving"}}

# Third-party library → the only places that import it.
CONFINED = {
    "dask": ("city/cluster.py",),
    "distributed": ("city/cluster.py", "city/cluster_worker.py"),
    "docx": ("outputs/docx/",),
    "docxcompose": ("outputs/docx/",),
    "fontTools": ("fonts.py",),
    "jinja2": ("packs/", "desk/pages.py"),
    "lazy_loader": ("__init__.py",),
    "lxml": (
        *("loading/word/", "loading/published/html.py", "outputs/docx/", "readback/"),
        "auditing/marking/docx_comments.py",
    ),
    "markdown_it": ("document/",),
    "PIL": ("pictures.py",),
    "matplotlib": ("drawing/",),
    "openpyxl": ("workbook/mark_findings.py", "workbook/marked_bytes.py"),
    "platformdirs": ("user_cache.py",),
    "pydantic": (
        "amending/",
        "build_record.py",
        "consolidation/",
        "model/",
        "loading/",
        "forms/",
        "checks/",
        "packs/",
        "city/",
    ),
    "pydantic_core": ("model/",),
    "pandas": ("rows.py",),
    "psutil": ("city/workers.py",),
    "pikepdf": ("outputs/pdf/typst_tags.py",),
    "pypdfium2": (
        *("loading/published/pdf/pdfium_apart.py", "auditing/marking/pdfium_notes.py"),
        *("readback/pdf_pages.py", "readback/unseen.py"),
    ),
    "rich": ("cli/",),
    "rapidfuzz": ("auditing/", "learning/"),
    "starlette": ("desk/",),
    "tinycss2": ("document/page_boxes.py", "packs/stylesheet.py", "readback/hidden_by_style.py"),
    "typer": ("cli/",),
    "typst": ("outputs/pdf/typst_engine.py", "outputs/pdf/typst_fonts.py"),
    "uvicorn": ("desk/",),
    "watchfiles": ("desk/",),
    "weasyprint": ("outputs/pdf/weasyprint_engine.py", "outputs/pdf/weasyprint_lines.py"),
    "xlrd": ("loading/published/xls.py",),
    "xlsxwriter": ("outputs/", "workbook/"),
    "yaml": ("loading/", "upgrading/yaml_edits.py"),
}


def imports() -> Iterator[tuple[str, str]]:
    """Each import of the package, those inside functions included: (file, dotted name)."""
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((file, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{file}:{node.lineno} imports by a relative name"
                module = str(node.module)
                yield from ((file, f"{module}.{name.name}") for name in node.names)


def part_of(file: str) -> str:
    return file.partition("/")[0].removesuffix(".py")


OURS = [(file, name.split(".")[1]) for file, name in imports() if name.startswith("disclosure.")]
OTHERS = [
    (file, name.partition(".")[0])
    for file, name in imports()
    if name.partition(".")[0] not in {"disclosure", *sys.stdlib_module_names}
]


def allowed(part: str, used: str) -> bool:
    if part == used:
        return True
    if used in FORBIDDEN.get(part, ()) or (part in NARROW and used not in NARROW[part]):
        return False
    return RANK[used] < RANK[part] or RANK[used] == RANK[part] == 0


def test_every_part_of_the_package_has_its_layer() -> None:
    parts = {part_of(path.relative_to(PACKAGE).as_posix()) for path in PACKAGE.rglob("*.py")}
    assert parts == set(RANK)


def test_imports_go_down_the_layers_only() -> None:
    assert len(OURS) > 100
    assert [f"{file} imports {used}" for file, used in OURS if not allowed(part_of(file), used)] == []


def test_the_rule_itself_refuses_what_it_should() -> None:
    wrong = [
        ("outputs", "packs"),
        ("packs", "drawing"),
        ("outputs", "model"),
        ("loading", "deriving"),
        ("model", "api"),
    ]
    assert not any(allowed(*pair) for pair in wrong)
    assert allowed("api", "packs")


def test_third_party_libraries_stay_in_their_places() -> None:
    strays = [
        f"{file} imports {name}" for file, name in OTHERS if not file.startswith(CONFINED.get(name, ("?",)))
    ]
    assert strays == []


def test_imports_inside_functions_are_seen() -> None:
    lazily = {("outputs/pdf/weasyprint_engine.py", "weasyprint"), ("drawing/sizes.py", "matplotlib")}
    assert lazily <= set(OTHERS)
