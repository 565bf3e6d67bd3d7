"""意见 — one thing that a check of a pack found: code, whether it must be mended, where, and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from disclosure.errors import Source

Severity = Literal["错误", "提示"]

# 代码 → 说的是什么；代码不改作他用
CODES = {
    "P101": "模板语句写错，无法解析",
    "P102": "没有这个名称",
    "P103": "没有这个过滤器或判断",
    "P104": "模板里直接写了数字或年份",
    "P105": "留着二选一的写法或占位符",
    "P106": "语句里用了全角符号",
    "P107": "拿印成文字的数作比较",
    "P108": "留着表样的填写说明",
    "P109": "声明或措辞的键不对",
    "P201": "改动已失效：上级没有这一处",
    "P202": "上级已有变动",
    "P203": "没有记下改动时的上级原文",
    "P204": "与上级相同，可以删去",
    "P205": "越过了中间的上级",
    "P301": "用试用部门成文时出错",
    "P302": "用试用部门成文时缺数据",
    "P303": "印出了不通的文字",
    "P304": "一节没有印出任何内容",
    "P305": "试用部门的文件无法生成",
    "P401": "参考文档缺少样式",
    "P402": "参考文档与样式表不一致",
    "P403": "样式表不安全或缺少",
    "P501": "表式尚未与正式表样核对",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """意见 — an error (the pack fails) or a hint; `str()` is one Chinese line with file, line and column."""

    code: str
    message: str
    source: Source | None = None
    severity: Severity = "错误"

    def __str__(self) -> str:
        where = f"{self.source}：" if self.source else ""
        return f"{self.severity} {self.code} {where}{self.message}"


def errors(remarks: Iterable[Remark]) -> list[Remark]:
    """错误 — those that must be mended."""
    return [remark for remark in remarks if remark.severity == "错误"]
