"""科目命令 — disclosure catalogue import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, group, say

catalogue = group("catalogue", "科目表：装入本单位手里的官方科目表。")

File = Annotated[Path, typer.Argument(help="科目表工作簿（.xlsx），有编码、名称、说明各列", metavar="文件")]
Year = Annotated[int, typer.Option("--year", help="科目表的年度", metavar="年度", min=2000, max=2100)]
Out = Annotated[Path, typer.Option("--out", "-o", help="数据文件夹", metavar="文件夹")]


@command("import", of=catalogue)
def import_command(file: File, year: Year, out: Out) -> None:
    """把官方科目表装入数据文件夹，名称、名词解释、校验和下拉列表都先用它。"""
    from disclosure import projects

    path, number = projects.import_catalogue(file, year, out)
    typer.echo(str(path))
    say(f"共 {number} 个科目")
