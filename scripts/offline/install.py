"""离线安装 — installs from the wheels beside this file into an environment beside it; nothing is fetched."""

import io
import os
import struct
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / "env"
POINTER = 8  # bytes: a 64-bit Python
FAILED = (
    "没有装好，请把上面的文字抄给提供安装包的人；"
    "常见原因：这个 Python 版本不在安装包里，或者文件没有拷全（每个文件都核对 sha256）"
)
WINDOWS = os.name == "nt"
PROGRAMS = ENVIRONMENT / ("Scripts" if WINDOWS else "bin")


def main() -> int:
    """程序入口 — 0 where the program is ready."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    if sys.version_info < (3, 11) or struct.calcsize("P") != POINTER:
        print((HERE / "no-python.txt").read_text(encoding="utf-8"))
        return 1
    print(f"… 用 Python {sys.version.split()[0]} 建立环境：{ENVIRONMENT}", flush=True)
    made = run(sys.executable, "-m", "venv", str(ENVIRONMENT)) and install()
    print(ready() if made else FAILED)
    return 0 if made else 1


def install() -> bool:
    """安装 — from the wheels alone, each with the sha256 that the lock says."""
    places = ("--find-links", str(HERE / "wheels"), "--no-index")
    lock = ("--require-hashes", "--requirement", str(HERE / "requirements.lock"))
    return run(str(PROGRAMS / "python"), "-m", "pip", "install", "-q", *places, *lock)


def run(*command: str) -> bool:
    """运行 — with neither the user's settings of pip nor its question for a newer one."""
    quiet = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return subprocess.run(command, env={**os.environ, **quiet}, check=False).returncode == 0


def ready() -> str:
    """完成语 — what to type next."""
    program = PROGRAMS / "disclosure"
    example = HERE / "examples" / "panzhihua-chengdu-2024"
    tried = f'"{program}" build "{example}" --format docx,html'
    desk = f'"{program}" desk --shortcut'
    begin = f"装好了。在准备放决算的文件夹里打开命令行，运行一次下面这句，以后双击“决算工作台”：\n{desk}"
    return f"{begin}\n只用命令的，试一试：\n{tried}\n说明见 README.html，字体见 fonts.txt。"


if __name__ == "__main__":
    sys.exit(main())
