"""命令 — the program `disclosure`: arguments in, Chinese sentences out; no logic of its own."""

from __future__ import annotations

import gc
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from typing import Annotated, Any

import typer

from disclosure.cli import (
    auditing,
    build,
    catalogue,
    check,
    city,
    city_audit,
    city_begin,
    city_release,
    city_reports,
    city_returns,
    consolidate,
    desk,
    fonts,
    importing,
    learning,
    new,
    pack,
    reconciling,
    rounds,
    schema,
    upgrade,
)
from disclosure.cli.chinese_help import UNPRINTED, app, in_chinese, say

__all__ = [
    "app",
    "auditing",
    "build",
    "catalogue",
    "check",
    "city",
    "city_audit",
    "city_begin",
    "city_release",
    "city_reports",
    "city_returns",
    "consolidate",
    "desk",
    "fonts",
    "importing",
    "learning",
    "main",
    "new",
    "pack",
    "reconciling",
    "rounds",
    "schema",
    "upgrade",
]

Version = Annotated[bool, typer.Option("--version", help="显示版本")]


@app.callback()
def root(context: typer.Context, version: Version = False) -> None:
    """部门决算公开：由一份数据生成决算公开文件。"""
    if version:
        typer.echo(metadata.version("disclosure"))
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


_UsageError: Any = typer.BadParameter.__mro__[1]  # typer names it nowhere in public


def main() -> None:
    """程序入口 — messages survive a GBK console; a failure is one message: exit code 1, wrong usage 2.

    What nobody foresaw is one message, too, and a report that may be sent on: exit code 1.
    """
    from disclosure import garbage
    from disclosure.errors import DisclosureError

    gc.set_threshold(garbage.OBJECTS_BETWEEN)
    _open_missing_streams()
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # without a home: English, about its cache
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a service or a window may have none
        stream.reconfigure(errors="replace")
    try:
        with _temporary_files_together():
            sys.exit(app(prog_name="disclosure", standalone_mode=False))
    except _UsageError as error:
        say(_mistake(error))
        sys.exit(2)
    except DisclosureError as error:
        say(str(error))
        sys.exit(1)
    except (KeyboardInterrupt, typer.Abort):
        say("已中断")
        sys.exit(130)
    except Exception as error:
        say(_told(error))
        sys.exit(1)
    finally:
        gc.freeze()  # the process ends: looking for circles once more takes a seventh of a short command


def _open_missing_streams() -> None:
    """Else the next file that is opened becomes the screen, and what is printed would be written into it."""
    for handle in range(3):
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one


@contextmanager
def _temporary_files_together() -> Iterator[None]:
    """Those of libraries, too, stand in the folder that the next command removes if this one is killed."""
    from disclosure import temporary
    from disclosure.errors import OutputError

    before = tempfile.tempdir
    with suppress(OutputError):  # told where one is needed
        tempfile.tempdir = str(temporary.folder())
    try:
        yield
    finally:
        tempfile.tempdir = before


def _told(error: Exception) -> str:
    from disclosure import temporary

    if _is_unprinted(error):
        return UNPRINTED
    return temporary.NONE if temporary.is_cause(error) else _unforeseen(error)


def _is_unprinted(error: Exception) -> bool:
    """Whether it was what is printed that could not be written: the disk is full, the reader has gone."""
    *_, innermost = traceback.extract_tb(error.__traceback__)
    if not isinstance(error, OSError) or innermost.name != typer.echo.__name__:
        return False
    sys.stdout = None  # else Python tries once more at its end, and complains
    return True


def _unforeseen(error: Exception) -> str:
    from disclosure import error_report

    return error_report.told(error, _command())


def _command() -> str:
    """The command that was called, without what was typed behind it."""
    commands = {one.name for one in app.registered_commands}
    known = commands | {one.name for one in app.registered_groups}
    return next((word for word in sys.argv[1:2] if word in known), "")


def _mistake(error: Any) -> str:
    """What is wrong with the command line, and where to read on."""
    command = error.ctx.command_path if error.ctx else "disclosure"
    return f"{in_chinese(error.format_message()).rstrip('.。')}。用法见：{command} --help"
