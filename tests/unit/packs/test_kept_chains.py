"""A chain of packs is used again as long as its files are the same byte for byte, and no longer."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from disclosure import packs
from disclosure.errors import PackError
from disclosure.packs.pack_chain import Chain
from tests import making

SECTION = "sections/structure.j2"
YEAR = 2024


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return making.pack(tmp_path, files={SECTION: "甲", "wording.toml": '["预算"]\n"等于预算" = "相等"\n'})


def resolved(folder: Path) -> Chain:
    return packs.resolve(folder.name, [folder.parent, packs.built_in()])


def made_of(chain: Chain) -> tuple[object, ...]:
    return chain.manifest, chain.wording, chain.style, packs.table_specs(chain, YEAR)


def saved(folder: Path, path: str, text: str) -> None:
    """With the times of before: neither they nor the size tell that it was saved."""
    file = folder / path
    before = file.stat()
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size


def test_the_same_files_give_the_same_chain_with_all_that_was_made_of_it(folder: Path) -> None:
    first = resolved(folder)
    before = made_of(first)
    assert resolved(folder) is first
    assert all(now is then for now, then in zip(made_of(resolved(folder)), before, strict=True))


def test_a_saved_section_is_seen_and_what_was_made_of_other_files_is_taken_over(folder: Path) -> None:
    first = resolved(folder)
    assert first.source(SECTION) == ("甲", f"甲/{SECTION}")
    before = made_of(first)
    saved(folder, SECTION, "乙")
    second = resolved(folder)
    assert second.source(SECTION) == ("乙", f"甲/{SECTION}")
    assert first.source(SECTION) == ("甲", f"甲/{SECTION}")  # who was under way goes on with what it saw
    assert all(now is then for now, then in zip(made_of(second), before, strict=True))


def test_saved_wording_is_seen_and_all_that_depends_on_it_is_made_anew(folder: Path) -> None:
    first = resolved(folder)
    manifest, wording, *_ = made_of(first)
    checks = first.checks
    saved(folder, "wording.toml", '["预算"]\n"等于预算" = "相同"\n')
    second = resolved(folder)
    assert second.manifest is manifest
    assert second.wording != wording
    assert second.checks is not checks  # they read the wording


@pytest.mark.parametrize("path", ["tables/sangong.toml", "facts.toml", "style/gbt9704.css", "macros.j2"])
def test_a_file_that_was_not_there_is_seen(folder: Path, path: str) -> None:
    first = resolved(folder)
    made_of(first)
    assert first.own_data is not None
    assert not any(name == "甲" for _, name in first.macros())
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text("写错了 = ", encoding="utf-8")
    assert resolved(folder) is not first
    assert resolved(folder).owned(path) == f"甲:{path}"


def test_a_file_that_is_gone_or_cannot_be_read_is_seen(folder: Path) -> None:
    first = resolved(folder)
    made_of(first)
    (folder / "wording.toml").write_bytes(b"\xff")
    with pytest.raises(PackError, match="不是 UTF-8"):
        assert resolved(folder).wording
    (folder / "wording.toml").unlink()
    assert resolved(folder).wording["预算"] != first.wording["预算"]


def test_another_process_is_given_the_packs_without_what_was_seen_of_them(folder: Path) -> None:
    first = resolved(folder)
    made_of(first)
    sent = pickle.dumps(first)
    assert "相等".encode() not in sent
    saved(folder, "wording.toml", '["预算"]\n"等于预算" = "相同"\n')
    assert pickle.loads(sent).wording["预算"]["等于预算"] == "相同"
