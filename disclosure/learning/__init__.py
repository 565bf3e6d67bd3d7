"""学习 — what a published document says becomes packs and texts; an edited one is reconciled."""

from disclosure.learning.reconciled import HandEdit, Reconciled, reconcile

__all__ = ["HandEdit", "Reconciled", "reconcile"]
