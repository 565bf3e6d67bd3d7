"""开发用的脚本 — run from the project's folder: `python -m scripts.wheelhouse`."""
