"""The documents tell the truth: what they show is run, what is generated is current, links lead on."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType

import pytest

from disclosure import cli, outputs
from disclosure.workbook import BOOK
from tests.unit.importing.test_own_exports import LEDGER, book
from tests.unit.workbook.clerk import calculated, fill_in

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*/README.md")])
STORIES = [
    path for path in DOCUMENTS if path.name != "CHANGELOG.md" and "```" in path.read_text(encoding="utf-8")
]

_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(?:# |\{# )(\S+\.\w+)(?: #\})?\n")
_LINK = re.compile(r"\[[^\]]+\]\(([^)#]+)(#[^)]+)?\)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_LARGEST_PICTURE = 150_000
README = ROOT / "README.md"


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a document: (language, text)."""
    return [(found[2], found[3]) for found in _BLOCK.finditer(path.read_text(encoding="utf-8"))]


class Story:
    """A document read from top to bottom in one folder: its files are written, its commands are run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._monkeypatch, self._folder = monkeypatch, folder
        self.done: list[str] = []

    def tell(self, language: str, text: str) -> None:
        tellers: dict[str, Callable[[str], None]] = {"sh": self._commands, "python": self._python}
        tellers.get(language, self._file)(text)

    def _file(self, text: str) -> None:
        name = _FILE.match(text)
        if name:
            path = self._folder / name[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def _python(self, text: str) -> None:
        exec(compile(text, "README.md", "exec"), {})
        self.done.append("python")

    def _commands(self, text: str) -> None:
        for line in text.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["disclosure"]:
                *_, into = words if ">" in words else [""]
                self._command(words[: words.index(">")] if into else words, into)
                self.done.append(line)

    def _command(self, words: list[str], into: str) -> None:
        """Run by the program itself; what it prints goes into a file where the shell would put it there."""
        self._monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as exit, self._printed(into):
            cli.main()
        assert not exit.value.code, words

    @contextmanager
    def _printed(self, into: str) -> Iterator[None]:
        if not into:
            yield
            return
        with (self._folder / into).open("w", encoding="utf-8") as file, redirect_stdout(file):
            yield
        assert (self._folder / into).stat().st_size


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return Story(monkeypatch, tmp_path)


# What these show is done by tests of their own, which also look at what comes of each step.
DOCS = ROOT / "docs"
# The export of an office's own software, which docs/import.md reads: the fund of each row of the ledger.
FUNDS = ["", "资金", "", *["本年财政拨款"] * 5, ""]
BY_OTHERS = ("pack-guide.md", "extensions.md", "api.md", "recipes.md", "city.md")
ELSEWHERE = {README, *(DOCS / name for name in BY_OTHERS), ROOT / "CONTRIBUTING.md"}


@pytest.mark.parametrize("path", [path for path in STORIES if path not in ELSEWHERE], ids=named)
def test_what_a_document_shows_can_be_done(path: Path, story: Story, tmp_path: Path) -> None:
    book(tmp_path / "导出.xlsx", [[*row[:-1], fund] for row, fund in zip(LEDGER, FUNDS, strict=True)])
    for language, text in blocks(path):
        story.tell(language, text)
    assert len(story.done) == shown(path)


@pytest.mark.libreoffice
def test_what_the_readme_shows_can_be_done_and_the_clerk_ends_with_the_published_files(
    story: Story, tmp_path: Path
) -> None:
    """Between the commands the clerk fills the new workbook in and saves it, as the text says."""
    for language, text in blocks(README):
        story.tell(language, text)
        if text.startswith("disclosure new "):
            (book,) = tmp_path.glob(f"*/{BOOK}")
            fill_in(book.parent)
            calculated(book.parent, tmp_path)
    assert len(story.done) == shown(README)
    published = (tmp_path / "成品").glob("某某市档案馆2024年度部门决算.*")
    assert {path.suffix for path in published} == {".docx", ".pdf", ".xlsx"}


def shown(path: Path) -> int:
    """How many commands and pieces of Python a document shows."""
    commands = sum(
        line.strip().startswith("disclosure ") for _, text in blocks(path) for line in text.splitlines()
    )
    return commands + sum(language == "python" for language, _ in blocks(path))


def test_the_readme_shows_data_commands_and_python() -> None:
    assert {"sh", "yaml", "python"} <= {language for language, _ in blocks(README)}


def test_the_readme_begins_with_the_two_commands_and_both_exist() -> None:
    first = blocks(README)[0][1]
    targets = [line.split()[1] for line in first.splitlines()]
    assert targets == ["demo", "test"]
    for target in targets:
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


def test_the_readme_names_every_format() -> None:
    assert [name for name in outputs.FORMATS if f"`{name}`" not in README.read_text("utf-8")] == []


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands.index("make lint") < commands.index("make test")


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    for target, _ in _LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_the_readme_shows_sheets_of_the_workbook_and_pages_of_prose_of_a_chart_and_of_a_table() -> None:
    shown = {Path(target).stem for _, target in _PICTURE.findall(README.read_text("utf-8"))}
    pages = {"page-cover", "page-glance", "page-chart", "page-table", "phone-text", "phone-table", "flow"}
    assert {"expenditure", "sections", "found"} | pages <= shown


def test_every_picture_is_made_by_the_script_is_shown_somewhere_said_in_words_and_small() -> None:
    used = [
        (path.parent / to, words)
        for path in DOCUMENTS
        for words, to in _PICTURE.findall(path.read_text("utf-8"))
    ]
    pictures = set((ROOT / "docs" / "pictures").iterdir())
    made = _script("make_pictures")
    alone = {made.FLOW_PICTURE, made.MARKED_PICTURE, made.FOUND_PICTURE}
    assert {path.stem for path in pictures} == {
        *made.SHEETS,
        *made.PAGES,
        *made.ON_A_PHONE,
        *made.CITY,
        *made.desk_pictures.PICTURES,
        *alone,
    }
    assert pictures == {path for path, _ in used}
    assert all(words for _, words in used)
    assert max(path.stat().st_size for path in pictures) < _LARGEST_PICTURE


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_a_document_names_no_download_address_and_no_path_of_a_machine(path: Path) -> None:
    assert not re.findall(r"https?://|/home/|/root/|/work/", path.read_text(encoding="utf-8"))


def test_every_example_says_what_it_is() -> None:
    assert [
        folder.name
        for folder in filter(Path.is_dir, (ROOT / "examples").iterdir())
        if not (folder / "README.md").is_file()
    ] == []


@pytest.mark.parametrize("name", ["data-format.md", "terms.md", "document.md"])
def test_a_generated_reference_is_up_to_date(name: str) -> None:
    path = ROOT / "docs" / name
    current = path.read_text(encoding="utf-8") == _script("make_docs").documents()[path]
    assert current, "请运行 make docs"


def test_the_headings_of_the_tree_are_chinese_with_the_name_of_the_class() -> None:
    text = (ROOT / "docs" / "document.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\w+)：(.+)$", text, re.MULTILINE)
    assert len(headings) > 10
    assert [title for _, title in headings if re.search("[a-z]+ [a-z]+", title)] == []


def test_every_link_within_the_data_reference_has_its_heading() -> None:
    text = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
    headings = {_script("make_docs")._anchor(title) for title in re.findall("^## (.+)$", text, re.MULTILINE)}
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert len(links) > 20
    assert links - headings == set()


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
