"""命令的中文 — help and complaints of the command line in Chinese; commands are registered here.

A command is a function decorated with `@command("名")` in a module here that `disclosure.cli` imports.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from disclosure.errors import OutputError

UNPRINTED = "结果没有印完：输出已经关闭，或写到的磁盘已满；请印在屏幕上，或写到有空间的磁盘上"

_CHINESE = {  # the library's own words: of its help, then of its complaints
    "Usage: ": "用法：",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 …",
    "[required]": "（必填）",
    "[default:": "[默认：",
    "Show this message and exit.": "显示本说明",
    "No such option: ": "没有这个选项：",
    "No such command ": "没有这个命令：",
    ". Did you mean ": "，是不是 ",
    "'?": "'",
    "Possible options: ": "相近的有：",
    "Missing argument ": "缺少 ",
    "Option ": "选项 ",
    " requires an argument.": " 后面要写内容",
    " does not take a value.": " 后面不写内容",
    "Got unexpected extra argument(s) ": "多写了 ",
    "Got unexpected extra argument ": "多写了 ",
    "Got unexpected extra arguments ": "多写了 ",
}
# What follows the name is said by another library, in English.
_REFUSED = re.compile("Invalid value for (.+?): .*", re.DOTALL)


def in_chinese(words: str) -> str:
    """译成中文 — the library's own words in a message or a page of help."""
    for english, chinese in _CHINESE.items():
        words = words.replace(english, chinese)
    return _REFUSED.sub(lambda found: f"{found[1]} 的内容不对", words)


class _Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return in_chinese(super().get_help(ctx))


class _Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return in_chinese(super().get_help(ctx))


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="部门决算公开：由一份数据生成决算公开文件。",
)

Function = TypeVar("Function", bound=Callable[..., Any])


def command(name: str, *, of: typer.Typer = app) -> Callable[[Function], Function]:
    """登记命令 — a function as a command of the program, or of a group of commands."""
    return of.command(name, cls=_Command)


def group(name: str, help: str) -> typer.Typer:
    """登记命令组 — a group of commands, such as `disclosure pack …`."""
    commands = typer.Typer(
        cls=_Group, add_completion=False, rich_markup_mode=None, help=help, no_args_is_help=True
    )
    app.add_typer(commands, name=name)
    return commands


def group_with_usual(name: str, usual: str, help: str) -> typer.Typer:
    """登记命令组 — likewise; what is no command of it is given to the usual one (disclosure city 某市)."""

    class _WithUsual(_Group):
        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            known = args[0] in self.commands or args[0].startswith("-")
            return super().resolve_command(ctx, args if known else [usual, *args])

    commands = typer.Typer(
        cls=_WithUsual, add_completion=False, rich_markup_mode=None, help=help, no_args_is_help=True
    )
    app.add_typer(commands, name=name)
    return commands


def show(result: str) -> None:
    """印出 — what stands in no file; raises OutputError where there is nothing to print it on."""
    if sys.stdout is None:
        raise OutputError(UNPRINTED)
    typer.echo(result)


def say(message: str) -> None:
    """告知 — a sentence for the person, on the error stream, so that results can be piped."""
    with suppress(OSError):  # nobody can be told: no reason to stop
        typer.echo(message, err=True)
