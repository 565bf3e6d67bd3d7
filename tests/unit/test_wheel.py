"""What is handed on: wheel and source archive hold all they need and nothing else; what a user installs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib import metadata
from itertools import chain
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


# What stands at the top of the source archive: what `make test` needs; the first two are made by the builder.
SOURCES = {
    "PKG-INFO",
    ".gitignore",
    *("disclosure", "templates", "examples", "tests", "docs", "scripts", "benchmarks"),
    *("README.md", "mkdocs.yml", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile", "pyproject.toml"),
    *("constraints.txt", "requirements.lock", "requirements-run.lock"),
    *("requirements-build.lock", "requirements-fonts.lock"),
}
ABOUT = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
UNNAMED = {"python-multipart"}  # starlette reads what is handed in with it
# Kinds of file that have no business in an archive: left over from running, editing, building.
LITTER = (".pyc", ".pyo", ".tmp", ".bak", ".orig", ".swp", ".log", ".egg-info", "~", ".DS_Store")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, and the wheel that is built from it."""
    return built(tmp_path_factory.mktemp("archives"))


@pytest.fixture(scope="module")
def wheel(archives: Path) -> Path:
    (found,) = archives.glob("*.whl")
    return found


def built(folder: Path, *options: str) -> Path:
    command = [sys.executable, "-m", "build", "--no-isolation", *options, "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


def files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_the_wheel_holds_the_package_with_its_templates_and_nothing_else(wheel: Path) -> None:
    templates = {f"disclosure/{name}" for name in files(ROOT / "templates")}
    about = {f"disclosure-{PROJECT['version']}.dist-info/{name}" for name in ABOUT}
    assert set(zipfile.ZipFile(wheel).namelist()) == files(ROOT / "disclosure") | templates | about
    assert "disclosure/templates/standard/pack.toml" in templates
    assert {
        "disclosure/py.typed",
        "disclosure/desk/pages/base.html.j2",
        "disclosure/desk/static/desk.css",
        "disclosure/desk/static/desk.js",
    } < files(ROOT / "disclosure")


def test_the_source_archive_holds_what_the_tests_need_and_nothing_else(archives: Path) -> None:
    (archive,) = archives.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        members = [Path(member.name) for member in source.getmembers() if member.isfile()]
    assert {member.parts[0] for member in members} == {archive.name.removesuffix(".tar.gz")}
    held = {Path(*member.parts[1:]).as_posix() for member in members}
    assert {name.partition("/")[0] for name in held} == SOURCES
    for folder in ("disclosure", "templates", "scripts", "benchmarks", "docs"):
        assert {name for name in held if name.startswith(f"{folder}/")} == files(ROOT / folder)


def test_no_archive_holds_litter(archives: Path, wheel: Path) -> None:
    (archive,) = archives.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        names = [*source.getnames(), *zipfile.ZipFile(wheel).namelist()]
    assert [name for name in names if name.endswith(LITTER) or "/." in name.replace("/.gitignore", "")] == []
    assert [name for name in names if "__pycache__" in name] == []


def test_the_wheel_has_the_same_bytes_from_the_folder_and_from_the_source_archive(
    wheel: Path, tmp_path: Path
) -> None:
    (directly,) = built(tmp_path, "--wheel").glob("*.whl")
    assert directly.read_bytes() == wheel.read_bytes()


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
    others = PROJECT["optional-dependencies"].items()
    # atheris: only where it can be installed; the site: for who reads it, jieba has no wheel to be locked
    extras = [named for name, named in others if name not in ("fuzz", "site")]
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
    offered = chain.from_iterable(extras[name] for name in ("pdf", "typst", "desk", "cluster", "pandas"))
    declared = {_named(text) for text in (*PROJECT["dependencies"], *offered)}
    assert {_plain(distributions[name][0]) for name in third_party} == declared - UNNAMED


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
