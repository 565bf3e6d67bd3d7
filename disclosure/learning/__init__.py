"""学习 — what an office published last year becomes the data and the pack that make it again."""

from disclosure.learning.learned import Learned, learn, write
from disclosure.learning.learned_data import LearnedData, learn_data
from disclosure.learning.learned_words import LearnedWords, learn_words

__all__ = ["Learned", "LearnedData", "LearnedWords", "learn", "learn_data", "learn_words", "write"]
