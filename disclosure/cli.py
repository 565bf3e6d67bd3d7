"""命令 — disclosure build | fonts: arguments in, Chinese sentences out; no logic of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="部门决算公开：由一份数据生成决算公开文件。",
)

Data = Annotated[Path, typer.Argument(help="数据文件夹（内有 data.yaml），或一个 YAML/JSON 文件", metavar="数据")]
Out = Annotated[Path, typer.Option("--out", "-o", help="输出文件夹", metavar="文件夹")]
Formats = Annotated[str, typer.Option("--format", "-f", help="输出格式，用逗号隔开：docx,pdf,html,cms", metavar="格式")]
Draft = Annotated[bool, typer.Option("--draft", help="草稿：缺的内容以【待填】标出，每页印“草稿”")]
Working = Annotated[bool, typer.Option("--working", help="工作稿：HTML 中每个数可查看来历，不得公开")]


@app.callback()
def root() -> None:
    """部门决算公开。"""


@app.command("build")
def build_command(
    data: Data,
    out: Out = Path("out"),
    format: Formats = "docx,pdf,html",
    draft: Draft = False,
    working: Working = False,
) -> None:
    """生成决算公开文件。"""
    from disclosure import api

    formats = [name.strip().lower() for name in format.replace("，", ",").split(",") if name.strip()]
    built = api.build(data, formats, draft=draft, working=working, progress=lambda step: _say(f"… {step}"))
    for path in api.write(built, out):
        typer.echo(str(path))
    for note in built.notes:
        _say(f"提示：{note}")
    if built.missing:
        _say(f"草稿中待填 {len(built.missing)} 项：")
        for name in built.missing:
            _say(f"  · {name}")


@app.command("fonts")
def fonts_command() -> None:
    """列出各种字体由哪个字体文件担任，以及怎样换成更好的。"""
    from disclosure import fonts

    typer.echo(fonts.report())


def main() -> None:
    """程序入口 — messages survive a GBK console; each failure is one message and exit code 1."""
    from disclosure.errors import DisclosureError

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except DisclosureError as error:
        _say(str(error))
        sys.exit(1)


def _say(message: str) -> None:
    typer.echo(message, err=True)
