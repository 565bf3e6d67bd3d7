"""文件 — finds the data file of a folder, reads bytes and text within limits, keeps inside the folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from disclosure.errors import InputError, OutputError, Problem, Source
from disclosure.files import settle

DATA_NAMES = ("data.yaml", "data.yml", "data.json")
NAMELESS = "数据文件夹"  # what messages call one that is given by its files
IMPORTED = "导入.yaml"  # what tables that exist gave, beside what people type
ADDED = "补填.yaml"  # what people typed into the desk
BESIDE = (IMPORTED, ADDED)  # files of the product's own, read beside what stands in people's
DATA_ENDINGS = (".yaml", ".yml", ".json")
WORKBOOKS = (".xlsx", ".xlsm")
OTHER_WORKBOOKS = (".xls", ".xlsb", ".et", ".ett", ".ods")
SAVE_AS = "这种格式不能直接读取，请用 Excel 或 WPS 打开后另存为 .xlsx（Excel 工作簿），再删去或移走原来的文件"
_MEGABYTE = 1024 * 1024
DATA_LIMIT = 5 * _MEGABYTE  # some hundred times a large department; YAML is slow to read
FILE_LIMIT = 20 * _MEGABYTE
_MAX_LISTED = 10
_NOT_SHOWN = ("~$", ".")  # a lock of Excel, hidden
_CHINESE = re.compile("[一-鿿]")
# What no YAML may hold.
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Home:
    """数据所在 — the folder, the data file and workbooks in it, and how messages call file or folder."""

    folder: Path
    data: Path | None
    shown: str
    workbooks: tuple[Path, ...] = ()
    imported: bool = False
    others: tuple[str, ...] = ()  # tables of formats that are not read
    added: bool = False

    @property
    def is_data_file_alone(self) -> bool:
        """只有数据文件 — whether nothing is read beside it."""
        return self.data is not None and not (self.workbooks or self.imported or self.added)

    @property
    def has_workbooks_alone(self) -> bool:
        """只有工作簿 — whether neither a data file nor an imported one stands beside them."""
        return not (self.data or self.imported)

    @property
    def is_typed(self) -> bool:
        """是否有人填写 — whether anything is there beside what was imported."""
        return bool(self.data or self.workbooks)


def fault(message: str, file: str) -> InputError:
    """文件错误 — one sentence about a whole file."""
    return InputError([Problem(message, Source(file))])


def slashes(name: str) -> str:
    """路径写法 — a path with Windows backslashes, as every system reads it."""
    return name.replace("\\", "/")


def find(path: Path, shown: str) -> Home:
    """查找数据文件 — the data file of a folder, or the file itself; `shown` is the name in messages."""
    try:
        settle(path if path.is_dir() else path.parent)
        if path.is_dir():
            return _in_folder(path, shown)
        if not path.exists():
            raise fault("找不到这个文件夹或文件，请检查路径是否写对", shown)
    except OutputError as error:  # what a command that was killed left could not be put in order
        raise fault(str(error), shown) from None
    except (OSError, ValueError) as error:
        raise unreadable(error, shown) from None
    name, ending = path.name if str(path) == shown else slashes(shown), path.suffix.lower()
    if ending in WORKBOOKS:
        return Home(path.parent, None, name, (path,))
    if ending in OTHER_WORKBOOKS:
        raise fault(SAVE_AS, shown)
    if ending not in DATA_ENDINGS:
        raise fault("不是数据文件，请给出数据所在的文件夹，或一个 .yaml、.yml、.json、.xlsx 文件", shown)
    return Home(path.parent, path, name)


def _in_folder(folder: Path, shown: str) -> Home:
    names = [name for name in DATA_NAMES if (folder / name).exists()]
    workbooks = _ending(folder, WORKBOOKS)
    imported, added = ((folder / name).is_file() for name in BESIDE)
    others = tuple(path.name for path in _ending(folder, OTHER_WORKBOOKS))
    if len(names) > 1:
        raise fault(f"同时有 {'、'.join(names)}，请只留一个", shown)
    home = Home(folder, None, shown, workbooks, imported, others, added)
    if names:
        return _with_data(home, names[0])
    if not (home.is_typed or imported or added):
        raise _no_data(folder, others, shown)
    return home


def _with_data(home: Home, name: str) -> Home:
    is_by_itself = home.shown in (str(home.folder), NAMELESS)
    called = name if is_by_itself else f"{slashes(home.shown).rstrip('/')}/{name}"
    return replace(home, data=home.folder / name, shown=called)


def _ending(folder: Path, endings: tuple[str, ...]) -> tuple[Path, ...]:
    """Files of a kind; a name that begins so is a lock of Excel, hidden, or marked as not to be read."""
    entries = (path for path in folder.iterdir() if path.suffix.lower() in endings)
    return tuple(sorted(path for path in entries if not path.name.startswith((*_NOT_SHOWN, "※"))))


def _no_data(folder: Path, others: tuple[str, ...], shown: str) -> InputError:
    if others:
        return fault(SAVE_AS, others[0])
    known = _contents(folder)
    return fault(
        f"文件夹里没有 data.yaml（也可以用 data.yml 或 data.json），也没有填报工作簿（.xlsx），{known}", shown
    )


def is_data(path: Path) -> bool:
    """是否数据 — a data file, one of those beside it, or a workbook that is read."""
    return path.name in (*DATA_NAMES, *BESIDE) or path in _ending(path.parent, WORKBOOKS)


def inside(home: Home, name: str) -> Path:
    """文件夹内的文件 — the file of a relative name; never one outside the data's folder."""
    relative = slashes(name)
    if is_absolute(name):
        raise fault("请写相对于数据文件夹的路径，不能用绝对路径", name)
    try:
        path = (home.folder / relative).resolve()
        if not path.is_relative_to(home.folder.resolve()):
            raise fault("文件必须放在数据文件夹内，不能指向文件夹以外", name)
        if not path.is_file():
            raise fault(f"找不到这个文件，{_contents(home.folder)}", name)
    except (OSError, ValueError) as error:
        raise unreadable(error, name) from None
    return path


def is_absolute(name: str) -> bool:
    """绝对路径 — whether a name says its place without a folder, on any system."""
    return PurePosixPath(slashes(name)).is_absolute() or bool(PureWindowsPath(name).drive)


def content(path: Path, shown: str, limit: int = FILE_LIMIT) -> bytes:
    """文件内容 — the bytes of a file that is not larger than `limit`."""
    if path.is_dir():
        raise fault("是文件夹，不是文件，请写明里面的哪一个文件", shown)
    try:
        with path.open("rb") as stream:
            return bounded(stream, shown, limit)
    except (OSError, ValueError) as error:
        raise unreadable(error, shown) from None


def bounded(stream: IO[bytes], shown: str, limit: int = FILE_LIMIT) -> bytes:
    """有限的内容 — what a stream gives, where it is not more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise fault(f"文件太大，超过了 {limit // _MEGABYTE} MB，请核对是不是放错了文件", shown)
    return data


def text(path: Path, shown: str, limit: int = FILE_LIMIT) -> str:
    """文件文字 — the text of a file: UTF-8 with or without BOM, else GB18030; no control characters."""
    return text_of(content(path, shown, limit), shown)


def text_of(data: bytes, shown: str) -> str:
    """文字 — of the bytes of a file."""
    found = decoded(data, shown)
    hidden = control_character(found)
    if hidden:
        at = hidden.start()
        line, column = found.count("\n", 0, at), at - found.rfind("\n", 0, at)
        raise InputError([Problem(hidden_message(hidden), Source(shown, line + 1, column))])
    return found


def control_character(text: str) -> re.Match[str] | None:
    """控制字符 — the first character that neither YAML nor Word may hold."""
    return _HIDDEN.search(text)


def without_control_characters(text: str) -> str:
    """去掉控制字符 — what is left to be checked further once they are reported."""
    return _HIDDEN.sub("", text)


def hidden_message(found: re.Match[str]) -> str:
    """控制字符提示 — the sentence about one."""
    return f"有不可见的控制字符（U+{ord(found[0]):04X}），请删去"


def decoded(data: bytes, shown: str) -> str:
    """解码 — UTF-8 with or without BOM, else GB18030."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise fault("文件是 UTF-16 编码，请另存为 UTF-8 编码", shown)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        spoilt = _spoilt_utf8(data)
        if spoilt:
            line = data.count(b"\n", 0, error.start) + 1
            message = f"第{line}行有损坏的字符，不是完整的 UTF-8 文字，请重新输入该处后保存"
            raise fault(message, shown) from None
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise fault("文件的文字编码无法识别，请用记事本等软件另存为 UTF-8 编码", shown) from None


def _spoilt_utf8(data: bytes) -> bool:
    """GB18030 hardly ever makes Chinese in UTF-8: where much of it reads so, only a part is broken."""
    good = len(_CHINESE.findall(data.decode("utf-8", "ignore")))
    return good > data.decode("utf-8", "replace").count("\ufffd")


def _contents(folder: Path) -> str:
    names = sorted(filter(_is_worth_listing, (entry.name for entry in folder.iterdir())))
    more = f"等 {len(names)} 个" if len(names) > _MAX_LISTED else ""
    return f"文件夹里现有：{'、'.join(names[:_MAX_LISTED])}{more}" if names else "文件夹里没有其他文件"


def _is_worth_listing(name: str) -> bool:
    return name not in DATA_NAMES and not name.startswith(_NOT_SHOWN)


def unreadable(error: OSError | ValueError, shown: str) -> InputError:
    """读不了 — why a file cannot be read, as a person is told."""
    return fault(_UNREADABLE.get(type(error), "无法读取，请检查文件名和磁盘"), shown)


_UNREADABLE: dict[type[Exception], str] = {
    FileNotFoundError: "找不到这个文件，请检查文件名和路径是否写对",
    PermissionError: "没有读取权限，请检查文件权限或关闭占用它的程序",
}
