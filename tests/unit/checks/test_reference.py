"""docs/checks.md follows from the declarations, and every one of the 127 rules says how it is held."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from disclosure import checks, packs
from disclosure.checks import Outcome
from tests.unit.checks import given

SCRIPT = Path(__file__).parents[3] / "scripts" / "make_check_reference.py"


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    found = importlib.util.spec_from_file_location("make_check_reference", SCRIPT)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def held(reference: ModuleType) -> dict[str, str]:
    """How each of the 127 rules is held."""
    found: dict[str, str] = reference.held()
    return found


def test_the_document_is_up_to_date(reference: ModuleType) -> None:
    assert reference.TARGET.read_text(encoding="utf-8") == reference.document(), "run make docs"


def test_at_least_a_hundred_of_the_127_rules_are_held_and_the_rest_say_why(
    reference: ModuleType, held: dict[str, str]
) -> None:
    assert len(held) == 127
    assert sum(map(bool, held.values())) >= 100
    assert all(held[id] or open_ for id, (_, _, open_) in reference.rules().items())


def test_declared_checks_name_rules_that_there_are(reference: ModuleType) -> None:
    assert {rule for spec in reference.checks().checks for rule in spec.rules} <= set(reference.rules())


def test_a_rule_said_to_be_held_by_a_table_names_one_that_there_is(held: dict[str, str]) -> None:
    known = {spec.id for pack in ("yunnan-2023", "sichuan-2023") for spec in given.specs(pack, 2023)}
    named = {
        table
        for how in held.values()
        for part in how.split("；")
        if part.startswith("表：")
        for table in part.removeprefix("表：").split("、")
    }
    assert named <= known


def test_what_is_held_by_construction_names_a_file_that_there_is(held: dict[str, str]) -> None:
    root = SCRIPT.parents[1]
    for how in held.values():
        for word in how.replace("，", " ").replace("：", " ").split():
            if word.startswith("disclosure/") and word.endswith(".py"):
                assert (root / word).is_file(), word


def test_what_the_document_shows_a_pack_to_write_works(reference: ModuleType, tmp_path: Path) -> None:
    shown = reference.HEAD.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "pack.toml").write_text(
        '"名称" = "mine"\n"版本" = "1"\n"继承" = "standard"\n', encoding="utf-8"
    )
    (tmp_path / "mine" / "checks.toml").write_text(shown, encoding="utf-8")
    declared = packs.resolve("mine", [tmp_path, packs.built_in()]).checks
    report = checks.run(checks.Book(given.untouched("yuxi-beijing-2023")), declared)
    outcomes = {result.code: result.outcome for result in report.results}
    assert outcomes["X901"] is Outcome.PASSED
    assert outcomes["NL28.2"] is Outcome.NOT_APPLICABLE
