"""字体命令 — disclosure fonts."""

from __future__ import annotations

import typer

from disclosure.cli.chinese_help import command


@command("fonts")
def fonts_command() -> None:
    """列出各种字体由哪个字体文件担任，以及怎样换成更好的。"""
    from disclosure import fonts

    typer.echo(fonts.report())
