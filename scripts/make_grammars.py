"""自带模板的句法 — composes what each delivered pack can say, and keeps it beside the program."""

from __future__ import annotations

from pathlib import Path

from disclosure import packs
from disclosure.auditing import delivered_grammars, pack_grammar

HOME = Path(__file__).resolve().parents[1] / "disclosure" / "auditing"


def main() -> None:
    """程序入口 — writes the file."""
    (HOME / delivered_grammars.FILE).write_text(text(), encoding="utf-8", newline="\n")


def text() -> str:
    """内容 — of the file, as the packs are now."""
    roots = [packs.built_in()]
    chains = (packs.resolve(name, roots) for name in packs.available(roots))
    return delivered_grammars.kept((chain, pack_grammar.composed(chain)) for chain in chains)


if __name__ == "__main__":
    main()
