"""保存 — a submission written as the data folder that `load` reads back to the same submission."""

from disclosure.saving.save_folder import save

__all__ = ["save"]
