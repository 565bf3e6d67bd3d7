"""全市的命令 — disclosure city: a city's folder; without a command of its own it is built."""

from __future__ import annotations

from disclosure.cli.chinese_help import group_with_usual

_USUAL = "build"  # disclosure city 某市 is disclosure city build 某市

city = group_with_usual("city", _USUAL, "全市：名单、分发、导入、生成、进度、退回、目录、统计。")
