"""全市的报表 — disclosure city packs: what is told of the last run without building anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, show
from disclosure.cli.city import city

Folder = Annotated[Path, typer.Argument(help="全市的文件夹", metavar="全市")]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="生成到别处的，那个文件夹；不写则在全市的文件夹里")
]


@command("packs", of=city)
def packs_command(folder: Folder, out: Out = None) -> None:
    """各部门照哪个模板生成的；模板改过的，说出谁要重新生成。什么也不生成。"""
    from disclosure.city import changed_packs
    from disclosure.city.city import opened

    known = opened(folder, out)
    for sentence in changed_packs.sentences(changed_packs.pack_uses(known, known.records())):
        show(sentence)
