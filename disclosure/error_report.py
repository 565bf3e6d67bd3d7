"""出错报告 — what nobody foresaw becomes one Chinese sentence and a file that may be sent on.

The file says which versions ran and where in the program it stopped. It holds no message of an exception,
no argument, no path of the user's: these are what figures and names stand in.
"""

from __future__ import annotations

import itertools
import platform
import re
import sysconfig
import traceback
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from disclosure import files
from disclosure.errors import OutputError

NAME = "出错报告.txt"
_PACKAGE = Path(__file__).parent
_STAGES = {
    "loading": "读取数据",
    "model": "读取数据",
    "classification": "读取科目表",
    "consolidation": "汇总",
    "deriving": "计算",
    "forms": "填表",
    "checks": "校验",
    "packs": "成文",
    "document": "成文",
    "drawing": "画图",
    "fonts": "找字体",
    "outputs": "生成文件",
    "readback": "核对写好的文件",
    "files": "写文件",
    "workbook": "制作填报工作簿",
    "importing": "导入公开表",
    "authoring": "检查模板包",
    "desk": "工作台",
}
_ELSEWHERE = "另外的程序或模板"
_MOST_PLACES = 40  # of an endless recursion the end is enough
_FOR_DEVELOPERS = re.compile(r"extra == .dev\b")
_REQUIRED = re.compile(r"[\w.-]+")


def told(error: BaseException, command: str = "") -> str:
    """告知 — writes the report into the current folder; gives the sentence for the person."""
    stopped = f"程序遇到没有料到的情况，停在“{stage(error)}”（{type(error).__name__}）"
    try:
        path = _written(report(error, command).encode())
    except (OSError, OutputError) as unwritten:
        return f"{stopped}；出错报告也没有写成（{unwritten}），请换一个能写的文件夹再运行一次"
    return f"{stopped}；请把 {path} 发给软件维护人员，里面只有版本和出错的位置，没有数据和名称"


def _written(content: bytes) -> Path:
    """The report in the current folder; one that says the same stays, as the desk may watch its folder."""
    path = Path(NAME)
    if not path.is_file() or path.read_bytes() != content:
        files.write_all([(NAME, content)], Path())
    return path.resolve()


def report(error: BaseException, command: str = "") -> str:
    """报告 — versions, the stage, and the places in the program, by file, line and function."""
    lines = [
        "disclosure 出错报告（只有版本和出错的位置，没有数据和名称，可以转发）",
        f"程序：disclosure {_version_of('disclosure')}",
        f"Python：{platform.python_implementation()} {platform.python_version()}",
        f"系统：{platform.system()} {platform.release()} {platform.machine()}",
        f"程序库：{'、'.join(' '.join(each) for each in libraries())}",
        f"命令：{command or '未知'}",
        f"步骤：{stage(error)}",
    ]
    for one in _causes_of(error):
        kind = f"{type(one).__module__}.{type(one).__qualname__}"
        lines += ["", f"错误：{kind}", *_places(one)]
    return "\n".join(lines) + "\n"


def stage(error: BaseException) -> str:
    """步骤 — what the program was about, by the part of it that was entered last."""
    own = [Path(place.filename) for place in _frames(error) if _is_own(place.filename)]
    parts = [path.relative_to(_PACKAGE).parts[0].removesuffix(".py") for path in own]
    known = list(filter(_STAGES.__contains__, parts))
    return _STAGES[known[-1]] if known else "运行命令"


def _causes_of(error: BaseException) -> Iterator[BaseException]:
    """The exception, then what led to it."""
    passed: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in passed:
        passed.append(found)
        yield found
        found = found.__cause__ or found.__context__


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    walked = traceback.walk_tb(error.__traceback__)
    return list(traceback.StackSummary.extract(walked, lookup_lines=False))


def _places(error: BaseException) -> list[str]:
    return list(map(_place, _frames(error)[-_MOST_PLACES:]))


def _place(frame: traceback.FrameSummary) -> str:
    """File, line and function of a program; of anything else, which may bear an office's name, the line."""
    shown = _shown(Path(frame.filename))
    if shown is None:
        return f"  {_ELSEWHERE} 第{frame.lineno}行"
    return f"  {shown} 第{frame.lineno}行 {frame.name}"


def _shown(path: Path) -> str | None:
    """A path below the folder of programs that it lies in; None for what is no known program."""
    for home in (_PACKAGE.parent, *map(Path, map(sysconfig.get_path, ("purelib", "platlib", "stdlib")))):
        if path.is_relative_to(home):
            below = path.relative_to(home).as_posix()
            return below if path.suffix == ".py" and below.isascii() else None
    return None


def _is_own(filename: str) -> bool:
    return Path(filename).is_relative_to(_PACKAGE)


def _version_of(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def libraries(
    apart_from: re.Pattern[str] = _FOR_DEVELOPERS, of: str = "disclosure"
) -> Iterator[tuple[str, str]]:
    """程序库 — what a package, else the program, was made with, each with its version, where it is installed.

    Those that only an extra needs that `apart_from` names are left out.
    """
    try:
        required = metadata.requires(of) or []
    except metadata.PackageNotFoundError:
        required = []
    ours = itertools.filterfalse(apart_from.search, required)
    names = sorted({_REQUIRED.match(line)[0] for line in ours})  # type: ignore[index]
    yield from ((name, version) for name in names if (version := _version_of(name)))
