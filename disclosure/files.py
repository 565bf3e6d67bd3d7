"""落盘 — finished files are written whole or not at all; each failure is one Chinese sentence."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from disclosure.errors import InputError, OutputError, Problem, Source

_UNSAFE = dict.fromkeys(map(ord, '<>:"/\\|?*'), "_")
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # categories of Unicode
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(1, 10))}
_LONGEST = 180  # UTF-8 bytes; leaves room for an ending below the 255 of common file systems
_PLAIN = re.compile(r"[\w./:-]+")  # what cmd, PowerShell and bash all take as it stands
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class ReadOnlyFolderError(OutputError):
    """只读文件夹 — nothing can be written there, whatever its name."""


def safe_name(name: str) -> str:
    """安全文件名 — a name that Windows and Linux take: no forbidden character, not reserved, not too long.

    Nor anything that is not seen: marks of direction (“报告fdp.exe” shown as “报告exe.pdf”), of width zero.
    """
    seen = "".join(sign for sign in name if unicodedata.category(sign) not in _UNSEEN)
    cleaned = seen.translate(_UNSAFE).strip(" .") or "决算公开"
    if cleaned.partition(".")[0].upper() in _RESERVED:
        cleaned = f"_{cleaned}"
    return cleaned.encode()[:_LONGEST].decode(errors="ignore").rstrip(" .")


def in_command(path: Path) -> str:
    """命令里的路径 — as it can be pasted into cmd, PowerShell or bash: in double quotes where need be."""
    return str(path) if _PLAIN.fullmatch(str(path)) else f'"{path}"'


def write_all(files: Sequence[tuple[str, bytes]], folder: Path) -> tuple[Path, ...]:
    """全部写出 — all files or none: each goes to a temporary file and takes its name when all are there.

    Where one cannot take its name (it is open in Word on Windows), those before it get back what they held.
    """
    _make_folders([folder, *((folder / name).parent for name, _ in files)])
    temporary: list[Path] = []  # removed in the end, whatever happens
    try:
        steps = []
        for name, data in files:
            target = folder / name
            temporary.append(_stage(target, data))
            new, old = temporary[-1], _copy(target)
            temporary.extend(filter(None, [old]))
            steps.append((new, target, old))
        _take_names(steps)
    finally:
        for path in temporary:
            path.unlink(missing_ok=True)
    return tuple(target for _, target, _ in steps)


def require_free(folder: Path, names: Iterable[str]) -> None:
    """须无同名 — nothing of these names is in a folder yet; raises InputError, nothing is overwritten."""
    there = [name for name in names if (folder / name).exists()]
    if there:
        message = f"文件夹里已有 {'、'.join(there)}，没有改动；请换一个文件夹"
        raise InputError([Problem(message, Source(str(folder)))])


def _make_folders(folders: Iterable[Path]) -> None:
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _reported(error, folder) from error


def _copy(target: Path) -> Path | None:
    """What a name holds now, kept so that it can be put back."""
    try:
        return _stage(target, target.read_bytes()) if target.exists() else None
    except OSError as error:
        raise _reported(error, target) from error


def _stage(target: Path, data: bytes) -> Path:
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".disclosure-", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise _reported(error, target) from error
    return Path(name)


def _take_names(steps: Sequence[tuple[Path, Path, Path | None]]) -> None:
    for number, (new, target, _) in enumerate(steps):
        try:
            new.replace(target)
        except OSError as error:
            for _, taken, old in reversed(steps[:number]):
                old.replace(taken) if old else taken.unlink()
            raise _reported(error, target) from error


def _reported(error: OSError, target: Path) -> OutputError:
    if error.errno in _FULL:
        return OutputError(f"磁盘已满或超出限额，无法写“{target}”；请清理磁盘后重试，原来的文件没有改动")
    if _is_read_only(error, target.parent):
        return ReadOnlyFolderError(f"文件夹“{target.parent}”是只读的，或没有写入权限；请换一个输出文件夹")
    if isinstance(error, NotADirectoryError | FileExistsError):
        return OutputError(f"“{target}”所在的位置不是文件夹，请换一个输出文件夹")
    if isinstance(error, IsADirectoryError):
        return OutputError(f"已有一个文件夹叫“{target}”，请移走它或换一个输出文件夹")
    if isinstance(error, PermissionError):
        return OutputError(f"无法写“{target}”：文件可能正在 Word、WPS 或 PDF 阅读器中打开；请关闭文件后重试")
    return OutputError(f"无法写“{target}”，请检查磁盘或换一个文件夹（系统错误 {error.errno}）")


def _is_read_only(error: OSError, folder: Path) -> bool:
    """A file that is open elsewhere is refused in the same way, in a folder that may be written."""
    refused = isinstance(error, PermissionError) and not os.access(folder, os.W_OK)
    return refused or error.errno == errno.EROFS
