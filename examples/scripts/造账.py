"""造账 — a small SQLite database of vouchers, as accounting software keeps them; every figure is invented."""

from __future__ import annotations

import sqlite3

COLUMNS = ("科目编码", "功能分类", "经济分类", "资金性质", "项目", "借方金额", "贷方金额", "凭证类别")
VOUCHERS = [
    ("710101", "2012601", "30101", "1", None, "1205000.00", None, "记"),
    ("710101", "2012601", "30102", "1", None, "640000.00", None, "记"),
    ("710101", "2012601", "G03", "1", None, "153200.10", None, "记"),
    ("710101", "2012601", "G03", "1", None, "-3200.10", None, "记"),  # 冲红
    ("710102", "2012604", "30227", "1", "档案数字化", "480000.00", None, "记"),
    ("710102", "2012604", "30227", "9", "档案数字化", "20000.00", None, "记"),
    ("710102", "2012604", "30201", "1", "档案数字化", "800.00", "800.00", "记"),  # 借贷相抵
    ("6609", "2012601", None, None, None, None, "20000.00", "记"),
    ("6001", None, None, None, None, None, "2475000.00", "记"),
    ("1011", None, None, None, None, "2475000.00", None, "记"),
    ("8201", None, None, None, None, None, "1995000.00", "年结"),
    ("710101", "2012601", "30101", "1", None, None, "1205000.00", "年结"),
]


def database(path: str = ":memory:") -> sqlite3.Connection:
    """数据库 — with the vouchers in it."""
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE 凭证 ({' TEXT, '.join(COLUMNS)} TEXT)")
    connection.executemany("INSERT INTO 凭证 VALUES (?, ?, ?, ?, ?, ?, ?, ?)", VOUCHERS)
    return connection
