"""生成命令 — disclosure build."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, say

Data = Annotated[
    Path, typer.Argument(help="数据文件夹（内有 data.yaml），或一个 YAML/JSON 文件", metavar="数据")
]
Out = Annotated[Path, typer.Option("--out", "-o", help="输出文件夹", metavar="文件夹")]
Formats = Annotated[
    str,
    typer.Option(
        "--format", "-f", help="用逗号隔开：docx,pdf,html,cms,xlsx,csv,json，或已装扩展的名称", metavar="格式"
    ),
]
Draft = Annotated[bool, typer.Option("--draft", help="草稿：缺的内容以【待填】标出，每页印“草稿”")]
Working = Annotated[bool, typer.Option("--working", help="工作稿：HTML 中每个数可查看来历，不得公开")]
Units = Annotated[bool, typer.Option("--units", help="所属单位写了数据的，各单位的决算也一并生成")]
Pack = Annotated[
    str,
    typer.Option("--pack", help="换一个模板，生成同一份数据的另一种文件，例如 sangong-page", metavar="模板"),
]


@command("build")
def build_command(
    data: Data,
    out: Out = Path("out"),
    *,
    format: Formats = "docx,pdf,html",
    draft: Draft = False,
    working: Working = False,
    units: Units = False,
    pack: Pack = "",
) -> None:
    """生成决算公开文件。"""
    from disclosure import api
    from disclosure.authoring import publication_record

    formats = dict.fromkeys(name.strip().lower() for name in format.replace("，", ",").split(","))
    built = api.build(
        data,
        formats,
        draft=draft,
        working=working,
        units=units,
        pack=pack,
        progress=lambda step: say(f"… {step}"),
    )
    for path in api.write(built, out):
        typer.echo(str(path))
    home = data if data.is_dir() else data.parent
    changed = (
        [] if pack else [*publication_record.changes(home, built.chain)]
    )  # a second document is not what is recorded
    kept = [] if draft or working or pack else publication_record.keep(home, built.chain)
    for note in (*built.notes, *changed, *kept):
        say(f"提示：{note}")
    for extension in built.report.extensions:
        say(f"扩展：{extension}")
    for finding in built.report.errors:
        say(f"校验：{finding.code} {finding.name}：{finding.message}")
    if built.missing:
        say(f"草稿中待填 {len(built.missing)} 项：")
        for name in built.missing:
            say(f"  · {name}")
