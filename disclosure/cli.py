"""命令 — disclosure build | fonts: arguments in, Chinese sentences out; no logic of its own."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

_CHINESE = {  # the library's own words: of its help, then of its complaints
    "Usage: ": "用法：",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 …",
    "[required]": "（必填）",
    "[default: ": "[默认：",
    "Show this message and exit.": "显示本说明",
    "No such option: ": "没有这个选项：",
    "No such command ": "没有这个命令：",
    "Did you mean ": "是不是 ",
    "Possible options: ": "相近的有：",
    "Missing argument ": "缺少 ",
    "Option ": "选项 ",
    " requires an argument.": " 后面要写内容",
    " does not take a value.": " 后面不写内容",
    "Got unexpected extra argument(s) ": "多写了 ",
    "Got unexpected extra argument ": "多写了 ",
    "Got unexpected extra arguments ": "多写了 ",
}


def _in_chinese(words: str) -> str:
    for english, chinese in _CHINESE.items():
        words = words.replace(english, chinese)
    return words


class _Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return _in_chinese(super().get_help(ctx))


class _Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return _in_chinese(super().get_help(ctx))


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="部门决算公开：由一份数据生成决算公开文件。",
)

Data = Annotated[Path, typer.Argument(help="数据文件夹（内有 data.yaml），或一个 YAML/JSON 文件", metavar="数据")]
Out = Annotated[Path, typer.Option("--out", "-o", help="输出文件夹", metavar="文件夹")]
Formats = Annotated[str, typer.Option("--format", "-f", help="输出格式，用逗号隔开：docx,pdf,html,cms", metavar="格式")]
Draft = Annotated[bool, typer.Option("--draft", help="草稿：缺的内容以【待填】标出，每页印“草稿”")]
Working = Annotated[bool, typer.Option("--working", help="工作稿：HTML 中每个数可查看来历，不得公开")]
Version = Annotated[bool, typer.Option("--version", help="显示版本")]


@app.callback()
def root(context: typer.Context, version: Version = False) -> None:
    """部门决算公开：由一份数据生成决算公开文件。"""
    if version:
        typer.echo(metadata.version("disclosure"))
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("build", cls=_Command)
def build_command(
    data: Data,
    out: Out = Path("out"),
    format: Formats = "docx,pdf,html",
    draft: Draft = False,
    working: Working = False,
) -> None:
    """生成决算公开文件。"""
    from disclosure import api

    formats = dict.fromkeys(name.strip().lower() for name in format.replace("，", ",").split(","))
    built = api.build(data, formats, draft=draft, working=working, progress=lambda step: _say(f"… {step}"))
    for path in api.write(built, out):
        typer.echo(str(path))
    for note in built.notes:
        _say(f"提示：{note}")
    if built.missing:
        _say(f"草稿中待填 {len(built.missing)} 项：")
        for name in built.missing:
            _say(f"  · {name}")


@app.command("fonts", cls=_Command)
def fonts_command() -> None:
    """列出各种字体由哪个字体文件担任，以及怎样换成更好的。"""
    from disclosure import fonts

    typer.echo(fonts.report())


_UsageError: Any = typer.BadParameter.__mro__[1]  # typer names it nowhere in public


def main() -> None:
    """程序入口 — messages survive a GBK console; each failure is one message: exit code 1, for wrong usage 2."""
    from disclosure.errors import DisclosureError

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        sys.exit(app(prog_name="disclosure", standalone_mode=False))
    except _UsageError as error:
        _say(_mistake(error))
        sys.exit(2)
    except DisclosureError as error:
        _say(str(error))
        sys.exit(1)
    except (KeyboardInterrupt, typer.Abort):
        _say("已中断")
        sys.exit(130)


def _mistake(error: Any) -> str:
    """What is wrong with the command line, and where to read on."""
    command = error.ctx.command_path if error.ctx else "disclosure"
    return f"{_in_chinese(error.format_message()).rstrip('.。')}。用法见：{command} --help"


def _say(message: str) -> None:
    typer.echo(message, err=True)
