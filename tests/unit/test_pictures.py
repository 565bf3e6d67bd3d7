"""图片 — what is written anew has the same pixels, upright and in sRGB, and nothing else of the file."""

from __future__ import annotations

import struct
import warnings
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from PIL.Image import Transpose

from disclosure import pictures
from disclosure.pictures import PictureError
from tests.contract.sample import png

CANARY = b"CANARY"
RED, BLUE = (200, 30, 30), (10, 20, 220)


def photograph(mode: str = "RGB") -> Image.Image:
    """Red, its upper left quarter blue: no two of its eight positions look alike."""
    image = Image.new("RGB", (64, 32), RED)
    image.paste(BLUE, (0, 0, 16, 16))
    return image.quantize(4) if mode == "P" else image.convert(mode)


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, format, **options)
    return target.getvalue()


def telling(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: who, with what, where, and a preview."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = orientation, "CANARY maker", "CANARY artist"
    exif.get_ifd(0x8825)[29] = "CANARY place"
    return exif


def remarks() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "CANARY author")
    info.add_itxt("XML:com.adobe.xmp", "CANARY xmp", zip=True)
    return info


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


FILES = {
    "jpeg": saved(photograph(), "JPEG", exif=telling(), comment=CANARY, xmp=CANARY),
    "png": saved(photograph(), "PNG", exif=telling(), pnginfo=remarks()),
    "png of a palette": saved(photograph("P"), "PNG", pnginfo=remarks()),
    "gif": saved(photograph("P"), "GIF", comment=CANARY),
    "tiff": saved(photograph(), "TIFF", tiffinfo={270: "CANARY description", 315: "CANARY"}),
    "webp": saved(photograph(), "WEBP", exif=telling(), xmp=CANARY, lossless=True),
    "bmp": saved(photograph(), "BMP"),
}


@pytest.mark.parametrize("name", FILES)
def test_nothing_but_the_pixels_is_left(name: str) -> None:
    made = pictures.anew(FILES[name] + CANARY + png())
    assert CANARY not in made.data
    with Image.open(BytesIO(made.data)) as image:
        assert image.format == ("JPEG" if name == "jpeg" else "PNG")
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert (image.size, not image.getexif()) == ((64, 32), True)
        near = [abs(a - b) for a, b in zip(image.convert("RGB").getpixel((40, 20)), RED, strict=True)]  # type: ignore[arg-type]
        assert max(near) <= 4


def test_a_png_chunk_of_no_known_kind_stays_behind_and_so_does_compressed_text() -> None:
    data = png()
    end = data.index(b"IEND") - 4
    more = chunk(b"caNy", CANARY) + chunk(b"zTXt", b"note\0\0" + zlib.compress(b"CANARYcompressed"))
    made = pictures.anew(data[:end] + more + data[end:])
    assert made.data == pictures.anew(data).data
    assert [made.data[8:][at : at + 4] for at in (4, 29)] == [b"IHDR", b"IDAT"]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_set_upright(orientation: int) -> None:
    lying = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_90,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_270,
    }
    image = photograph().transpose(lying[orientation]) if orientation in lying else photograph()
    made = pictures.anew(saved(image, "PNG", exif=telling(orientation)))
    assert Image.open(BytesIO(made.data)).tobytes() == photograph().tobytes()
    assert made.is_turned == (orientation > 4)


def test_what_is_cropped_away_is_not_in_it() -> None:
    made = pictures.anew(saved(photograph(), "PNG"), (0.25, 0, 0, 0.5))
    with Image.open(BytesIO(made.data)) as image:
        assert (image.size, image.getcolors()) == ((48, 16), [(48 * 16, RED)])


def test_colours_of_another_space_are_told_in_srgb_and_the_profile_stays_behind() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = pictures.anew(saved(photograph(), "PNG")).data
    assert pictures.anew(saved(photograph(), "PNG", icc_profile=srgb)).data == plain
    assert pictures.anew(saved(photograph(), "PNG", icc_profile=b"CANARY not a profile")).data == plain
    assert b"iCCP" not in pictures.anew(saved(photograph(), "PNG", icc_profile=lab)).data
    cmyk = pictures.anew(saved(photograph("CMYK"), "JPEG"))
    assert Image.open(BytesIO(cmyk.data)).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_arrives(mode: str) -> None:
    image = Image.new(mode, (8, 8)) if mode == "I;16" else photograph().convert(mode)
    options = {"transparency": 0} if mode == "P" else {}
    with Image.open(BytesIO(pictures.anew(saved(image, "PNG", **options)).data)) as made:
        wanted = {"LA": "RGBA", "P": "RGBA", "I;16": "L"}
        assert made.mode == wanted.get(mode, mode)


def test_of_a_moving_picture_the_first_frame_stays() -> None:
    first, second = photograph("P"), Image.new("P", (64, 32))
    moving = saved(first, "GIF", save_all=True, append_images=[second])
    with Image.open(BytesIO(pictures.anew(moving).data)) as image:
        assert image.convert("RGB").tobytes() == first.convert("RGB").tobytes()


def test_a_photograph_keeps_its_compression_and_the_same_picture_gives_the_same_bytes() -> None:
    small = saved(photograph(), "JPEG", quality=40)
    pictures.anew.cache_clear()
    first = pictures.anew(small).data
    pictures.anew.cache_clear()
    assert pictures.anew(small).data == first
    assert len(first) <= len(small)


def bomb() -> bytes:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


WORKS = {
    "EMF 矢量图": b"\x01\x00\x00\x00" + bytes(36) + b" EMF",
    "WMF 矢量图": b"\xd7\xcd\xc6\x9a" + bytes(40),
    "SVG 矢量图": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "已损坏": png()[:40],
    "太大，超过了 5000 万像素": bomb(),
    "不是程序能读的图片": b"%!PS-Adobe-3.0 EPSF-3.0\n",
}


@pytest.mark.parametrize("words", WORKS)
def test_what_cannot_be_read_safely_is_refused_in_chinese(words: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(PictureError, match=words) as refused:
            pictures.anew(WORKS[words])
    assert not set("abcdefgh") & set(str(refused.value))


def test_just_below_the_bound_a_picture_is_read() -> None:
    assert pictures.anew(saved(Image.new("1", (7_000, 7_000)), "PNG")).size == (7_000, 7_000)
