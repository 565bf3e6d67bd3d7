"""全市的文件 — what was made of the city, as a browser shows or keeps it: nothing but 公开 and 办公."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote

from starlette.responses import FileResponse, Response

from disclosure.city.city_folder import OUTPUTS
from disclosure.desk.asked import Asked
from disclosure.desk.made_files import is_shown, media_type
from disclosure.errors import InputError, Problem

ADDRESS = "/bureau/files/"
_AS_IT_IS = {"X-Content-Type-Options": "nosniff"}
_NONE = "没有这个文件，可能刚刚移走或改了名；请回全市再看"


def address(place: str) -> str:
    """地址 — of a file by its path from the city's folder; links in a page of the city lead on from there."""
    return ADDRESS + quote(place)


def file(asked: Asked) -> Response:
    """一个文件 — shown in the browser where it can be, else to be kept."""
    path = _file_of(asked.desk.city.folder.home, unquote(asked.path.removeprefix(ADDRESS)))
    return FileResponse(
        path,
        headers=_AS_IT_IS,
        media_type=media_type(path),
        filename=path.name,
        content_disposition_type="inline" if is_shown(path) else "attachment",
    )


def as_zip(data: bytes, name: str) -> Response:
    """一个包 — to be kept under a name."""
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}"}
    return Response(data, headers=headers, media_type="application/zip")


def _file_of(home: Path, place: str) -> Path:
    """Raises InputError for anything else than a file that was made."""
    try:
        path = (home / place).resolve()
        inside = path.relative_to(home).parts
        if inside[:1] and inside[0] in OUTPUTS and not _is_hidden(inside) and path.is_file():
            return path
    except (OSError, ValueError):  # a name that no file can have, one outside
        pass
    raise InputError([Problem(_NONE, name=place)])


def _is_hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith((".", "~$")) for part in parts)
