"""What the project is built from: locked by hash for every system, under licences that are listed, billed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import locks, sbom, wheelhouse

ROOT = locks.ROOT
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME: list[str] = PYPROJECT["project"]["dependencies"]
EXTRAS: dict[str, list[str]] = PYPROJECT["project"]["optional-dependencies"]
BUILDING: list[str] = PYPROJECT["build-system"]["requires"]
LOCKS = (locks.ALL, locks.RUN, locks.BUILD, locks.FONTS)
ENTRIES = {entry.name: entry for entry in locks.read(*LOCKS)}

APART = {"fuzz", "site"}  # who wants them installs them: not for every system, not for the tests
# What each lock is for: those who install with it get this and all that it needs.
ROOTS = {
    locks.ALL: [*RUNTIME, *(text for name, extra in EXTRAS.items() if name not in APART for text in extra)],
    locks.RUN: [*RUNTIME, *EXTRAS["pdf"], *EXTRAS["typst"], *EXTRAS["desk"]],
    locks.BUILD: [*BUILDING, "pip"],
}
LINUX = wheelhouse.Target("linux_x86_64", "3.12").environment
MACOS = {**LINUX, "sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"}
TARGETS = [
    wheelhouse.Target(system, version) for system in wheelhouse.SYSTEMS for version in ("3.11", "3.14")
]
MACHINES = [*(target.environment for target in TARGETS), MACOS]


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = (line.partition("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, _, version in found}


def needed(roots: Iterable[str], machine: Mapping[str, str]) -> set[str]:
    """The packages that pip would install on this machine, by what the installed ones say they need."""
    found: set[str] = set()
    waiting = [Requirement(text) for text in roots]
    while waiting:
        wanted = waiting.pop()
        found.add(canonicalize_name(wanted.name))
        waiting += [need for need in needs(wanted, machine) if canonicalize_name(need.name) not in found]
    return found


def needs(wanted: Requirement, machine: Mapping[str, str]) -> Iterator[Requirement]:
    environments = [{**machine, "extra": extra} for extra in ("", *wanted.extras)]
    for need in stated_needs(wanted.name):
        if need.marker is None or any(need.marker.evaluate(each) for each in environments):
            yield need


@cache
def stated_needs(name: str) -> tuple[Requirement, ...]:
    return tuple(map(Requirement, metadata.requires(name) or ()))


def test_the_locks_hold_the_versions_of_the_constraints() -> None:
    assert {entry.name: entry.version for entry in locks.read(*LOCKS)} == pins()
    for lock in LOCKS:  # no lock says another version than the others
        assert {entry.version for entry in locks.read(lock)} <= set(pins().values())
        assert all(entry.version == pins()[entry.name] for entry in locks.read(lock))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_a_hash_for_every_package_and_no_address(lock: Path) -> None:
    pin = r"[a-z0-9.-]+==[a-z0-9.]+( ; [a-z_]+ (?:[!=]=|<) '[A-Za-z0-9.]+')? \\\n"
    digest = r"    --hash=sha256:[0-9a-f]{64}"
    entry = rf"{pin}({digest} \\\n)*{digest}\n"
    assert re.fullmatch(rf"#[^\n]*\n({entry})+", lock.read_text(encoding="utf-8"))
    assert all(len(set(entry.hashes)) == len(entry.hashes) > 0 for entry in locks.read(lock))


@pytest.mark.parametrize("lock", ROOTS, ids=lambda lock: lock.name)
def test_a_lock_holds_what_each_system_needs_and_nothing_else(lock: Path) -> None:
    for machine in MACHINES:
        held = {entry.name for entry in locks.read(lock) if entry.applies(machine)}
        assert held == needed(ROOTS[lock], machine), machine


def test_the_lower_bounds_of_the_project_hold_in_the_locks() -> None:
    wanted = [Requirement(text) for roots in ROOTS.values() for text in roots]
    locked = [(want, ENTRIES[canonicalize_name(want.name)].version) for want in wanted]
    assert [f"{want} {version}" for want, version in locked if version not in want.specifier] == []


def test_what_is_installed_here_is_what_is_locked() -> None:
    held = [entry for entry in locks.read(locks.ALL) if entry.applies({"extra": ""})]
    assert {entry.name: metadata.version(entry.name) for entry in held} == {
        entry.name: entry.version for entry in held
    }


def test_a_wheel_changed_after_it_was_locked_is_not_installed(tmp_path: Path) -> None:
    own = tmp_path / "disclosure-1.0-py3-none-any.whl"
    with zipfile.ZipFile(own, "w") as archive:
        archive.writestr("disclosure-1.0.dist-info/METADATA", "Name: disclosure\nVersion: 1.0\n")
    *_, locked = wheelhouse.shipped(own)
    (tmp_path / "requirements.lock").write_text(f"{locked}\n", encoding="utf-8")
    with zipfile.ZipFile(own, "a") as archive:
        archive.writestr("disclosure/added.py", "")
    places = ["--no-index", "--find-links", str(tmp_path), "--target", str(tmp_path / "target")]
    lock = ["--require-hashes", "--requirement", str(tmp_path / "requirements.lock")]
    command = [sys.executable, "-m", "pip", "install", "--dry-run", *places, *lock]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "DO NOT MATCH THE HASHES" in run.stderr


@pytest.mark.parametrize("name", ENTRIES)
def test_a_licence_is_on_the_list(name: str) -> None:
    """“A OR B” may be used where one of them is listed, “A AND B” where both are."""
    choices = [choice.split(" AND ") for choice in sbom.licence(name).split(" OR ")]
    assert any(sbom.KNOWN.issuperset(choice) for choice in choices), (
        f"{name} 的许可是“{sbom.licence(name)}”，不在 scripts/licences.toml 里：换一个软件包，"
        "或看过许可全文后列入"
    )


def test_people_read_the_licence_only_where_a_package_does_not_say_or_not_every_python_has_it() -> None:
    here = {canonicalize_name(found.metadata["Name"]) for found in metadata.distributions()}
    read = sbom.LICENCES["read"]
    assert all(each["licence"] and each["reason"] for each in read.values())
    assert set(read) <= set(ENTRIES)
    everywhere = {name for name, entry in ENTRIES.items() if entry.requirement.marker is None}
    assert [name for name in read if name in here & everywhere and sbom.stated(name)] == []
    assert set(ENTRIES) - here <= set(read)  # no word of a package that is not installed is taken on trust


def test_every_listed_licence_and_spelling_is_known() -> None:
    assert set(sbom.LICENCES["spelled"].values()) <= sbom.KNOWN


def test_the_bill_of_materials_follows_the_schema_and_bills_every_package() -> None:
    bill = sbom.bill()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill)) is None
    billed = {part["purl"]: part for part in bill["components"]}
    assert set(billed) == {f"pkg:pypi/{name}@{version}" for name, version in pins().items()}
    numpy = billed[f"pkg:pypi/numpy@{pins()['numpy']}"]
    assert [each["content"] for each in numpy["hashes"]] == list(ENTRIES["numpy"].hashes)
    assert all(part["licenses"] and part["hashes"] for part in billed.values())
    scopes = {part["name"]: part["scope"] for part in billed.values()}
    assert [scopes[name] for name in ("lxml", "weasyprint")] == ["required", "required"]
    assert [scopes[name] for name in ("pip", "pytest")] == ["excluded", "excluded"]
    assert scopes["pylopdf-fonts-zh-cn"] == "optional"


def test_the_bill_of_materials_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        command = [sys.executable, "-m", "scripts.sbom", str(tmp_path / name)]
        subprocess.run(command, cwd=ROOT, check=True)
    one, two = ((tmp_path / name).read_bytes() for name in ("one.json", "two.json"))
    assert one == two
    assert b"timestamp" not in one
    assert b"://" not in one
