"""补填的写入 — what is typed into the desk, in a file beside the workbook: one entry a place, in order.

Whoever has the workbook open loses nothing: nobody's cell is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock

from disclosure import files
from disclosure.errors import Source
from disclosure.loading import added_file
from disclosure.loading.added_file import NAME, PATH, TEXT, VALUES, WAIVERS, Added, AddedValue
from disclosure.loading.data_files import ADDED
from disclosure.saving import yaml_lines

HEAD = """\
# 补填的数据：在工作台网页上填的内容和豁免，由 disclosure 写出，与工作簿（或 data.yaml）一起读。
# 同一处填得不一样时会指出两处，哪个也不覆盖。
# 可以改，也可以整个删掉；抄进工作簿以后，可以在网页上或在这里删去。
"""
_KEYS = (
    "代码",
    "位置",
    "依据数",
    "理由",
    "姓名",
    "日期",
)  # of a waiver, in the order in which they are written
_alone = Lock()  # of those that read the file to write it


def entries(folder: Path) -> Added:
    """补填的内容 — of a folder; raises InputError where the file cannot be read."""
    return added_file.read(folder)


def keep_value(folder: Path, path: str, name: str, text: str) -> None:
    """记下一处 — what was typed at a place, and how the place is called now; in place of an earlier one."""
    keep_values(folder, [(path, name, text)])


def keep_values(folder: Path, typed: list[tuple[str, str, str]]) -> None:
    """记下几处 — paths, names and texts: all of them or none."""
    said = {path: AddedValue(path, name, text, Source(ADDED)) for path, name, text in typed}
    if said:
        _rewrite(folder, lambda now: replace(now, values=_by_path(now.values, said)))


def keep_waiver(folder: Path, waiver: Mapping[str, str]) -> None:
    """记下豁免 — 代码, 位置, 依据数, 理由, 姓名 and 日期, after the others."""
    kept = {key: waiver[key] for key in _KEYS if waiver.get(key)}
    _rewrite(folder, lambda now: replace(now, waivers=(*now.waivers, kept)))


def dropped(folder: Path, kind: str, number: int) -> None:
    """删去一条 — of 补填 or 豁免, by its number in the file from 1; nothing where there is none."""
    field = {VALUES: "values", WAIVERS: "waivers"}[kind]

    def without(now: Added) -> Added:
        kept = [one for at, one in enumerate(getattr(now, field), 1) if at != number]
        return replace(now, **{field: tuple(kept)})

    _rewrite(folder, without)


def _by_path(now: tuple[AddedValue, ...], said: Mapping[str, AddedValue]) -> tuple[AddedValue, ...]:
    return tuple({**{one.path: one for one in now}, **said}.values())


def _rewrite(folder: Path, change: Callable[[Added], Added]) -> None:
    with _alone:
        made = change(entries(folder))
        values = [{PATH: one.path, NAME: one.name, TEXT: one.text} for one in made.values]
        tree = {VALUES: values, WAIVERS: [dict(one) for one in made.waivers]}
        said = {key: part for key, part in tree.items() if part}
        files.write_all([(ADDED, HEAD.encode() + yaml_lines.document(said or {VALUES: []}))], folder)
