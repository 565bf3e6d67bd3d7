"""个数 — sums of entered counts: vehicles bought, held, by use; projects assessed, evaluated, their sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from disclosure.deriving.ledger import Ledger
from disclosure.model import Assets, Performance, Sangong, Submission
from disclosure.model.other_matters import VehicleUse
from disclosure.model.sangong import Vehicles, VehicleType
from disclosure.model.self_evaluation import EvaluatedProject

_EVALUATED = "绩效.自评项目清单"
_VEHICLES = "三公经费.公务用车购置及运行维护费"


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算个数 — each sum of a list; unknown where the list was not given."""
    vehicles = (submission.sangong or Sangong()).vehicles
    _purchased(ledger, vehicles)
    _held(ledger, vehicles or Vehicles())
    used = (submission.assets or Assets()).vehicles_by_use
    _listed(ledger, "assets.vehicle_number", "国有资产.车辆", used)
    performance = submission.performance or Performance()
    assessed = performance.assessed_projects
    number = None if assessed is None else len(assessed)
    ledger.count("performance.assessed_number", "绩效.事前评估项目", number)
    if performance.evaluated_projects is not None:
        _evaluated(ledger, performance, performance.evaluated_projects)


def _evaluated(ledger: Ledger, performance: Performance, listed: Sequence[EvaluatedProject]) -> None:
    """What is not told of the projects evaluated follows from their list; what is, is no figure."""
    if performance.evaluated_number is None:
        ledger.count("performance.evaluated_number", _EVALUATED, len(listed))
    if performance.evaluated_amount is None:
        amounts = [(f"{_EVALUATED}[{at}].金额", project.amount) for at, project in enumerate(listed, 1)]
        ledger.enter("performance.evaluated_amount", amounts)


def _purchased(ledger: Ledger, vehicles: Vehicles | None) -> None:
    """By type; the number alone where the types are not known; not one where those held are known alone."""
    id = "sangong.vehicles.purchased_number"
    if vehicles is None:
        ledger.count(id, _VEHICLES, None)
    elif vehicles.purchased:
        _listed(ledger, id, f"{_VEHICLES}.购置", vehicles.purchased, called=_VEHICLES)
    else:
        none_bought = 0 if _knows_held(vehicles) else None
        number = none_bought if vehicles.purchased_count is None else vehicles.purchased_count
        ledger.count(id, _VEHICLES, number, missing=(f"{_VEHICLES}.购置",))


def _knows_held(vehicles: Vehicles) -> bool:
    """Whether a number of those held is filled in: names of types alone may be last year's."""
    is_told = vehicles.held_count is not None or vehicles.held == ()
    return is_told or any(held.number is not None for held in vehicles.held or ())


def _held(ledger: Ledger, vehicles: Vehicles) -> None:
    """The number where it is given, else by type."""
    id, path = "sangong.vehicles.held_number", f"{_VEHICLES}.保有"
    if vehicles.held_count is None:
        _listed(ledger, id, path, vehicles.held)
    else:
        ledger.count(id, path, vehicles.held_count)


def _listed(
    ledger: Ledger,
    id: str,
    path: str,
    vehicles: Iterable[VehicleType | VehicleUse] | None,
    *,
    called: str = "",
) -> None:
    """The numbers of a list added up; each that is not filled in is missing."""
    numbers = [vehicle.number for vehicle in vehicles or ()]
    missing = tuple(f"{path}[{at}].数量" for at, number in enumerate(numbers, 1) if number is None)
    ledger.count(id, called or path, None if vehicles is None else _whole_number(numbers), missing=missing)


def _whole_number(numbers: Sequence[int | None]) -> int | None:
    return None if None in numbers else sum(filter(None, numbers))
