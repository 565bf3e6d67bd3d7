"""副本的文件夹 — copies with notes, written one after another as documents are audited."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from disclosure import files
from disclosure.auditing.audit import Audit
from disclosure.auditing.marking import can_be_marked, marked_copy

_MARKED = "（审查）"


@dataclass(slots=True)
class MarkedFolder:
    """副本的文件夹 — without a folder nothing is written; what is no PDF and no .docx has no copy."""

    folder: Path | None
    written: list[Path] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)

    def keep(self, audit: Audit, data: bytes) -> None:
        """留下副本 — of an audited file; raises InputError where no notes can be written into it."""
        if self.folder is None:
            return
        if not can_be_marked(audit.name):
            self.sentences.append(f"{audit.name}：只有 PDF、DOCX 能写批注，这一份没有副本")
            return
        copy = marked_copy(data, audit.findings, audit.name)
        self.written += files.write_all([(self._free_name(audit.name), copy)], self.folder)

    def _free_name(self, name: str) -> str:
        """Files of one name from several folders are numbered."""
        path = PurePosixPath(name)
        numbers = ("", *map(str, range(2, 10_000)))
        made = (f"{files.safe_name(f'{path.stem}{_MARKED}{number}')}{path.suffix}" for number in numbers)
        free = next(one for one in made if one.casefold() not in self._names)
        self._names.add(free.casefold())
        return free
