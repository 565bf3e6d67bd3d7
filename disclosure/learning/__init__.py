"""学习 — from what an office published, the data and the pack that make it; edits by hand reconciled."""

from disclosure.learning.learned import Learned, learn, write
from disclosure.learning.learned_data import LearnedData, learn_data
from disclosure.learning.learned_words import LearnedWords, learn_words
from disclosure.learning.reconciled import HandEdit, Reconciled, reconcile

__all__ = [
    "HandEdit",
    "Learned",
    "LearnedData",
    "LearnedWords",
    "Reconciled",
    "learn",
    "learn_data",
    "learn_words",
    "reconcile",
    "write",
]
