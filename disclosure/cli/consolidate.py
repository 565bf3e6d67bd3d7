"""汇总命令 — disclosure consolidate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from disclosure.cli.chinese_help import command, say

Units = Annotated[
    list[Path], typer.Argument(help="各单位的数据文件夹，部门本级也是一个单位", metavar="单位…")
]
Out = Annotated[Path, typer.Option("--out", "-o", help="部门的数据文件夹", metavar="文件夹")]
Name = Annotated[str, typer.Option("--department", help="部门全称；不写则用文件夹的名称", metavar="名称")]


@command("consolidate")
def consolidate_command(units: Units, out: Out, department: Name = "") -> None:
    """由各单位的数据汇总成部门的数据。"""
    from disclosure import department_from_units
    from disclosure.deriving import derive
    from disclosure.loading.place_names import called
    from disclosure.money import in_unit, number_text

    made = department_from_units.consolidate(units, out, department)
    typer.echo(str(made.path))
    for name, submission in (*made.submission.units.items(), ("合计", made.submission)):
        total = derive(submission)["grand_total.final"].value
        say(f"{name}：收支总计{'未知' if total is None else number_text(in_unit(total, '万元'), 2) + '万元'}")
    for unit, place in made.gaps:
        say(f"{unit}没有填“{called(place)}”，部门的这一项因此加不起来")
