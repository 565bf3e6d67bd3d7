"""科目表 — an office's official list of a year's subjects, as it is kept in its folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from disclosure.chinese_numbers import chinese_number
from disclosure.loading import data_files

Subjects = dict[str, tuple[str, ...]]  # code → name, explanation and, where the list has it, 归类

_HEAD = ("编码", "名称", "说明")
BELONGS = "归类"  # a column that a list may have


def name_of(year: int) -> str:
    """文件名 — of the list of a year in a data folder."""
    return f"科目-{year}.csv"


def read(home: data_files.Home, year: int) -> Subjects:
    """读取科目表 — the list of a year in the data's folder; empty where there is none."""
    name = name_of(year)
    path = home.folder / name
    if not path.is_file():
        return {}
    head, *rows = csv.reader(io.StringIO(data_files.text(path, name) or "\n"))
    if tuple(head) not in (_HEAD, (*_HEAD, BELONGS)):
        raise data_files.fault(
            f"第一行应是 {','.join(_HEAD)}；请用 disclosure catalogue import 重新导入", name
        )
    for number, row in enumerate(rows, 2):
        if len(row) != len(head):
            columns = chinese_number(len(head))
            message = f"第{number}行不是{columns}列，请用 disclosure catalogue import 重新导入"
            raise data_files.fault(message, name)
    return {code: tuple(texts) for code, *texts in rows}


def written(subjects: Mapping[str, tuple[str, ...]]) -> bytes:
    """科目表文件 — the list as it is kept; with a mark by which Excel takes it for UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    heads = (*_HEAD, BELONGS)[: 1 + max(map(len, subjects.values()), default=2)]
    writer.writerow(heads)
    for code, texts in sorted(subjects.items()):
        writer.writerow([code, *texts, *[""] * (len(heads) - 1 - len(texts))])
    return stream.getvalue().encode("utf-8-sig")
