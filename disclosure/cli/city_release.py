"""全市的放行 — disclosure city release."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, say
from disclosure.cli.city import city

Home = Annotated[Path, typer.Argument(help="全市的文件夹", metavar="全市")]
Who = Annotated[str, typer.Option("--who", help="放行人的姓名", metavar="姓名")]
Batch = Annotated[str, typer.Option("--batch", help="放行名单里这一批；没有分批的不写", metavar="批次")]
Without = Annotated[
    list[str], typer.Option("--without", help="这次不放它，照名单写；可写几次", metavar="名称")
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="生成到别处的，那个文件夹；不写则在全市的文件夹里")
]


@command("release", of=city)
def release_command(
    home: Home,
    who: Who,
    batch: Batch = "",
    without: Without = [],  # noqa: B006 - typer takes no other default of a list
    out: Out = None,
) -> None:
    """放行一批：记下谁、哪天放了哪些文件，打成一个包放到网站上。有不能公开的，什么也不写。"""
    from disclosure.city import release
    from disclosure.city.city import opened

    whole = opened(home, out)
    today = datetime.now().astimezone().date()
    order = release.Order(batch, who, today, tuple(without))
    done = release.release(whole, whole.records(), order)
    typer.echo(str(done.path))
    say(f"{batch or release.NO_BATCH}：放行 {len(done.release.bodies)} 个，放行人{who}")
