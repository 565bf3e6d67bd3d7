"""升级 — brings folders that older programs wrote up to the present format, with an account of it."""

from disclosure.upgrading.format_change import FormatChange
from disclosure.upgrading.upgraded_folder import upgrade

__all__ = ["FormatChange", "upgrade"]
