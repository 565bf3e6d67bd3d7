"""学习命令 — disclosure learn."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, say

Published = Annotated[
    Path, typer.Argument(help="公开的文件：.docx、.pdf、网页或文本", metavar="文件", show_default=False)
]
Tables = Annotated[
    list[Path] | None,
    typer.Argument(
        help="另外公开的表和预算：.xlsx、.xls、.ods、.docx、网页；预算也可以是 .pdf", metavar="表…"
    ),
]
Out = Annotated[Path, typer.Option("--out", "-o", help="新的数据文件夹", metavar="文件夹")]
Pack = Annotated[str, typer.Option("--pack", help="最近的模板；不写的自己找", metavar="模板")]


@command("learn")
def learn_command(document: Published, out: Out, tables: Tables = None, pack: Pack = "") -> None:
    """由上年公开的文件学出那一年的数据和本地的模板。"""
    from disclosure import files, learning

    learned = learning.learn(document, tables=tables or (), pack=pack)
    for path in learning.write(learned, out):
        typer.echo(str(path))
    for line in learned.lines():
        say(line)
    folder = files.in_command(out)
    say(f"下一步：运行 disclosure build {folder} --draft，与原来的文件对一遍")
    say(f"再运行 disclosure new 今年的文件夹 --from {folder}，开始今年的")
