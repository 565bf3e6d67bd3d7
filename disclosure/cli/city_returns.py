"""全市的退回意见 — disclosure city replies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, say, show
from disclosure.cli.city import city

Home = Annotated[Path, typer.Argument(help="全市的文件夹", metavar="全市")]
Received = Annotated[
    list[Path],
    typer.Argument(help="各单位交回的退回意见：工作簿，或它们的文件夹、.zip", metavar="收到的文件…"),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="生成到别处的，那个文件夹；不写则在全市的文件夹里")
]


@command("replies", of=city)
def replies_command(home: Home, received: Received, out: Out = None) -> None:
    """收各单位的回复，记进办公里的退回意见。有没收进去的、要问清楚的时退出码为 1。"""
    from disclosure.city import replies
    from disclosure.city.city import opened

    whole = opened(home, out)
    replied = replies.take(whole, whole.records(), received)
    for path in replied.paths:
        typer.echo(str(path))
    for line in replies.lines(replied):
        show(line)
    if not replied.is_clear:
        say("有的没有收进去，或要问清楚，见上面各条；改好以后再收一次，已经收了的不会重复")
        raise typer.Exit(1)
