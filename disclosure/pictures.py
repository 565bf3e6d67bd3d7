"""图片 — a picture written anew: its pixels as PNG or JPEG, nothing else of the file that it came in.

What a photograph tells of its place and device, remarks, previews, further frames, cropped-away edges and
whatever is hidden behind the end stay behind. The same picture gives the same bytes under one Pillow version.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from PIL import Image

Crop = tuple[float, float, float, float]  # shares of width and height: left, top, right, bottom
WHOLE: Crop = (0, 0, 0, 0)
MOST_PIXELS = 50_000_000  # a telephone's largest photographs have 48 million
_VECTORS = {  # first bytes → what office programs call it
    b"\x01\x00\x00\x00": "EMF",
    b"\xd7\xcd\xc6\x9a": "WMF",
    b"\x01\x00\x09\x00": "WMF",
    b"<svg": "SVG",
    b"<?xm": "SVG",
}
_READ = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_TOO_LARGE = f"太大，超过了 {MOST_PIXELS // 10_000} 万像素"
_ORIENTATION = 0x0112  # the tag of EXIF
_QUARTERS = {3: 2, 6: 1, 8: 3}  # orientation → quarter turns clockwise that set the picture upright
_ON_ITS_SIDE = (5, 6, 7, 8)
_PLAIN = {"1": "1", "L": "L"}  # modes that stay; every other becomes RGB
_QUALITY = 90  # where the tables of the file cannot be used again
_TABLES = ({0}, {0, 1})
_DEEP = "I;16"
_PER_LEVEL = 256  # of 16 bits, of a level of 8


class PictureError(Exception):
    """图片不能用 — it cannot be read safely; `str()` says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Picture:
    """图片 — bytes, kind and size; quarter turns clockwise that set it upright, whether its sides changed."""

    data: bytes
    kind: Literal["png", "jpeg"]
    size: tuple[int, int]
    quarters: int = 0
    is_turned: bool = False


@lru_cache(maxsize=16)
def anew(data: bytes, crop: Crop = WHOLE) -> Picture:
    """重新写出 — the pixels inside the crop, upright, in sRGB; raises PictureError."""
    from PIL.Image import DecompressionBombError  # noqa: PLC0415 - heavy, and only where there is a picture

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd about a file that can be read
            return _of_pixels(data, crop)
    except PictureError:
        raise
    except DecompressionBombError as error:
        raise PictureError(_TOO_LARGE) from error
    except Exception as error:  # a library that reads damaged files may raise anything
        vector = _VECTORS.get(data[:4])
        why = f"是 {vector} 矢量图，里面有什么查不清" if vector else "已损坏，或不是程序能读的图片"
        raise PictureError(why) from error


def _of_pixels(data: bytes, crop: Crop) -> Picture:
    from PIL import Image  # noqa: PLC0415 - as above

    with Image.open(BytesIO(data), formats=_READ) as opened:
        wide, high = opened.size
        if wide * high > MOST_PIXELS:
            raise PictureError(_TOO_LARGE)
        opened.load()
        is_photo = opened.format == "JPEG"
        orientation = _orientation(opened)
        upright = _upright(opened.crop(_box(opened.size, crop)), orientation)
        plain = _in_plain_mode(upright, opened.info.get("icc_profile"))
        options = _as_before(opened) if is_photo else {"optimize": False}
    # Of its pixels alone: an image object carries remarks along into what it is saved as.
    fresh = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    target = BytesIO()
    fresh.save(target, "JPEG" if is_photo else "PNG", **options)
    quarters, is_turned = _QUARTERS.get(orientation, 0), orientation in _ON_ITS_SIDE
    return Picture(target.getvalue(), "jpeg" if is_photo else "png", fresh.size, quarters, is_turned)


def _orientation(image: Image.Image) -> int:
    with suppress(Exception):  # a damaged EXIF says nothing
        return int(image.getexif().get(_ORIENTATION, 1))
    return 1


def _box(size: tuple[int, int], crop: Crop) -> tuple[int, int, int, int]:
    """The pixels that a crop leaves: at least one each way."""
    (wide, high), (left, top, right, bottom) = size, crop
    x, y = min(round(wide * left), wide - 1), min(round(high * top), high - 1)
    return x, y, max(round(wide * (1 - right)), x + 1), max(round(high * (1 - bottom)), y + 1)


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    from PIL.Image import Transpose  # noqa: PLC0415 - as above

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _in_plain_mode(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In a mode that both formats write, its colours those of sRGB; what is transparent stays so."""
    if image.mode.startswith(_DEEP) or image.mode == "I":
        return image.convert("I").point(lambda level: level * (1 / _PER_LEVEL)).convert("L")
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    coloured = _in_srgb(image, profile) if profile else image
    plain = coloured.convert("RGB" if alpha else _PLAIN.get(coloured.mode, "RGB"))
    if alpha:
        plain.putalpha(alpha)
    return plain


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """As its own profile has the colours; a profile that cannot be used changes nothing."""
    from PIL import ImageCms  # noqa: PLC0415 - as above

    with suppress(Exception):
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(own):
            return image
        colours = image if image.mode in ("RGB", "CMYK", "L") else image.convert("RGB")
        made = ImageCms.profileToProfile(colours, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        return made or image
    return image


def _as_before(photo: Any) -> dict[str, Any]:
    """Compressed by the photograph's own tables, so that it loses next to nothing by being written again."""
    from PIL.JpegImagePlugin import get_sampling  # noqa: PLC0415 - as above

    tables, sampling = photo.quantization, get_sampling(photo)
    if set(tables) not in _TABLES or photo.mode not in ("RGB", "L"):
        return {"quality": _QUALITY, "optimize": True}
    return {"qtables": tables, "optimize": True} | ({"subsampling": sampling} if sampling >= 0 else {})


@lru_cache(maxsize=1)
def placeholder() -> Picture:
    """空框 — what stands in a draft where a picture was refused: a crossed box."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - as above

    size = (320, 200)
    right, bottom = size[0] - 1, size[1] - 1
    image = Image.new("1", size, 1)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, right, bottom), outline=0)
    draw.line((0, 0, right, bottom), fill=0)
    draw.line((0, bottom, right, 0), fill=0)
    target = BytesIO()
    image.save(target, "PNG")
    return Picture(target.getvalue(), "png", size)
