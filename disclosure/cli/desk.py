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


@command("desk")
def desk_command(folder: Folder = Path(), port: Port = 0, no_browser: Quiet = False) -> None:
    """工作台：在浏览器里填写、看稿、核对、出稿。按 Ctrl+C 结束。"""
    from disclosure.errors import OutputError

    try:
        from disclosure.desk.desk import Desk
        from disclosure.desk.server import serve
    except ImportError as error:
        raise OutputError('工作台要另装几个软件包：pip install "disclosure[desk]"') from error

    def opened(address: str) -> None:
        say(f"请用浏览器打开 {address}（只能用一次），按 Ctrl+C 结束")
        if not no_browser:
            webbrowser.open(address)

    serve(Desk(folder), port, opened)
