"""全市的命令 — disclosure city: a city's folder; without a command of its own it is built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from disclosure.cli import city_progress
from disclosure.cli.build import Pdf, formats_named
from disclosure.cli.chinese_help import command, group_with_usual, say

if TYPE_CHECKING:
    from disclosure.city.city_run import Maker

_USUAL = "build"  # disclosure city 某市 is disclosure city build 某市

city = group_with_usual("city", _USUAL, "全市：名单、分发、导入、生成、进度、退回、目录、统计。")

Folder = Annotated[Path, typer.Argument(help="全市的文件夹：名单.xlsx，各部门的数据文件夹", metavar="全市")]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="写到哪里；不写的写在全市的文件夹里", metavar="文件夹")
]
Formats = Annotated[
    str, typer.Option("--format", "-f", help="用逗号隔开，见 build；不写的照 全市.yaml", metavar="格式")
]
Draft = Annotated[bool, typer.Option("--draft", help="还不能公开的，生成草稿，放在“办公/草稿”里")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, help="几个进程同时做；不写的一核一个，内存不够的少几个", metavar="个数"),
]
Batch = Annotated[str, typer.Option("--batch", help="只做名单里这一批的", metavar="批次")]
Scheduler = Annotated[
    str,
    typer.Option("--scheduler", help="在集群上做：Dask 调度程序的地址", metavar="tcp://电脑:端口"),
]
Only = Annotated[list[str], typer.Option("--only", help="只做这一个，照名单写；可写几次", metavar="名称")]


@command(_USUAL, of=city)
def city_build_command(
    folder: Folder,
    out: Out = None,
    *,
    format: Formats = "",
    draft: Draft = False,
    workers: Workers = None,
    batch: Batch = "",
    only: Only = [],  # noqa: B006 - typer takes no other default of a list
    pdf: Pdf = "",
    scheduler: Scheduler = "",
) -> None:
    """生成全市：没有变动的不再做，中断了的再运行一次就接着做。有未能生成的时退出码为 1。"""
    from disclosure.city import choice, city_run, due
    from disclosure.city import city as cities

    opened = cities.opened(folder, out)
    wanted = due.Wanted(tuple(formats_named(format) if format else opened.settings.formats), draft, pdf)
    chosen = choice.chosen(opened.bodies, only, batch)
    for sentence in opened.bodies.remarks:
        _hint(sentence)
    try:
        with city_progress.shown() as progress:
            ran = city_run.run(opened, wanted, _maker(workers, scheduler), chosen, progress)
    except KeyboardInterrupt:
        say("已中断：做好的都在，再运行一次就接着做")
        raise typer.Exit(130) from None
    for line in ran.lines():
        say(line)
    for path in ran.shown_reports:
        typer.echo(str(path))
    if ran.states["未能生成"]:
        raise typer.Exit(1)


def _maker(workers: int | None, scheduler: str) -> Maker:
    """Who makes the bodies: the workers of a cluster, else processes of this computer."""
    from disclosure.city import city_run, cluster
    from disclosure.city.workers import how_many

    if scheduler:
        return cluster.elsewhere(scheduler, _hint)
    number, fewer = how_many(workers)
    if fewer:
        _hint(fewer)
    return city_run.here(number)


def _hint(sentence: str) -> None:
    say(f"提示：{sentence}")
