"""落盘 — finished files are written whole or not at all; each failure is one Chinese sentence."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from disclosure import folder_journal
from disclosure.errors import InputError, OutputError, Problem, Source
from disclosure.folder_journal import Content

_UNSAFE = dict.fromkeys(map(ord, '<>:"/\\|?*'), "_")
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # categories of Unicode
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(1, 10))}
_LONGEST = 180  # UTF-8 bytes; leaves room for an ending below the 255 of common file systems
_PLAIN = re.compile(r"[\w./:-]+")  # what cmd, PowerShell and bash all take as it stands
_NEVER = (1980, 1, 1, 0, 0, 0)  # a time that says nothing: the first that a zip file can tell
_READABLE = 0o644 << 16
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


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


def write_all(
    files: Sequence[tuple[str, Content]], folder: Path, accepted: Callable[[], object] = lambda: None
) -> tuple[Path, ...]:
    """全部写出 — all files or none, whatever stops the program (`folder_journal`); gives their paths.

    One that cannot take its name (it is open in Word on Windows), or what `accepted` raises once all stand,
    leaves every file as it was. Two of one name, a link and a device are refused before anything is written.
    """
    require_distinct(name for name, _ in files)
    with _made_folder(folder):
        try:
            folder_journal.change(folder, files, accepted)
        except OSError as error:
            raise reported(error, folder) from error
    return tuple(folder / name for name, _ in files)


def digest_of(named: Mapping[str, bytes]) -> str:
    """文件的 SHA-256 — of their names and contents, in whatever order they are given."""
    digest = hashlib.sha256()
    for name, data in sorted(named.items()):
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()


def zipped(named: Iterable[tuple[str, bytes]]) -> bytes:
    """打成一个包 — files by their names, in the order given; the same files give the same bytes."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_STORED) as archive:
        for name, data in named:
            entry = ZipInfo(name, _NEVER)
            entry.create_system, entry.external_attr = 3, _READABLE  # as on any system
            archive.writestr(entry, data)
    return held.getvalue()


def settle(folder: Path) -> None:
    """收拾 — what a process that was killed left half written in a folder is changed back."""
    try:
        folder_journal.settle(folder)
    except OSError as error:
        raise reported(error, folder) from error


def require_distinct(names: Iterable[str]) -> None:
    """须不同名 — no two files of one name, in capitals or not: the one would be lost for the other."""
    passed: dict[str, str] = {}
    for name in names:
        alike = unicodedata.normalize("NFC", name).casefold()
        if alike in passed:
            raise OutputError(
                f"有两个文件都叫“{name}”，一个会盖掉另一个，没有写出；请使部门和单位的名称各不相同"
            )
        passed[alike] = name


def require_free(folder: Path, names: Iterable[str]) -> None:
    """须无同名 — nothing of these names is in a folder yet; raises InputError, nothing is overwritten."""
    settle(folder)
    there = [name for name in names if (folder / name).exists()]
    if there:
        message = f"文件夹里已有 {'、'.join(there)}，没有改动；请换一个文件夹"
        raise InputError([Problem(message, Source(str(folder)))])


@contextmanager
def _made_folder(folder: Path) -> Iterator[None]:
    """With the folders above; those that were not there go again where nothing has been written."""
    lacking = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise reported(error, folder) from error
    try:
        yield
    finally:
        with suppress(OSError):  # it holds what was written
            for path in lacking:
                path.rmdir()


def reported(error: OSError, folder: Path) -> OutputError:
    """写不了 — what happened, about the file that the error names."""
    target = Path(error.filename or folder)
    if _is_read_only(error, target.parent):
        return ReadOnlyFolderError(f"文件夹“{target.parent}”是只读的，或没有写入权限；请换一个输出文件夹")
    known = (
        (
            isinstance(error, BlockingIOError),
            f"另一个 disclosure 命令正在写文件夹“{folder}”，请等它结束再运行",
        ),
        (
            error.errno == errno.ELOOP,
            f"“{target}”是链接或设备，不是普通文件，不能写；请移走它或换一个输出文件夹",
        ),
        (
            error.errno in FULL,
            f"磁盘已满或超出限额，无法写“{target}”；请清理磁盘后重试，原来的文件没有改动",
        ),
        (
            isinstance(error, NotADirectoryError | FileExistsError),
            f"“{target}”所在的位置不是文件夹，请换一个输出文件夹",
        ),
        (
            isinstance(error, IsADirectoryError),
            f"已有一个文件夹叫“{target}”，请移走它或换一个输出文件夹",
        ),
        (
            isinstance(error, PermissionError),
            f"无法写“{target}”：文件可能正在 Word、WPS 或 PDF 阅读器中打开；请关闭文件后重试",
        ),
    )
    otherwise = f"无法写“{target}”，请检查磁盘或换一个文件夹（系统错误 {error.errno}）"
    return OutputError(next((sentence for holds, sentence in known if holds), otherwise))


def _is_read_only(error: OSError, folder: Path) -> bool:
    """A file that is open elsewhere is refused in the same way, in a folder that may be written."""
    refused = isinstance(error, PermissionError) and not os.access(folder, os.W_OK)
    return refused or error.errno == errno.EROFS
