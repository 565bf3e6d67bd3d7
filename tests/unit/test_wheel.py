"""What is installed: the wheel holds all it needs, the source out of reach; pinned versions are complete."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXAMPLE = ROOT / "examples" / "panzhihua-beijing-2023"

# Runs in the installed package: where it stands, which packs it finds, what an example says.
COMPOSE = """
import sys
sys.path = [entry for entry in sys.path if entry != sys.argv[2]]
import disclosure, disclosure.packs as packs
print(disclosure.__file__)
print(packs.built_in())
print(*packs.available([packs.built_in()]))
composed = disclosure.compose(sys.argv[1], draft=True)
print(composed.filename)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (found,) = folder.glob("*.whl")
    return found


def files(folder: Path) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_every_template_and_data_file(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    templates = {f"disclosure/{name}" for name in files(ROOT / "templates")}
    data = {name for name in files(ROOT / "disclosure") if not name.endswith((".pyc", ".py"))}
    code = {name for name in files(ROOT / "disclosure") if name.endswith(".py")}
    assert "disclosure/templates/standard/pack.toml" in templates
    assert {"disclosure/terms.toml", "disclosure/py.typed"} <= data
    assert any(name.startswith("disclosure/classification/") for name in data)
    assert (templates | data | code) - held == set()


def test_the_wheel_holds_no_test_and_no_example(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"disclosure"}


def test_an_installed_wheel_composes_an_example_without_the_source(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    run = subprocess.run(
        [sys.executable, "-c", COMPOSE, str(EXAMPLE), str(ROOT)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    package, built_in, packs, made = run.stdout.splitlines()
    assert Path(package).is_relative_to(installed)
    assert Path(built_in) == installed / "disclosure" / "templates"
    assert "standard" in packs.split()
    assert made.endswith("2023年度部门决算")


def test_every_direct_dependency_is_pinned() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in pins)
    pinned = {_plain(line.partition("==")[0]) for line in pins}
    extras = PROJECT["optional-dependencies"].values()
    wanted = {
        _named(text) for text in (*PROJECT["dependencies"], *(text for extra in extras for text in extra))
    }
    assert wanted - pinned == set()


def test_what_a_user_installs_is_what_the_package_imports() -> None:
    imported = {
        name.partition(".")[0]
        for path in (ROOT / "disclosure").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
    }
    distributions = metadata.packages_distributions()
    third_party = imported - {"disclosure", "pydantic_core", *sys.stdlib_module_names}
    extras = PROJECT["optional-dependencies"]
    declared = {_named(text) for text in (*PROJECT["dependencies"], *extras["pdf"], *extras["preview"])}
    assert {_plain(distributions[name][0]) for name in third_party} == declared


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    return [str(node.module)] if isinstance(node, ast.ImportFrom) else []


def _named(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return _plain(found[0])


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
