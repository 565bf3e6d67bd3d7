"""What cannot be read of a PDF is said in one sentence; a hostile file costs no more than its limits."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable

import pytest
import weasyprint
from pypdf import PdfReader, PdfWriter

from disclosure.errors import InputError
from disclosure.loading.published import pdf
from disclosure.loading.published.blocks import PublishedText
from disclosure.loading.published.pdf import run_apart
from tests.contract.sample import png

OTHERWISE = "；请用原来的 .docx、.xlsx 文件，或由 Word、WPS 导出的 PDF"
LARGE = "PDF 展开后过大，不像决算公开的文件，请只留要读的各页"
PICTURE = "<img src='data:image/png;base64,{}' style='width: 15cm'>"


def made(body: str) -> bytes:
    return bytes(weasyprint.HTML(string=body).write_pdf())


def scan() -> str:
    return PICTURE.format(base64.b64encode(png(40, 30)).decode())


def painted_by(content: bytes, forms: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one page, its content stream as given; each form draws the next as N."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R>>",
        stream(b"", content),
        b"<</Font<</F 6 0 R>>/XObject<</N 7 0 R>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, form in enumerate(forms, 8):
        entries = b"/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 6 0 R>>/XObject<</N %d 0 R>>>>"
        objects.append(stream(entries % number, form))
    out, starts = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    return out + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(out))


def stream(entries: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (entries, len(packed), packed)


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made("<p>密</p>"))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def mojibake() -> bytes:
    words = "部门决算公开".encode("gbk") * 10
    return painted_by(b"BT /F 10 Tf 10 800 Td (" + words + b") Tj ET")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (lambda: made(scan()), "PDF 没有文字，多半是扫描的图，不能读" + OTHERWISE),
        (mojibake, "PDF 的字体没有说明各是什么字，读出的是乱码，不能读" + OTHERWISE),
        (encrypted, "PDF 设了打开密码，请打开后取消密码，另存后再读"),
        (lambda: b"%PDF-1.7\nnothing", "PDF 不完整或已损坏，请重新复制，或用 Word、WPS 重新导出"),
        (lambda: b"", "PDF 不完整或已损坏，请重新复制，或用 Word、WPS 重新导出"),
    ],
    ids=["scan", "mojibake", "encrypted", "broken", "empty"],
)
def test_what_cannot_be_read_is_one_sentence(data: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        pdf.document(data(), "件.pdf")
    assert str(caught.value) == f"件.pdf：{sentence}"


def test_a_file_that_only_forbids_printing_is_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made("<p>可以读。</p>"))))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert [
        block.text
        for block in pdf.document(out.getvalue(), "件.pdf").blocks
        if isinstance(block, PublishedText)
    ]


def test_pages_that_cannot_be_read_are_named_and_the_others_are_read() -> None:
    page = "<p style='break-before: page'>{}</p>"
    read = pdf.document(made(page.format("有字。") + page.format(scan()) + page.format("也有。")), "件.pdf")
    assert [block.text for block in read.blocks if isinstance(block, PublishedText)] == ["有字。", "也有。"]
    assert read.lost == ("件.pdf：第2页没有文字，多半是扫描的图，不能读",)


def test_text_that_runs_another_way_is_told_not_mixed_in() -> None:
    mark = "<div style='position: fixed; top: 8cm; transform: rotate(-40deg)'>草稿</div>"
    read = pdf.document(made(f"<p>正文在这里。</p>{mark}"), "件.pdf")
    assert [block.text for block in read.blocks if isinstance(block, PublishedText)] == ["正文在这里。"]
    assert read.lost == ("件.pdf：第1页有竖排或斜排的字，没有读",)


@pytest.mark.parametrize(
    "data",
    [
        lambda: painted_by(b"/N Do", (b"/N Do " * 4,) * 14 + (b"BT /F 9 Tf (ab) Tj ET",)),
        lambda: painted_by(b"q " * 2_000_000),
        lambda: painted_by(b"1 2 3 .5 re f " * 700_000),
        lambda: painted_by(b" " * 150_000_000),
    ],
    ids=["forms in forms", "states", "rectangles", "blanks"],
)
def test_a_hostile_file_ends_at_its_limits(
    data: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_apart, "_SECONDS", 2)
    monkeypatch.setattr(run_apart, "_MEMORY", 1 << 28)
    with pytest.raises(InputError, match=LARGE):
        pdf.document(data(), "件.pdf")


def test_an_ordinary_file_needs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_apart, "_SECONDS", 2)
    monkeypatch.setattr(run_apart, "_MEMORY", 1 << 28)
    (text,) = pdf.document(made("<p>正文。</p>"), "件.pdf").blocks
    assert isinstance(text, PublishedText)


def test_a_drawing_of_many_lines_is_no_table_and_told() -> None:
    lines = b"".join(b"0 %d m 500 %d l S %d 0 m %d 500 l S " % ((at * 3,) * 4) for at in range(160))
    read = pdf.document(painted_by(b"BT /F 10 Tf 10 800 Td (Words) Tj ET " + lines), "件.pdf")
    assert [block.text for block in read.blocks if isinstance(block, PublishedText)] == ["Words"]
    assert read.lost == ("件.pdf：第1页的线太多，没有当作表读",)


def test_without_pypdfium2_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_apart, "find_spec", lambda _: None)
    with pytest.raises(InputError) as caught:
        pdf.document(b"%PDF", "件.pdf")
    assert str(caught.value) == '件.pdf：读 PDF 需要 pypdfium2：pip install "disclosure[pdf]"'
