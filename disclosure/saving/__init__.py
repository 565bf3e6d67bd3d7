"""保存 — a submission written as the data folder that `load` reads back to the same submission."""

from disclosure.saving.save_folder import save
from disclosure.saving.typed_data import typed

__all__ = ["save", "typed"]
