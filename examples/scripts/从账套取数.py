"""从账套取数 — the year's vouchers of a database become a department's data, saved as a data folder."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from 造账 import database

import disclosure

MAPPING = Path(__file__).with_name("账套.toml")


def main(folder: str) -> None:
    """取数 — what was taken and left is printed."""
    with closing(database()) as accounts:
        # 金额存成 REAL 的，查询里写 CAST(借方金额 AS TEXT)
        made = disclosure.ledger(accounts.execute("SELECT * FROM 凭证"), MAPPING)
    print(made.account)
    data = disclosure.Submission(pack="standard", year=2024, department={"full_name": "某某市档案馆"})
    data = made.given_to(data)
    print(*disclosure.explain(data, "支出.决算数").lines(), sep="\n")
    print(*disclosure.save(data, folder), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
