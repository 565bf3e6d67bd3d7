"""预览命令 — disclosure preview."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, say

Data = Annotated[Path, typer.Argument(help="数据文件夹（内有 data.yaml），或一个数据文件", metavar="数据")]
Port = Annotated[int, typer.Option("--port", help="端口", min=1024, max=65535, metavar="端口")]


@command("preview")
def preview_command(data: Data, port: Port = 8000) -> None:
    """在浏览器里预览工作稿：保存模板、措辞或数据后自动更新。按 Ctrl+C 结束。"""
    from disclosure.errors import OutputError

    try:
        from disclosure.preview.guard import HOST
        from disclosure.preview.server import serve
    except ImportError as error:
        raise OutputError('预览要另装几个软件包：pip install "disclosure[preview]"') from error
    say(f"请用浏览器打开 {HOST}:{port}，按 Ctrl+C 结束")
    serve(data, port)
