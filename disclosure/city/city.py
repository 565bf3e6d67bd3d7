"""全市 — a city as it stands, that every report of it is made from: folder, settings, bodies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from disclosure.city import city_list, settings
from disclosure.city.bodies import Bodies
from disclosure.city.city_folder import CityFolder
from disclosure.city.settings import Settings


@dataclass(frozen=True, slots=True)
class City:
    """全市 — its folder, its settings, its bodies in the order of the list."""

    folder: CityFolder
    settings: Settings
    bodies: Bodies


def opened(home: Path, out: Path | None = None) -> City:
    """打开 — a city's folder; what is made of it goes into `out`, else beside the data. Raises InputError."""
    folder = CityFolder(home, out or home)
    return City(folder, settings.read(folder), city_list.read(folder))
