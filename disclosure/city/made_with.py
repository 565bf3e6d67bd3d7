"""用什么做的 — all that the same data would come out otherwise by: program, libraries, packs, fonts."""

from __future__ import annotations

import platform
import re
import zlib
from pathlib import Path

from disclosure import error_report, extensions, files, fonts
from disclosure.city.body_files import is_read
from disclosure.packs import Chain, built_in

DELIVERED = "自带模板"
_PACKAGE = Path(__file__).resolve().parents[1]
_FOR_OTHERS = re.compile(r"extra == .(?!pdf\b|typst\b)")  # what no published file is made with
_EXTRA = re.compile("extra ==")


def program() -> dict[str, str]:
    """程序 — what it is, part by part as a person calls it: its code, libraries, delivered packs, fonts."""
    return {**code(), **{f"字体（{role}）": digest for role, digest in fonts.digests().items()}}


def code() -> dict[str, str]:
    """程序，字体以外 — the same on any machine that makes the same bytes when it is given the same fonts."""
    return {
        "系统": f"{platform.system()} {platform.machine()}",
        "程序": digest_of(_PACKAGE),
        DELIVERED: digest_of(built_in()),
        "Python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **_libraries(),
        **{f"扩展 {name}": version for name, version in sorted(extensions.packages().items())},
    }


def _libraries() -> dict[str, str]:
    """Those that the program needs, and those that they need."""
    found = dict(error_report.libraries(_FOR_OTHERS))
    waiting = [*found]
    for name in waiting:
        further = {
            need: version for need, version in error_report.libraries(_EXTRA, name) if need not in found
        }
        found |= further
        waiting += further
    return found


def packs(chain: Chain) -> dict[str, str]:
    """各模板 — of a chain, the SHA-256 of all files of each."""
    return {pack.name: digest_of(pack.folder) for pack in chain.packs}


def digest_of(folder: Path) -> str:
    """文件夹的 SHA-256 — of the names and contents of all files in it that something may be made from."""
    every = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    read = {name.as_posix(): path for name, path in every.items() if all(map(is_read, name.parts))}
    return files.digest_of({name: path.read_bytes() for name, path in read.items()})
