"""缺少的程序 — how to get what lays out a PDF."""

INSTALL = (
    '生成 PDF 需要 typst：pip install "disclosure[typst]"；'
    '或者 WeasyPrint 和 Pango：pip install "disclosure[pdf]"，'
    "Debian/Ubuntu 另需 apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；"
    "不要 PDF 的，用 --format docx,html"
)
