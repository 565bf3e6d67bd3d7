"""新建命令 — disclosure new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, say

Folder = Annotated[Path, typer.Argument(help="新建的数据文件夹", metavar="文件夹")]
Pack = Annotated[
    str, typer.Option("--pack", help="模板，例如 sichuan-2024；沿用上年的可以不写", metavar="模板")
]
Department = Annotated[str, typer.Option("--department", help="部门或单位全称", metavar="名称")]
Year = Annotated[
    int | None,
    typer.Option("--year", help="年度；不写则取自模板名，或为上年加一", metavar="年度", min=2000, max=2100),
]
Last = Annotated[
    Path | None, typer.Option("--from", help="上年的数据文件夹，沿用其名称、科目和文字", metavar="上年")
]
AsYaml = Annotated[
    bool, typer.Option("--yaml", help="不要工作簿，要 data.yaml，和编辑器边写边查用的 决算.schema.json")
]


@command("new")
def new_command(
    folder: Folder,
    pack: Pack = "",
    department: Department = "",
    year: Year = None,
    last: Last = None,
    *,
    as_yaml: AsYaml = False,
) -> None:
    """新建数据文件夹：填报工作簿（或 data.yaml）和放长文字的文件。"""
    from disclosure import files, projects

    made = projects.new(folder, pack=pack, department=department, year=year or 0, last=last, as_yaml=as_yaml)
    for path in made.paths:
        typer.echo(str(path))
    say(f"年度：{made.year}（{made.year_from}）")
    build = f"disclosure build {files.in_command(folder)} --draft"
    if as_yaml:
        say(f"请填写 data.yaml，保存后运行：{build}")
    else:
        say(f"请打开工作簿填写（先看“填写说明”），保存并关闭后运行：{build}")
