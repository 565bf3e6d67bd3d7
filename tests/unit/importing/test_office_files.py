"""Kinds of workbook that offices keep: what LibreOffice makes of a workbook is read as the workbook is."""

from __future__ import annotations

import contextlib
import datetime
import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

import disclosure
from disclosure.errors import InputError
from disclosure.importing import import_tables
from disclosure.loading import published
from tests.departments import EXAMPLES
from tests.unit.importing.test_bad_files import workbook

pytestmark = pytest.mark.libreoffice
EXAMPLE = "yuxi-beijing-2023"
KINDS = ("xls", "ods")


def converted(path: Path, kind: str) -> Path:
    """A workbook as LibreOffice saves it in another format."""
    profile = path.parent / "libreoffice"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(path.parent), str(path)], check=True, capture_output=True, timeout=120
    )
    return path.with_suffix(f".{kind}")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The 15 tables of an example as a workbook, and beside it in the other formats."""
    path = tmp_path_factory.mktemp("tables") / "公开表.xlsx"
    (artifact,) = disclosure.build(EXAMPLES / EXAMPLE, ("xlsx",)).artifacts
    path.write_bytes(artifact.data)
    for kind in KINDS:
        converted(path, kind)
    return path


def imported(path: Path, folder: Path) -> str:
    """The data, with the name of the file left out."""
    report = import_tables([path], folder, "yunnan-2023")
    assert report.doubtful == ()
    return (folder / "导入.yaml").read_text(encoding="utf-8").replace(path.name, "公开表")


@pytest.mark.parametrize("kind", KINDS)
def test_the_tables_in_another_format_give_exactly_the_same_data(
    tables: Path, kind: str, tmp_path: Path
) -> None:
    assert imported(tables.with_suffix(f".{kind}"), tmp_path / kind) == imported(tables, tmp_path / "xlsx")


@pytest.mark.parametrize("kind", ["xlsx", *KINDS])
def test_every_cell_is_what_another_reader_finds_there(tables: Path, kind: str) -> None:
    path = tables.with_suffix(f".{kind}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    found = {matrix.name: matrix for matrix in published.read(path, path.name)}
    assert list(found) == book.sheet_names
    for name, matrix in found.items():
        theirs = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ours = [[_own(matrix, row, column) for column in range(len(theirs[0]))] for row in range(len(theirs))]
        assert ours == [[_text(value) for value in row] for row in theirs]


def _own(matrix: published.Matrix, row: int, column: int) -> str:
    cell = matrix.rows[row].get(column)
    return cell.text if cell and (cell.row, cell.column) == (row, column) else ""


def _text(value: Any) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value).strip()


def odd(path: Path, change: Callable[[Worksheet], None]) -> Path:
    """A table with an oddity, done in openpyxl and saved by LibreOffice, for formulas to have results."""
    path.write_bytes(workbook(lambda _: None))
    book = openpyxl.load_workbook(path)
    change(book["支出"])
    book.save(path)
    return path


def _hide(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("封面")["A1"] = "封面"
    sheet.sheet_state = "hidden"


def _format(value: object, look: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet["C5"].value = value
        sheet["C5"].number_format = look

    return change


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("change", "place", "sentence"),
    [
        (_format("=1/0", "0.00"), "C5", "是错误值 #DIV/0!"),
        (_format("=#REF!+1", "0.00"), "C5", "是错误值 #REF!"),
        (_format(datetime.date(2023, 5, 1), "yyyy-mm-dd"), "C5", "单元格是日期 2023-05-01，不是数"),
        (_format(0.05, "0.00%"), "C5", "单元格是百分数格式（5%），不知道是多少"),
        (_format(14_021_900, r"0\.0000"), "C5", "使看到的数与存的数（14021900）不一样"),
        (_format(14_021_900, '0.00,"千元"'), "C5", "使看到的数与存的数（14021900）不一样"),
        (_format(14_021_900, ";;;"), "C5", "使看到的数与存的数（14021900）不一样"),
        (_format(500_000_000_000, "0.00%"), "C5", "数字超过 13 位"),
        (_hide, "A1", "工作表被隐藏，请核对后取消隐藏，或删去这张工作表，再导入"),
    ],
)
def test_an_odd_cell_is_named_in_every_format(
    change: Callable[[Worksheet], None], place: str, sentence: str, tmp_path: Path
) -> None:
    path = odd(tmp_path / "表.xlsx", change)
    for kind in KINDS:
        with pytest.raises(InputError) as caught:
            import_tables([converted(path, kind)], tmp_path / "data", "yunnan-2023")
        assert f"表.{kind} 支出!{place}：" in str(caught.value)
        assert sentence in str(caught.value)


def test_every_cut_of_an_old_workbook_is_read_or_told(tables: Path) -> None:
    """Cut off or overwritten anywhere: the sheets that are there, or one sentence; never a crash."""
    for kind, at in product(KINDS, range(0, 4000, 97)):
        path = tables.with_suffix(f".{kind}")
        whole = path.read_bytes()
        place = at * len(whole) // 4000
        spoilt = tables.with_name(f"坏.{kind}")
        for data in (whole[:place], whole[:place] + b"\xff\xff\xff\xff" + whole[place + 4 :]):
            spoilt.write_bytes(data)
            with contextlib.suppress(InputError):
                assert all(isinstance(matrix, published.Matrix) for matrix in published.read(spoilt, "坏"))


def test_a_password_of_an_old_workbook_is_told(tables: Path, tmp_path: Path) -> None:
    """The record that a password adds stands near the beginning, as does the name of who wrote the file."""
    written, locked = b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00"
    (tmp_path / "表.xls").write_bytes(tables.with_suffix(".xls").read_bytes().replace(written, locked, 1))
    with pytest.raises(InputError, match="表.xls：文件设了打开密码，请打开后取消密码，保存后再试"):
        import_tables([tmp_path / "表.xls"], tmp_path / "data", "yunnan-2023")


READ = """
import resource, sys
from pathlib import Path
from disclosure.errors import InputError
from disclosure.loading import published
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
try:
    published.read(Path(sys.argv[1]), "表")
except InputError as error:
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]  # of this program alone
    print(error, peak)
"""


def told(path: Path, data: bytes) -> str:
    """What is said of a file, after reading it has taken little memory."""
    path.write_bytes(data)
    run = subprocess.run([sys.executable, "-c", READ, str(path)], check=True, capture_output=True, text=True)
    sentence, peak = run.stdout.rsplit(maxsplit=1)
    assert int(peak) < 200_000  # kilobytes
    return sentence


def test_a_link_of_four_thousand_million_cells_is_not_laid_out(tmp_path: Path) -> None:
    path = odd(tmp_path / "表.xlsx", lambda sheet: setattr(sheet["C5"], "hyperlink", "决算.xlsx"))
    data = converted(path, "xls").read_bytes()
    link = data.index(bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b"))
    everywhere = struct.pack("<4H", 0, 0xFFFF, 0, 0xFFFF)
    assert "展开后过大" in told(tmp_path / "坏.xls", data[: link - 8] + everywhere + data[link:])


def test_a_chain_of_small_sectors_that_leads_in_a_circle_ends(tables: Path, tmp_path: Path) -> None:
    """The header says from which size a stream has whole sectors, and where chains of small ones are."""
    data = bytearray(tables.with_suffix(".xls").read_bytes())
    (number,) = struct.unpack_from("<I", data, 60)
    struct.pack_into("<I", data, 56, 0x7FFFFFFF)
    struct.pack_into("<128I", data, 512 * (number + 1), *range(1, 128), 0)
    assert "工作簿不完整或已损坏" in told(tmp_path / "坏.xls", bytes(data))


def test_a_document_within_a_workbook_is_not_taken_for_the_workbook(tables: Path, tmp_path: Path) -> None:
    whole = tables.with_suffix(".xls").read_bytes() + "WordDocument".encode("utf-16-le").ljust(512, b"\0")
    (tmp_path / "表.xls").write_bytes(whole)
    assert len(published.read(tmp_path / "表.xls", "表.xls")) == len(published.read(tables, "表.xlsx"))


@pytest.mark.parametrize("times", ["1048576", "99999999999999999999"])
def test_a_row_repeated_without_end_is_not_counted_out(tables: Path, times: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tables.with_suffix(".ods")) as archive:
        content = archive.read("content.xml").decode()
    first = content.index("<table:table-row ")
    content = (
        f'{content[:first]}<table:table-row table:number-rows-repeated="{times}" {content[first + 17 :]}'
    )
    with zipfile.ZipFile(tmp_path / "表.ods", "w") as archive:
        archive.writestr("content.xml", content)
    with pytest.raises(InputError, match="展开后过大"):
        published.read(tmp_path / "表.ods", "表.ods")
