"""工作台命令 — disclosure desk."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, say

Folder = Annotated[
    Path,
    typer.Argument(
        help="放各部门、各年度数据文件夹的地方，一个数据文件夹，或一个市的文件夹", metavar="文件夹"
    ),
]
Port = Annotated[int, typer.Option("--port", help="端口；不写就用空着的", min=0, max=65535, metavar="端口")]
Quiet = Annotated[bool, typer.Option("--no-browser", help="只印出地址，不打开浏览器")]
Shortcut = Annotated[
    bool, typer.Option("--shortcut", help="在文件夹里写一个“决算工作台”，以后双击它就打开工作台")
]


@command("desk")
def desk_command(
    folder: Folder = Path(), port: Port = 0, no_browser: Quiet = False, shortcut: Shortcut = False
) -> None:
    """工作台：在浏览器里填写、看稿、核对、出稿。按 Ctrl+C，或用页面上的“结束工作台”结束。"""
    from disclosure.errors import OutputError

    try:
        from disclosure.desk.desk import Desk
        from disclosure.desk.open_desks import IsOpen
        from disclosure.desk.server import serve
        from disclosure.desk.shortcut import written
    except ImportError as error:
        raise OutputError('工作台要另装几个软件包：pip install "disclosure[desk]"') from error

    def shown(address: str, said: str) -> None:
        say(said)
        if not no_browser:
            webbrowser.open(address)

    desk = Desk(folder)
    if shortcut:
        say(f"已写好 {written(desk.home)}，双击它就打开工作台")
        return
    try:
        serve(
            desk,
            port,
            lambda address: shown(address, f"请用浏览器打开（地址只能用一次；按 Ctrl+C 结束）：\n{address}"),
        )
    except IsOpen as one:
        shown(one.address, f"这个文件夹的工作台已经开着，请用浏览器打开（地址只能用一次）：\n{one.address}")
