@echo off
rem ASCII only: a batch file is read in the code page of the console
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
for %%P in ("py -3.13" "py -3.12" "py -3.11" "python") do (
    %%~P -c "import sys, struct; sys.exit(not ((3, 11) <= sys.version_info < (3, 14) and struct.calcsize('P') == 8))" >nul 2>nul
    if not errorlevel 1 (
        %%~P install.py
        goto end
    )
)
type no-python.txt
:end
pause
