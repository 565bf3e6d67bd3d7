"""个数 — sums of entered counts: vehicles bought, held, by use; projects assessed."""

from __future__ import annotations

from collections.abc import Iterable

from disclosure.figures.ledger import Ledger
from disclosure.model import Assets, Performance, Sangong, Submission
from disclosure.model.other_matters import VehicleUse
from disclosure.model.sangong import Vehicles, VehicleType

_VEHICLES = "三公经费.公务用车购置及运行维护费"


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算个数 — each sum of a list; unknown where the list was not given."""
    vehicles = (submission.sangong or Sangong()).vehicles
    ledger.count("sangong.vehicles.purchased_number", _VEHICLES, _purchased(vehicles) if vehicles else None)
    ledger.count("sangong.vehicles.held_number", f"{_VEHICLES}.保有", _held(vehicles) if vehicles else None)
    used = (submission.assets or Assets()).vehicles_by_use
    ledger.count("assets.vehicle_number", "国有资产.车辆", _vehicle_number(used))
    assessed = (submission.performance or Performance()).assessed_projects
    number = None if assessed is None else len(assessed)
    ledger.count("performance.assessed_number", "绩效.事前评估项目", number)


def _purchased(vehicles: Vehicles) -> int | None:
    """By type; the number alone where the types are not known; not one where neither is given."""
    return _vehicle_number(vehicles.purchased) if vehicles.purchased else vehicles.purchased_count or 0


def _held(vehicles: Vehicles) -> int | None:
    """The number where it is given, else by type."""
    return _vehicle_number(vehicles.held) if vehicles.held_count is None else vehicles.held_count


def _vehicle_number(vehicles: Iterable[VehicleType | VehicleUse] | None) -> int | None:
    return None if vehicles is None else sum(vehicle.number for vehicle in vehicles)
