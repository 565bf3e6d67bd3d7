"""Packages for tests: one installed as an office would, others written as an installer leaves them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

SOURCE = Path(__file__).parent / "xingcheng"


def install(target: Path) -> Path:
    """The example package, by pip and without the net."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    how = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(target), str(SOURCE)]
    run = subprocess.run([*pip, *how], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return target


@dataclass(frozen=True)
class Offer:
    """What a package offers: an entry point, and the files behind it."""

    kind: str
    name: str
    value: str
    files: Mapping[str, str] = field(default_factory=dict)

    def put(self, folder: Path, package: str = "harbour") -> Path:
        """A package 1.0 with this offer, in a folder to be put on the path."""
        info = {
            "METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n",
            "entry_points.txt": f"[disclosure.{self.kind}]\n{self.name} = {self.value}\n",
        }
        files = {f"{package}-1.0.dist-info/{name}": text for name, text in info.items()}
        for path, text in {**files, **self.files}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(dedent(text), encoding="utf-8")
        return folder
