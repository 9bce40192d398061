@echo off
rem Runs Sluice. In a clone it stands at the top and, on first use and after a change of pom.xml or src\main, builds
rem Sluice with Maven; in the distribution it stands in bin, and there is nothing to build.
setlocal EnableExtensions DisableDelayedExpansion
set "SLUICE_HOME=%~dp0"
set "SLUICE_HOME=%SLUICE_HOME:~0,-1%"
set "SLUICE_CLONE="
if exist "%SLUICE_HOME%\pom.xml" set "SLUICE_CLONE=1"
if defined SLUICE_CLONE (
  set "SLUICE_NEEDS=a JDK"
  set "SLUICE_CLASSES=%SLUICE_HOME%\target\sluice.jar"
  set "SLUICE_NETWORKS=%SLUICE_HOME%\src\launch\networks.args"
) else (
  set "SLUICE_NEEDS=Java"
  set "SLUICE_CLASSES=%SLUICE_HOME%\..\lib\*"
  set "SLUICE_NETWORKS=%SLUICE_HOME%\..\lib\networks.args"
)

rem Java 17 or newer, in a clone a JDK: JAVA_HOME, then the PATH.
set "SLUICE_JDK="
if defined JAVA_HOME call :try_jdk "%JAVA_HOME%"
if not defined SLUICE_JDK for /f "delims=" %%j in ('where javac java 2^>nul') do if not defined SLUICE_JDK call :try_jdk "%%~dpj.."
if not defined SLUICE_JDK (
  echo sluice: needs %SLUICE_NEEDS% 17 or newer; neither JAVA_HOME nor the PATH has one 1>&2
  if defined JAVA_HOME echo     JAVA_HOME is "%JAVA_HOME%" 1>&2
  echo   install one ^(for example from https://adoptium.net^), or set JAVA_HOME to the folder of one 1>&2
  exit /b 1
)

if not defined SLUICE_CLONE goto run
rem Nothing to build if no source is newer than the last build.
powershell -NoProfile -Command "$b = Get-Item -LiteralPath ($env:SLUICE_HOME + '\target\launch\built') -ErrorAction SilentlyContinue; if (-not $b) { exit 1 }; $s = @(Get-Item -LiteralPath ($env:SLUICE_HOME + '\pom.xml')) + @(Get-ChildItem -LiteralPath ($env:SLUICE_HOME + '\src\main') -Recurse); if ($s | Where-Object { $_.LastWriteTimeUtc -gt $b.LastWriteTimeUtc }) { exit 1 }"
if errorlevel 1 (
  setlocal
  set "JAVA_HOME=%SLUICE_JDK%"
  "%SLUICE_JDK%\bin\java.exe" "%SLUICE_HOME%\src\launch\java\BuildOnce.java" "%SLUICE_HOME%" < nul
  if errorlevel 1 exit /b 70
  endlocal
)

:run
set "SLUICE_FLAGS="
if %SLUICE_MAJOR% GEQ 24 set "SLUICE_FLAGS=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
set "SLUICE_FLAGS=%SLUICE_FLAGS% -XX:+UseSerialGC"
set "SLUICE_HEAVY="
if "%~1"=="train" set "SLUICE_HEAVY=1"
if "%~1"=="backtest" set "SLUICE_HEAVY=1"
if "%~1"=="evaluate" set "SLUICE_HEAVY=1"
if "%~1"=="predict" set "SLUICE_HEAVY=1"
if "%~1"=="serve" set "SLUICE_HEAVY=1"
if "%~1"=="generate" set "SLUICE_HEAVY=1"
if "%~1"=="explain" set "SLUICE_HEAVY=1"
if "%~1"=="compare" set "SLUICE_HEAVY=1"
if "%~1"=="monitor" set "SLUICE_HEAVY=1"
if "%~1"=="export" set "SLUICE_HEAVY=1"
if "%~1"=="import" set "SLUICE_HEAVY=1"
if "%~1"=="describe" set "SLUICE_HEAVY=1"
set "SLUICE_VECTORS=--add-exports=java.base/jdk.internal.module=ALL-UNNAMED"
findstr /b "MODULES=" "%SLUICE_JDK%\release" 2> nul | findstr /v "jdk.incubator.vector" > nul && set "SLUICE_VECTORS="
if defined SLUICE_HEAVY (
  set "SLUICE_FLAGS=%SLUICE_FLAGS% %SLUICE_VECTORS%"
  set "SLUICE_COMPILERS=@%SLUICE_NETWORKS%"
) else (
  set "SLUICE_COMPILERS=-XX:TieredStopAtLevel=1"
)
"%SLUICE_JDK%\bin\java.exe" %SLUICE_FLAGS% "%SLUICE_COMPILERS%" -XX:MaxRAMPercentage=40 %SLUICE_JAVA_OPTS% -cp "%SLUICE_CLASSES%;%SLUICE_PLUGINS%" dev.sluice.cli.Main %*
exit /b %ERRORLEVEL%

rem Sets SLUICE_JDK and SLUICE_MAJOR if the folder has Java 17 or newer, in a clone a JDK.
:try_jdk
if not exist "%~1\bin\java.exe" exit /b
if defined SLUICE_CLONE if not exist "%~1\bin\javac.exe" exit /b
set "SLUICE_MAJOR=0"
for /f "usebackq tokens=2 delims==" %%v in (`findstr /b JAVA_VERSION^= "%~1\release"`) do (
  for /f "tokens=1 delims=." %%m in ("%%~v") do set "SLUICE_MAJOR=%%m"
)
if %SLUICE_MAJOR% GEQ 17 set "SLUICE_JDK=%~f1"
exit /b
