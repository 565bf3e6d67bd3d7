"""Code of delivered templates is kept between processes; it is that of the template as it is now."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import packs
from disclosure.errors import TemplateError
from disclosure.packs.templating import kept_code, limits

EXAMPLE = Path(__file__).parents[3] / "examples" / "putuo-shegong-2024"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, not there yet, and a process that has compiled nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(limits, "_CODES", {})
    return tmp_path / "cache" / "disclosure"


def another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has compiled nothing, and refuses to compile what is a file."""
    generate = limits.LimitedEnvironment._generate

    def refusing(
        env: limits.LimitedEnvironment, tree: Any, name: str | None, *rest: Any, **named: Any
    ) -> str:
        if name is not None:
            raise TemplateError(f"{name} is compiled")
        return generate(env, tree, name, *rest, **named)

    monkeypatch.setattr(limits, "_CODES", {})
    monkeypatch.setattr(limits.LimitedEnvironment, "_generate", refusing)


def test_another_process_compiles_no_file_and_makes_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    made = disclosure.compose(EXAMPLE, draft=True).document
    another_process(monkeypatch)
    assert disclosure.compose(EXAMPLE, draft=True).document == made


def test_without_a_cache_files_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    disclosure.compose(EXAMPLE, draft=True)
    another_process(monkeypatch)
    with pytest.raises(TemplateError, match="is compiled"):
        disclosure.compose(EXAMPLE, draft=True)


def test_templates_of_ones_own_are_not_kept(cache: Path, tmp_path: Path) -> None:
    disclosure.compose(EXAMPLE, draft=True)
    kept = len(list(cache.iterdir()))
    own = tmp_path / "templates" / "own"
    shutil.copytree(packs.built_in() / "shanghai-putuo-2024", own)
    say_more(own / "sections", packs.resolve("shanghai-putuo-2024", [packs.built_in()]))
    before, after = composed(), composed(pack="own", roots=[own.parent])
    assert "改过的一节。" in after
    assert "改过的一节。" not in before
    assert len(list(cache.iterdir())) == kept


def test_a_changed_template_is_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    built_in = tmp_path / "templates"
    shutil.copytree(packs.built_in(), built_in)
    monkeypatch.setattr("disclosure.packs.pack_chain.built_in", lambda: built_in)
    assert "改过的一节。" not in composed(roots=[built_in])
    monkeypatch.setattr(limits, "_CODES", {})
    say_more(built_in / "shanghai-putuo-2024" / "sections", packs.resolve("shanghai-putuo-2024", [built_in]))
    assert "改过的一节。" in composed(roots=[built_in])


def say_more(folder: Path, chain: packs.Chain) -> None:
    """Every section with a sentence more, in a folder of sections."""
    folder.mkdir(exist_ok=True)
    for section in (packs.built_in() / "standard" / "sections").glob("*.j2"):
        text, _ = chain.source(f"sections/{section.name}") or ("", "")
        (folder / section.name).write_text(f"{text}\n改过的一节。\n", encoding="utf-8")


def composed(**chosen: Any) -> str:
    return repr(disclosure.compose(EXAMPLE, draft=True, **chosen).document)


@pytest.mark.parametrize("name", ["environment.py", "limits.py"])
def test_code_made_by_another_version_of_ours_is_not_used(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Path(kept_code.__file__)
    for one in ("environment.py", "limits.py"):
        shutil.copy(here.with_name(one), tmp_path / one)
    monkeypatch.setattr(kept_code, "__file__", str(tmp_path / here.name))
    same = kept_code._makers.__wrapped__()
    with (tmp_path / name).open("a", encoding="utf-8") as changed:
        changed.write("# 改过\n")
    assert same == kept_code._makers()
    assert kept_code._makers.__wrapped__() != same
