"""校验参考 — writes docs/checks.md: every declared check, and how each of the 127 rules is held."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from disclosure import packs
from disclosure.checks import CheckSet, CheckSpec

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "docs" / "rules.toml"
TARGET = ROOT / "docs" / "checks.md"
_SUM = re.compile(r"Σ\[([^\]]*)\]")
_SAID = {" + ": "＋", " - ": "－", " * ": "×", " / ": "÷"}

HEAD = """# 校验

`disclosure check 数据文件夹` 逐项校验，印出代码、位置、现为多少、应为多少、公式、依据和改法；
`--format json|xlsx -o 文件` 写出校验报告。有错误时退出码为 1，正式稿（不加 `--draft`）也因此不能生成。\
最后列出正式稿还缺的各项，只有缺的、没有错误时退出码仍是 0。

每项校验有五种结果：通过、未通过、豁免、不适用、未能校验（写明缺什么；程序出错也归这一种，不当作数据有误）。
按元录入的数分文不差；按万元录入的数，差额在各数舍入区间之内的是尾差，只作提示，超出一分也是错误。

确有正当理由的，在数据里写一条豁免，照报告里每个问题末尾的“豁免写法”写代码、位置、依据数\
（JSON 报告里是 `waiver`，Excel 报告里是“可复制到豁免”表）。依据数是当时报告里的“现为”，数变了，豁免就失效：

```yaml
豁免:
  - {代码: XI11, 位置: 国有资产的车辆数量, 依据数: 4, 理由: 待核销一辆, 姓名: 张三, 日期: 2024年8月1日}
```

不用改、只要有人核对并负责的（各表与官方表样核对过，核定数的尾差），校验的声明里写 `"确认" = "是"`：\
确认也是写一条豁免，没有确认的，生成时提示一次；是错误的先要改，不能确认了事。

核定的总数写在 `核定数` 里，名称是数（`支出.决算数`）或单元格（`公开04表 212 支出`）。
与推算数的差在舍入误差以内的照核定数印，XS1 提示一次；\
超出的照推算数印，数报 XS1，单元格报 XS2 或这一行的算式。
批复文件上的合计照抄在 `批复数` 里，只同公开的数核对（XP1），见[数据文件](data-format.md)；\
一项也没有填的，XP1 是未能校验，不妨碍生成。哪一项比哪个数，写在 `checks.toml` 的 `["批复数"]`。

附表逐格的算式由表的声明得出，代码是 `T.表.行`，不在下面一一列出。

每项校验属于一个分组，报告里写着，工作台的核对页照它筛选；哪些代码是哪一组，写在\
 `checks.toml` 的 `["分组"]`：左边是代码的开头（长的先算），右边是组名。\
自己的模板可以另写一组：`"BJ" = "本市的要求"`。

校验写在 `templates/standard/checks.toml`。\
自己的模板里放一个 `checks.toml`，写同一个代码就改那一条，写新代码就加一条：

```toml
[["勾稽"]]
"代码" = "XI9"
"级别" = "错误"

[["勾稽"]]
"代码" = "NL28.2"
"停用" = "是"

[["勾稽"]]
"代码" = "X901"
"名称" = "培训费不大于公用经费的十分之一"
"左" = "Σ[基本支出.款.30216.决算数]"
"关系" = "≤"
"右" = "基本支出.公用经费.决算数 / 10"
"级别" = "警告"
"依据" = "本市培训费管理办法"
"改法" = "核对培训费"
```

<!-- 以下由 make docs 生成，请勿手改 -->
"""


def main() -> None:
    """程序入口 — writes the document."""
    TARGET.write_text(document(), encoding="utf-8")


def document() -> str:
    """全文 — head, checks, rules."""
    return "\n".join([HEAD, "## 各项校验", "", *_checks(), "", "## 勾稽关系一览", "", *_rules()]) + "\n"


@cache
def checks() -> CheckSet:
    """各项校验 — those of the standard pack, with their groups."""
    return packs.resolve("standard", [packs.built_in()]).checks


def rules() -> dict[str, tuple[str, str, str]]:
    """勾稽关系 — by number: what, how held besides declared checks, what cannot be checked."""
    tables = tomllib.loads(RULES.read_text(encoding="utf-8"))
    return {id: (*entry, "", "")[:3] for table in tables.values() for id, entry in table.items()}


def held() -> dict[str, str]:
    """怎样保证 — by number: codes, tables, construction; empty where it is not held."""
    return {
        id: "；".join(part for part in (_codes(id), also) if part) for id, (_, also, _) in rules().items()
    }


def _codes(rule: str) -> str:
    return "、".join(spec.code for spec in checks().checks if rule in spec.rules)


def _checks() -> Iterator[str]:
    yield from _row("代码", "校验", "分组", "内容", "级别", "依据", "改法")
    for spec in checks().checks:
        told = (spec.code, spec.name + _years(spec), checks().group(spec.code), _said(spec))
        yield from _row(*told, spec.severity, spec.basis, spec.fix)


def _rules() -> Iterator[str]:
    how = held()
    yield f"共 {len(how)} 条，已有保证的 {sum(map(bool, how.values()))} 条。"
    yield ""
    yield from _row("编号", "内容", "怎样保证", "还不能校验的部分")
    for id, (what, _, open_) in rules().items():
        yield from _row(id, what, how[id], open_)


def _said(spec: CheckSpec) -> str:
    """What a check compares, in words."""
    if spec.pattern:
        return "录入文字里不应有这种写法"
    if spec.probe:
        return f"程序：{spec.probe}"
    condition = f"（{_words(spec.when)} 时）" if spec.when else ""
    return f"{_words(spec.left)} {spec.relation} {_words(spec.right)}{condition}"


def _words(formula: str) -> str:
    said = _SUM.sub(r"各\1之和", formula)
    for sign, chinese in _SAID.items():
        said = said.replace(sign, chinese)
    return said.replace("*", "…").replace("#", "")


def _years(spec: CheckSpec) -> str:
    only = f"（表：{'、'.join(spec.sets)}）" if spec.sets else ""
    since = f"{spec.since}年起" if spec.since else ""
    until = f"至{spec.until}年" if spec.until < 9999 else ""  # noqa: PLR2004
    return only + (f"（{since}{until}）" if since or until else "")


def _row(*cells: str) -> Iterator[str]:
    yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    if cells[0] in ("代码", "编号"):
        yield "| " + " | ".join("---" for _ in cells) + " |"


if __name__ == "__main__":
    main()
