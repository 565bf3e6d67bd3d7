"""数据的 JSON Schema 命令 — disclosure schema."""

from __future__ import annotations

from typing import Annotated

import typer

from disclosure.cli.chinese_help import command

Pack = Annotated[str, typer.Option("--pack", help="模板的名称或文件夹；它自己要的数据也在内", metavar="模板")]


@command("schema")
def schema_command(pack: Pack = "") -> None:
    """印出数据文件的 JSON Schema，供编辑器边写边提示、边查。"""
    from disclosure.authoring import find_pack
    from disclosure.loading import data_schema

    declared = find_pack.chain(pack)[0].own_data if pack else None
    typer.echo(data_schema.printed(data_schema.of_data(declared)), nl=False)  # bytes: UTF-8 everywhere
