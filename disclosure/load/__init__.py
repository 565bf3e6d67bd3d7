"""读取数据 — files to a Submission, every problem of the input located and said in Chinese."""

from disclosure.load.read_submission import read, typed

__all__ = ["read", "typed"]
