"""进程数 — how many processes make bodies at once: a core each, as far as there is memory."""

from __future__ import annotations

import os

_EACH = 900_000_000  # bytes: 690 MB after 35 bodies of five packs in four formats, then up to 1 MB a body


def how_many(asked: int | None) -> tuple[int, str]:
    """几个进程 — as asked, else one a core, and no more than memory is free for; a sentence where fewer."""
    import psutil  # noqa: PLC0415 - only where there is something to share out

    wanted, free = asked or os.cpu_count() or 1, int(psutil.virtual_memory().available)
    number = max(1, min(wanted, free // _EACH))
    if number == wanted:
        return number, ""
    memory = f"空闲内存只有 {free / 10**9:.1f} GB，每个进程约要 {_EACH / 10**9:.1f} GB"
    return number, f"{memory}，只用 {number} 个进程，不用 {wanted} 个"
