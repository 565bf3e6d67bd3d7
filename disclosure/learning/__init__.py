"""学习 — what an office published last year becomes the data that make it again."""

from disclosure.learning.learned_data import LearnedData, learn_data

__all__ = ["LearnedData", "learn_data"]
