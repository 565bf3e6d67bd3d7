"""离线安装包 — a folder that installs without internet: wheels for each system, installer, README.

    python -m scripts.wheelhouse 文件夹 [win_amd64 linux_x86_64 linux_aarch64] [3.11 3.12 3.13]

Without systems and versions all of them. Every wheel is one whose sha256 is locked; the folder's own lock
holds that of the project too. pip reads the conditions of a dependency (“only on Windows”) as those of the
machine it runs on, so each system's part of the lock is picked out here.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from markdown_it import MarkdownIt
from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

from scripts import locks

ROOT = Path(__file__).resolve().parents[1]
OFFLINE = ROOT / "scripts" / "offline"
EXAMPLE = "panzhihua-chengdu-2024"
VERSIONS = ("3.11", "3.12", "3.13")
# 麒麟 V10、统信 20 的 glibc 是 2.28
_GLIBC = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_17", "manylinux2014")
SYSTEMS = {
    "win_amd64": ("win_amd64",),
    "linux_x86_64": tuple(f"{glibc}_x86_64" for glibc in _GLIBC),
    "linux_aarch64": tuple(f"{glibc}_aarch64" for glibc in _GLIBC),
}
_PAGE = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>
<style>body{{max-width:46em;margin:2em auto;padding:0 1em;font-family:sans-serif;line-height:1.7}}
pre,code{{background:#f3f3f3}}pre{{padding:.6em;overflow:auto}}
table{{border-collapse:collapse}}td,th{{border:1px solid #999;padding:.2em .6em}}
img{{max-width:100%}}</style>
{body}</html>
"""


@dataclass(frozen=True, slots=True)
class Target:
    """目标 — one system and one version of Python."""

    system: str
    version: str

    @property
    def environment(self) -> dict[str, str]:
        """环境 — what the conditions of dependencies are about."""
        windows = self.system == "win_amd64"
        return {
            "python_version": self.version,
            "python_full_version": f"{self.version}.0",
            "sys_platform": "win32" if windows else "linux",
            "platform_system": "Windows" if windows else "Linux",
            "os_name": "nt" if windows else "posix",
            "platform_machine": "AMD64" if windows else self.system.removeprefix("linux_"),
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "extra": "",
        }


def main() -> None:
    """程序入口 — gathers everything for the chosen targets."""
    folder, *chosen = sys.argv[1:]
    systems = [name for name in chosen if name in SYSTEMS] or list(SYSTEMS)
    versions = [name for name in chosen if name in VERSIONS] or list(VERSIONS)
    gather(Path(folder), [Target(system, version) for system in systems for version in versions])


def gather(folder: Path, targets: Iterable[Target]) -> None:
    """收集 — the wheels of all targets, then what is laid beside them."""
    wheels = folder / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    wheels.mkdir(parents=True)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT))
    (own,) = wheels.glob("disclosure-*.whl")
    for target in targets:
        print(f"… {target.system} Python {target.version}", file=sys.stderr)
        _download(target, wheels)
    (folder / "requirements.lock").write_text(
        "".join(f"{entry}\n" for entry in shipped(own)), encoding="utf-8"
    )
    lay_out(folder)


def shipped(own: Path) -> Iterable[locks.Locked]:
    """锁定的 — what the installer installs: the dependencies, and the project's own wheel."""
    yield from locks.read(locks.RUN, locks.FONTS)
    name, version, *_ = parse_wheel_filename(own.name)
    yield locks.Locked(Requirement(f"{name}=={version}"), (sha256(own.read_bytes()).hexdigest(),))


def wanted(target: Target) -> Iterable[locks.Locked]:
    """需要的 — the part of the lock that is for this target, its conditions met."""
    for entry in locks.read(locks.RUN, locks.FONTS):
        if entry.applies(target.environment):
            yield locks.Locked(Requirement(f"{entry.name}=={entry.version}"), entry.hashes)


def _download(target: Target, wheels: Path) -> None:
    platforms = [part for platform in SYSTEMS[target.system] for part in ("--platform", platform)]
    version = ["--python-version", target.version, "--implementation", "cp", "--only-binary=:all:"]
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "requirements.lock"
        lock.write_text("".join(f"{entry}\n" for entry in wanted(target)), encoding="utf-8")
        hashed = ["--require-hashes", "--no-deps", "--requirement", str(lock)]
        _pip("download", *platforms, *version, *hashed, "--dest", str(wheels))


def _pip(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "-qq", *arguments], check=True
    )


def lay_out(folder: Path) -> None:
    """摆放 — installer, an example to try, and the documents as pages to double-click."""
    for file in OFFLINE.iterdir():
        shutil.copy(file, folder / file.name)
    shutil.copytree(ROOT / "examples" / EXAMPLE, folder / "examples" / EXAMPLE, dirs_exist_ok=True)
    shutil.copytree(ROOT / "docs" / "pictures", folder / "docs" / "pictures", dirs_exist_ok=True)
    for source in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        target = (folder / source.relative_to(ROOT)).with_suffix(".html")
        target.parent.mkdir(exist_ok=True)
        target.write_text(page(source.read_text(encoding="utf-8")), encoding="utf-8")


def page(markdown: str) -> str:
    """网页 — a document as a page; links lead to the pages of the other documents."""
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(markdown)
    for part in (child for token in tokens for child in token.children or ()):
        target = str(part.attrGet("href") or "")
        if part.type == "link_open" and "://" not in target:
            part.attrSet("href", target.replace(".md", ".html"))
    title = markdown.partition("\n")[0].lstrip("# ")
    return _PAGE.format(title=title, body=parser.renderer.render(tokens, parser.options, {}))


if __name__ == "__main__":
    main()
