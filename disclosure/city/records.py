"""各部门的记录 — what the last run kept of each body, as files; the same record is the same bytes."""

from __future__ import annotations

from pydantic import ValidationError

from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord
from disclosure.city.city import City
from disclosure.city.city_folder import CityFolder
from disclosure.errors import InputError, Problem, Source


def as_file(folder: CityFolder, body: Body, record: BodyRecord) -> tuple[str, bytes]:
    """记录文件 — its path in the folder of what is written, and its bytes."""
    name = folder.record_of(body).relative_to(folder.out).as_posix()
    return name, f"{record.model_dump_json(indent=1)}\n".encode()


def kept(folder: CityFolder, body: Body) -> BodyRecord | None:
    """一个部门的记录 — None where there is none; raises InputError where it cannot be read."""
    path = folder.record_of(body)
    if not path.is_file():
        return None
    try:
        return BodyRecord.model_validate_json(path.read_bytes())
    except ValidationError:
        message = "上次生成的记录读不了（不完整，或是别的版本写的）；请删去它，再运行一次 disclosure city"
        raise InputError([Problem(message, Source(path.name))]) from None


def all_kept(city: City) -> list[BodyRecord]:
    """全部记录 — of the bodies that have one, in the order of the list; raises InputError likewise."""
    found = (kept(city.folder, body) for body in city.bodies)
    return [record for record in found if record]
