#!/bin/sh
# 生成样例：sh scripts/demo.sh 数据文件夹 输出文件夹
set -eu

formats=docx,pdf,html,cms
if ! .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1; then
    echo "这台机器没有 Pango，先不生成 PDF；装好 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 后再运行即有" >&2
    formats=docx,html,cms
fi
.venv/bin/disclosure build "$1" --out "$2" --format "$formats"
echo
echo "样例已生成，上面列出的文件都在“$2”文件夹里；数据在“$1”，改动后再运行 make demo 即可。"
