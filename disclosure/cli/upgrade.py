"""升级命令 — disclosure upgrade."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, say

Folder = Annotated[Path, typer.Argument(help="数据、模板或输出的文件夹", metavar="文件夹")]


@command("upgrade")
def upgrade_command(folder: Folder) -> None:
    """把旧的数据、记录、模板改成现在的格式，逐处说明改了什么；注释和次序不动。"""
    from disclosure import upgrading

    changes = upgrading.upgrade(folder)
    for change in changes:
        typer.echo(str(change))
    say(f"改了 {len(changes)} 处" if changes else "已是最新，没有改动")
