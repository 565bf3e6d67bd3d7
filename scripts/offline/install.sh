#!/bin/sh
# 离线安装（麒麟、统信等）：sh install.sh
set -eu

cd "$(dirname "$0")"
for name in python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import sys, struct, venv, ensurepip; sys.exit(not ((3, 11) <= sys.version_info < (3, 14) and struct.calcsize("P") == 8))' 2>/dev/null; then
        exec "$name" install.py
    fi
done
cat no-python.txt
exit 1
