"""个数 — sums of entered counts: vehicles bought, held, by use; projects assessed; money of reception by kind."""

from __future__ import annotations

from collections.abc import Iterable

from disclosure.figures.ledger import Ledger
from disclosure.model import Submission
from disclosure.model.other_matters import VehicleUse
from disclosure.model.sangong import Vehicles, VehicleType


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算个数 — each sum of a list; unknown where the list was not given."""
    _vehicles(ledger, submission.sangong.vehicles if submission.sangong else None)
    used = submission.assets.vehicles_by_use if submission.assets else None
    _sum(ledger, "assets.vehicle_number", "国有资产.车辆", _numbers(used))
    assessed = submission.performance.assessed_projects if submission.performance else None
    _sum(
        ledger,
        "performance.assessed_number",
        "绩效.事前评估项目",
        None if assessed is None else [1] * len(assessed),
    )
    _reception(ledger, submission)


def _vehicles(ledger: Ledger, vehicles: Vehicles | None) -> None:
    """By type; the number alone where the types are not known."""
    path, bought, held = "三公经费.公务用车购置及运行维护费", None, None
    if vehicles is not None:
        bought = _numbers(vehicles.purchased) or [vehicles.purchased_count or 0]
        held = _numbers(vehicles.held) if vehicles.held_count is None else [vehicles.held_count]
    _sum(ledger, "sangong.vehicles.purchased_number", path, bought)
    _sum(ledger, "sangong.vehicles.held_number", f"{path}.保有", held)


def _numbers(vehicles: Iterable[VehicleType | VehicleUse] | None) -> list[int] | None:
    return None if vehicles is None else [vehicle.number for vehicle in vehicles]


def _sum(ledger: Ledger, id: str, path: str, numbers: Iterable[int] | None) -> None:
    ledger.count(id, path, None if numbers is None else sum(numbers))


def _reception(ledger: Ledger, submission: Submission) -> None:
    """国内接待费＝公务接待费－国（境）外接待费 (财政拨款“三公”经费支出决算表)."""
    counts = submission.sangong.reception if submission.sangong else None
    abroad = counts.abroad.amount if counts and counts.abroad else None
    path = "三公经费.公务接待.国境外.金额"
    ledger.enter("sangong.reception.abroad.final", [(path, abroad)] if abroad else [])
    ledger.define(
        "sangong.reception.domestic.final",
        "sangong.official_reception.final - sangong.reception.abroad.final",
    )
