"""部门数据起草 — the data file of a department added up from its units, with what is left to fill in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from disclosure.consolidation.payments import likely
from disclosure.consolidation.unit_account import Account
from disclosure.model import InternalPayment
from disclosure.model.submission import FORMAT_VERSION
from disclosure.money import Unit, in_unit

_OWN = """\
# 以下由部门自己填写（各单位的数已经相加，不用再填）：
#   部门.职责、三公经费各处的“主要用于”、绩效.自评报告、原因、公开信息、附件
"""


def draft(name: str, folders: Sequence[tuple[str, Account]]) -> str:
    """起草 — the text of data.yaml: the units' folders, and likely payments, not in force yet."""
    accounts = [account for _, account in folders]
    first = accounts[0].submission
    lines = (
        f"# {first.year}年度部门决算（汇总）：数由各单位的数据相加得出",
        f"格式版本: {FORMAT_VERSION}",
        f"模板: {_yaml_text(first.pack)}",
        f"单位: {first.unit}",
        f"年度: {first.year}",
        "",
        "部门:",
        f"  全称: {_yaml_text(name)}",
        "  类型: 部门",
        "  所属单位:",
        *(f"    - {{数据: {_yaml_text(folder)}}}   # {account.name}" for folder, account in folders),
        "",
        *_payments(accounts),
    )
    return "\n".join(lines) + "\n" + _OWN


def _payments(accounts: Sequence[Account]) -> Iterator[str]:
    labels = {account.name: account.label for account in accounts}
    pairs = list(likely(labels, {account.name: account.submission for account in accounts}))
    if pairs:
        yield "# 下面的收支像是单位之间的往来，核对后删去行首的“# ”，汇总时抵销："
        yield "# 内部往来:"
        yield from (f"#   - {_pair_line(pair, accounts[0].submission.unit)}" for pair in pairs)
        yield ""


def _pair_line(pair: InternalPayment, unit: Unit) -> str:
    payer, payee, amount = _yaml_text(pair.payer), _yaml_text(pair.payee), in_unit(pair.amount, unit)
    return f"{{付方: {payer}, 收方: {payee}, 类别: {pair.category}, 金额: {amount:f}}}"


def _yaml_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
