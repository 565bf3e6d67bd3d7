"""自带模板的句法 — what is kept is what the packs say now, and only of packs that are as delivered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from disclosure import packs
from disclosure.auditing import delivered_grammars, pack_grammar
from disclosure.auditing.delivered_grammars import Grammars
from disclosure.packs.pack_chain import Chain

ROOTS = [packs.built_in()]


@pytest.fixture(scope="module")
def said_now() -> dict[str, Grammars]:
    return {name: pack_grammar.composed(packs.resolve(name, ROOTS)) for name in packs.available(ROOTS)}


def test_the_kept_grammars_are_what_the_packs_say_now(
    said_now: dict[str, Grammars],
) -> None:
    for name, by_kind in said_now.items():
        for kind, grammar in by_kind.items():
            assert delivered_grammars.delivered(packs.resolve(name, ROOTS), kind) == grammar, (
                f"{name}：请运行 make docs"
            )


def test_a_pack_with_other_words_is_read_by_its_own(tmp_path: Path) -> None:
    """A copy of a delivered pack that says 收、支总规模 for 收、支总计 has its own sentences."""
    shutil.copytree(packs.built_in() / "standard", tmp_path / "standard")
    wording = tmp_path / "standard" / "wording.toml"
    said = wording.read_text(encoding="utf-8")
    wording.write_text(said.replace("{本年}收、支总计", "{本年}收、支总规模"), encoding="utf-8")
    chain = packs.resolve("standard", [tmp_path])

    assert delivered_grammars.delivered(chain, "full") is None
    assert any("收支总规模" in pattern.shape for pattern in pack_grammar.of_pack(chain).patterns)


def test_line_ends_of_another_system_make_no_other_pack(tmp_path: Path) -> None:
    """Unpacked by git on Windows, the files of a pack end their lines with CR LF."""
    chain = packs.resolve("standard", ROOTS)
    shutil.copytree(packs.built_in() / "standard", tmp_path / "standard")
    for file in (tmp_path / "standard").rglob("*.j2"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert _fingerprint(packs.resolve("standard", [tmp_path])) == _fingerprint(chain)


def _fingerprint(chain: Chain) -> str:
    return delivered_grammars.fingerprint(chain)
