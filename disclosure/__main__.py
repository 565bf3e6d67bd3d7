"""程序入口 — `python -m disclosure`, the same as the command `disclosure`."""

from __future__ import annotations

import sys


def main() -> None:
    """运行 — nothing in the folder one stands in, which may be a data folder, is ever taken for a program."""
    if not sys.flags.safe_path:
        del sys.path[0]
    try:
        from disclosure import cli  # noqa: PLC0415 - only once that folder is off the path
    except ModuleNotFoundError as error:
        sys.exit(f"安装不完整，缺少程序库“{error.name}”，请重新安装 disclosure")
    cli.main()


if __name__ == "__main__":
    main()
