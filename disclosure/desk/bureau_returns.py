"""退回意见 — the workbooks that go back to the bodies, one by one or all; the replies that come in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from starlette.responses import Response

from disclosure import files, temporary
from disclosure.city import replies
from disclosure.city.city_folder import RETURNS
from disclosure.city.progress_line import ProgressLine
from disclosure.desk.asked import Asked
from disclosure.desk.bureau_files import address, as_zip
from disclosure.desk.city_place import CityPlace
from disclosure.desk.upload import Upload
from disclosure.errors import InputError, Problem

_NOTHING = "没有选文件：请选各单位交回的退回意见（工作簿或 .zip）"
_UNCLEAR = "有的没有收进去，或要问清楚，见下面各条；改好以后再收一次，已经收了的不会重复"


def page(asked: Asked) -> Response:
    """退回意见的页 — who was told something, how much of it is answered; what came of the last replies."""
    city = asked.desk.city
    listed = [
        (line, address(path.relative_to(city.folder.home).as_posix())) for line, path in _workbooks(city)
    ]
    return asked.page("bureau_returns", seen=city.seen(), watched="", listed=listed, told=city.told)


def zipped(asked: Asked) -> Response:
    """全部退回意见 — as one file, in the bodies' folders."""
    city = asked.desk.city
    named = ((f"{line.body.folder}.xlsx", path.read_bytes()) for line, path in _workbooks(city))
    return as_zip(files.zipped(named), f"{RETURNS}.zip")


def take(asked: Asked) -> Response:
    """收回复 — of all files that were handed in."""
    city, uploads = asked.desk.city, [one for one in asked.uploads if one.data]
    if not uploads:
        raise InputError([Problem(_NOTHING)])
    seen = city.seen()
    with tempfile.TemporaryDirectory(dir=temporary.folder()) as held:
        paths = [_kept(upload, Path(held) / str(number)) for number, upload in enumerate(uploads)]
        replied = replies.take(seen.city, seen.records, paths)
    city.told = (*([] if replied.is_clear else [_UNCLEAR]), *replies.lines(replied))
    received = sum(one.received for one in replied.bodies)
    return asked.go("/bureau/returns", said=f"收了{len(replied.bodies)}个单位的{received}条回复")


def _kept(upload: Upload, folder: Path) -> Path:
    """In a folder of its own: two bodies may call theirs the same."""
    return files.write_all([(files.safe_name(upload.name), upload.data)], folder)[0]


def _workbooks(city: CityPlace) -> list[tuple[ProgressLine, Path]]:
    found = ((line, city.folder.return_of(line.body)) for line in city.seen().lines if line.replies)
    return [(line, path) for line, path in found if path.is_file()]
