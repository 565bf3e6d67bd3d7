"""接口 — load, check, build, write: each verb is its stages in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from disclosure import figures, files, load, outputs, packs
from disclosure.document import Document, Style
from disclosure.errors import IncompleteError
from disclosure.model import Submission
from disclosure.outputs import Artifact

PACKS_FOLDER = "templates"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """成品 — the files of a build, what was missing (drafts only), and notes for the person who builds."""

    artifacts: tuple[Artifact, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """文稿 — the neutral document with its style and file name, before any output."""

    document: Document
    style: Style
    filename: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def compose(source: Submission | Path | str, *, draft: bool = False, working: bool = False) -> Composed:
    """成文 — read, derive, compose; packs of the data's own `templates` folder come before those delivered."""
    submission = source if isinstance(source, Submission) else load.read(source)
    own = [] if isinstance(source, Submission) else [_folder(Path(source)) / PACKS_FOLDER]
    chain = packs.resolve(submission.pack, [*own, packs.built_in()])
    derived = figures.derive(submission)
    facts = packs.Facts(submission, derived, chain.manifest, chain.wording)
    made = packs.compose(chain, facts, draft=draft, working=working)
    notes = (*made.notes, *packs.tail_notes(derived))
    return Composed(made.document, chain.style, files.safe_name(made.filename), made.missing, notes)


def build(
    source: Submission | Path | str,
    formats: Iterable[str] = ("docx", "pdf", "html"),
    *,
    draft: bool = False,
    working: bool = False,
    progress: Progress = lambda _: None,
) -> Built:
    """生成 — finished files in memory, none written.

    A publication build (neither `draft` nor `working`) raises IncompleteError where anything is missing;
    InputError, PackError, TemplateError and OutputError say what cannot be read, used or made.
    """
    writers = [(name, outputs.writer(name)) for name in formats]
    progress("读取数据、推算并成文")
    composed = compose(source, draft=draft, working=working)
    if composed.missing and not (draft or working):
        raise IncompleteError(composed.missing)
    artifacts: list[Artifact] = []
    for name, write_format in writers:
        progress(f"生成 {name}")
        artifacts.extend(write_format(composed.document, composed.style, composed.filename))
    return Built(tuple(artifacts), composed.missing, composed.notes)


def write(built: Built, folder: Path | str) -> tuple[Path, ...]:
    """写出 — every file of a build into a folder, all of them or none; gives their paths."""
    return files.write_all([(artifact.name, artifact.data) for artifact in built.artifacts], Path(folder))


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent
