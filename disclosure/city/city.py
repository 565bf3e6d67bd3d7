"""全市 — a city as it stands, that every report of it is made from: folder, settings, bodies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from disclosure.city import city_list, settings
from disclosure.city.bodies import Bodies
from disclosure.city.body_record import BodyRecord, read_record
from disclosure.city.city_folder import CityFolder, existing
from disclosure.city.settings import Settings


@dataclass(frozen=True, slots=True)
class City:
    """全市 — its folder, its settings, its bodies in the order of the list."""

    folder: CityFolder
    settings: Settings
    bodies: Bodies

    def records(self) -> tuple[BodyRecord, ...]:
        """各部门的记录 — of the last run, in the order of the list; bodies that have none lack."""
        paths = map(self.folder.record_of, self.bodies)
        return tuple(filter(None, map(read_record, paths)))


def opened(home: Path, out: Path | None = None) -> City:
    """打开 — a city's folder; what is made of it goes into `out`, else beside the data. Raises InputError."""
    folder = existing(home, out or home)
    return City(folder, settings.read(folder), city_list.read(folder))
