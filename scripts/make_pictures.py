"""表样图片 — renders sheets of the fill-in workbook into docs/pictures; needs soffice and pdftoppm on PATH."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image, ImageChops

from disclosure.load import files, nodes
from disclosure.workbook import BOOK, Content, workbook

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "panzhihua-chengdu-2024"
PICTURES = {"支出": "expenditure", "经济分类": "sections", "三公": "sangong", "单位信息": "department"}
_DPI, _COLOURS, _MARGIN, _HEIGHT = 100, 32, 8, 480


def main() -> None:
    """程序入口 — writes one small picture of each sheet named above."""
    data = nodes.read(files.find(EXAMPLE, EXAMPLE.name)).data
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for sheet, picture in PICTURES.items():
            (folder / BOOK).write_bytes(workbook(Content(data), int(str(data["年度"]))))
            _keep(folder / BOOK, sheet)
            _render(folder, ROOT / "docs" / "pictures" / f"{picture}.png")


def _keep(path: Path, name: str) -> None:
    """Only one sheet is printed; the others stay, for formulas look into them."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        sheet.sheet_state = "visible" if sheet.title == name else "hidden"
    book.active = book.sheetnames.index(name)
    book.save(path)


def _render(folder: Path, target: Path) -> None:
    office = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", str(folder), str(folder / BOOK)], check=True, capture_output=True)
    page = folder / "page"
    pdf = str((folder / BOOK).with_suffix(".pdf"))
    subprocess.run(["pdftoppm", "-r", str(_DPI), "-png", "-f", "1", "-singlefile", pdf, str(page)], check=True)
    picture = Image.open(page.with_suffix(".png")).convert("RGB")
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox() or (0, 0, *picture.size)
    left, top = max(0, box[0] - _MARGIN), max(0, box[1] - _MARGIN)
    cut = picture.crop((left, top, min(picture.width, box[2] + _MARGIN), min(top + _HEIGHT, box[3] + _MARGIN)))
    target.parent.mkdir(exist_ok=True)
    cut.quantize(_COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    main()
