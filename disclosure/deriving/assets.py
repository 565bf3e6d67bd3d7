"""国有资产 — asset values and totals: 国有资产使用情况表."""

from __future__ import annotations

from decimal import Decimal

from disclosure import terms
from disclosure.deriving.ledger import Ledger
from disclosure.model import Assets, Submission
from disclosure.model.other_matters import AssetValue, FixedAssets

_FIXED = ("buildings", "vehicle_assets", "large_equipment", "other_fixed")
_VALUES = ("original_value", "net_value")
_PLAIN = ("current_assets", "investment", "construction")  # of one amount
_VALUED = ("intangible_assets", "other_assets")  # of 原值 and 净值


def derive(ledger: Ledger, submission: Submission) -> None:
    """推算国有资产 — each kind, 固定资产小计, 资产总额 (net) and 资产原值合计."""
    assets = submission.assets or Assets()
    for kind in _PLAIN:
        amount: Decimal | None = getattr(assets, kind)
        ledger.optional(f"assets.{kind}.final", terms.chinese(f"assets.{kind}"), amount)
    for kind in _VALUED:
        _asset_value(ledger, f"assets.{kind}", terms.chinese(f"assets.{kind}"), getattr(assets, kind))
    _fixed(ledger, assets.fixed_assets)
    plain = list(map("assets.{}.final".format, _PLAIN))
    for total, value in (("asset_total", "net_value"), ("original_total", "original_value")):
        valued = [f"assets.{kind}.{value}" for kind in ("fixed_assets", *_VALUED)]
        ledger.total(f"assets.{total}.final", plain + valued)


def _fixed(ledger: Ledger, fixed: FixedAssets | None) -> None:
    node = "assets.fixed_assets"
    for kind in _FIXED:
        value: AssetValue | None = getattr(fixed, kind, None)
        if fixed is not None and value is None:
            _none(ledger, f"{node}.{kind}")
        else:
            place = node if value is None else f"{node}.{kind}"
            _asset_value(ledger, f"{node}.{kind}", terms.chinese(place), value)
    for leaf in _VALUES:
        ledger.total_over(node, _FIXED, leaf)


def _none(ledger: Ledger, node: str) -> None:
    """A kind left out beside others."""
    for leaf in _VALUES:
        ledger.enter(f"{node}.{leaf}", [])


def _asset_value(ledger: Ledger, node: str, path: str, value: AssetValue | None) -> None:
    for leaf in _VALUES:
        if value is None:
            ledger.unknown(f"{node}.{leaf}", path)
        else:
            ledger.optional(f"{node}.{leaf}", f"{path}.{terms.chinese(leaf)}", getattr(value, leaf))
