"""国有资产 — asset values and totals: 国有资产使用情况表."""

from __future__ import annotations

from decimal import Decimal

from disclosure import terms
from disclosure.figures.ledger import Ledger
from disclosure.model import Submission
from disclosure.model.other_matters import AssetValue, FixedAssets

_FIXED = ("buildings", "vehicle_assets", "large_equipment", "other_fixed")
_VALUES = ("original_value", "net_value")


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算国有资产 — each kind, 固定资产小计, 资产总额 (net) and 资产原值合计."""
    assets = submission.assets
    for kind in ("current_assets", "investment", "construction"):
        amount: Decimal | None = getattr(assets, kind, None)
        ledger.optional(f"assets.{kind}.final", f"国有资产.{terms.chinese(kind)}", amount)
    for kind in ("intangible_assets", "other_assets"):
        _value(ledger, f"assets.{kind}", f"国有资产.{terms.chinese(kind)}", getattr(assets, kind, None))
    _fixed(ledger, assets.fixed_assets if assets else None)
    plain = [f"assets.{kind}.final" for kind in ("current_assets", "investment", "construction")]
    for total, value in (("asset_total", "net_value"), ("original_total", "original_value")):
        valued = [f"assets.{kind}.{value}" for kind in ("fixed_assets", "intangible_assets", "other_assets")]
        ledger.total(f"assets.{total}.final", plain + valued)


def _fixed(ledger: Ledger, fixed: FixedAssets | None) -> None:
    node, path = "assets.fixed_assets", "国有资产.固定资产"
    for kind in _FIXED:
        given: AssetValue | None = getattr(fixed, kind, None)
        if fixed is not None and given is None:  # a kind left out beside others is none
            for value in _VALUES:
                ledger.enter(f"{node}.{kind}.{value}", [])
        else:
            _value(ledger, f"{node}.{kind}", path, given)
    for value in _VALUES:
        ledger.total(f"{node}.{value}", [f"{node}.{kind}.{value}" for kind in _FIXED])


def _value(ledger: Ledger, node: str, path: str, given: AssetValue | None) -> None:
    for value in _VALUES:
        amount: Decimal | None = getattr(given, value, None)
        ledger.optional(f"{node}.{value}", f"{path}.{terms.chinese(value)}" if given else path, amount)
