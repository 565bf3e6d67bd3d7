"""Heavy libraries are loaded on use: importing the package and asking the command for help stay quick."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "docx",
    "docxcompose",
    "weasyprint",
    "matplotlib",
    "numpy",
    "xlsxwriter",
    "openpyxl",
    "lxml",
    "xlrd",
    "fontTools",
}
COMMAND = """
import sys
from disclosure.cli import main
sys.argv = ["disclosure", {arguments}]
try:
    main()
finally:
    {end}
"""
TELL = "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"


def loaded(code: str) -> set[str]:
    """Top-level modules that a fresh process has loaded at its end."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not loaded(f"import sys, disclosure; {TELL}") & HEAVY


@pytest.mark.parametrize(
    "arguments", ["'--help'", "'build', '--help'", "'fonts', '--help'", "'new', '--help'"]
)
def test_the_commands_help_loads_nothing_heavy(arguments: str) -> None:
    found = loaded(COMMAND.format(arguments=arguments, end=TELL))
    assert "typer" in found
    assert not found & HEAVY


def test_the_look_at_modules_sees_a_heavy_one() -> None:
    assert "docx" in loaded(f"import sys, disclosure.outputs.docx; {TELL}")
