"""依赖清单 — the locked dependencies as a CycloneDX bill of materials: `python -m scripts.sbom 文件`.

Licences are those that the installed packages state (scripts/licences.toml where they are unclear), hashes
those of the locks. Neither time nor serial number is written: the same locks give the same bytes.
"""

from __future__ import annotations

import json
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

from scripts import locks

LICENCES = tomllib.loads((locks.ROOT / "scripts" / "licences.toml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((locks.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FAMILIES = set(LICENCES["families"])
KNOWN = FAMILIES | set(LICENCES["allowed"])
SCOPES = {locks.RUN: "required", locks.FONTS: "optional", locks.BUILD: "excluded", locks.ALL: "excluded"}


def main() -> None:
    """程序入口 — writes the bill to the file named."""
    (target,) = map(Path, sys.argv[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(bill(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def bill() -> dict[str, Any]:
    """清单 — of what runs, what is optional, and what only builds and tests (“excluded”)."""
    found = {
        entry.name: component(entry, scope)
        for lock, scope in reversed(SCOPES.items())
        for entry in locks.read(lock)
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own()},
        "components": [found[name] for name in sorted(found)],
    }


def own() -> dict[str, Any]:
    """本项目 — what the bill is of."""
    name, version = PROJECT["name"], PROJECT["version"]
    return {
        "type": "application",
        "bom-ref": name,
        "name": name,
        "version": version,
        "licenses": [{"license": {"id": PROJECT["license"]}}],
    }


def component(entry: locks.Locked, scope: str) -> dict[str, Any]:
    """一个依赖 — a hash for each of its files, whatever system they are for."""
    purl = f"pkg:pypi/{entry.name}@{entry.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": entry.name,
        "version": entry.version,
        "scope": scope,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in entry.hashes],
        "licenses": [_written(licence(entry.name))],
        "purl": purl,
    }


def licence(name: str) -> str:
    """许可 — as SPDX writes it: what was read by people, else what the package states; "" where unclear."""
    read = LICENCES["read"].get(name)
    return str(read["licence"]) if read else stated(name)


def stated(name: str) -> str:
    """写明的许可 — what an installed package states, if it states one and in a way we know."""
    about = metadata.metadata(name)
    (expression, *_), (text, *_) = (about.get_all(key, [""]) for key in ("License-Expression", "License"))
    if expression:
        return str(expression)
    marks = [mark for mark in about.get_all("Classifier", []) if mark.startswith("License ::")]
    names = [*(mark.rpartition(" :: ")[2] for mark in marks), *text.splitlines()]
    if "\n" in text:  # the licence itself, not its name
        names = names[: len(marks)]
    said = {str(LICENCES["spelled"].get(name, name)) for name in names}
    exact = said - FAMILIES
    return next(iter(exact or said), "") if said <= KNOWN and len(exact) <= 1 else ""


def _written(text: str) -> dict[str, Any]:
    if text in FAMILIES:
        return {"license": {"name": text}}
    return {"expression": text} if " " in text else {"license": {"id": text}}


if __name__ == "__main__":
    main()
