"""程序入口 — `python -m disclosure`, the same as the command `disclosure`."""

from __future__ import annotations

import sys


def main() -> None:
    """运行 — nothing in the folder one stands in, which may be a data folder, is ever taken for a program."""
    if not sys.flags.safe_path:
        del sys.path[0]
    from disclosure import cli  # noqa: PLC0415 - only once that folder is off the path

    cli.main()


if __name__ == "__main__":
    main()
