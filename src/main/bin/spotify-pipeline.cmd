@echo off
rem Starts the pipeline from any working directory, by the Java in the folder runtime where there is one. Elsewhere
rem JAVA_HOME chooses the Java. JAVA_OPTS adds options for it. The script beside this file says what each option is for.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "SP_HOME=%%~fI"
set "SP_MAIN=io.github.spotifypipeline.cli.App"
set "SP_VERSION="

set "SP_JAVA=%SP_HOME%\runtime\bin\java.exe"
if exist "%SP_JAVA%" goto release
if not defined JAVA_HOME goto path
set "SP_JAVA=%JAVA_HOME:"=%\bin\java.exe"
if exist "%SP_JAVA%" goto release
>&2 echo spotify-pipeline: there is no Java at "%SP_JAVA%": install Java 17 or newer, or set JAVA_HOME to one.
exit /b 2

:path
for %%I in (java.exe) do set "SP_JAVA=%%~$PATH:I"
if defined SP_JAVA goto release
>&2 echo spotify-pipeline: there is no Java on the PATH: install Java 17 or newer, or set JAVA_HOME to one.
exit /b 2

:release
for %%I in ("%SP_JAVA%") do set "SP_RELEASE=%%~dpI..\release"
if not exist "%SP_RELEASE%" goto ask
for /f "usebackq tokens=1,2 delims==." %%K in ("%SP_RELEASE%") do if "%%K"=="JAVA_VERSION" set "SP_VERSION=%%L"
goto version

:ask
rem java.exe may stand in a folder of its own, such as Oracle's javapath
if not defined JAVA_HOME for /f "tokens=2,3" %%K in ('java -version 2^>^&1') do if "%%K"=="version" set "SP_VERSION=%%L"

:version
if not defined SP_VERSION set "SP_VERSION=17"
set "SP_VERSION=%SP_VERSION:"=%"
for /f "delims=.-" %%V in ("%SP_VERSION%") do set "SP_VERSION=%%V"
if %SP_VERSION% geq 17 goto options
>&2 echo spotify-pipeline: the Java at "%SP_JAVA%" is too old: install Java 17 or newer, or set JAVA_HOME to one.
exit /b 2

:options
set "SP_OPTIONS=-Xms64m -Xmn32m -Xmx512m -XX:SurvivorRatio=4 -XX:MinHeapFreeRatio=30 -XX:MaxHeapFreeRatio=50"
set "SP_OPTIONS=%SP_OPTIONS% -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4"
set "SP_GIVEN=%JAVA_OPTS% %JDK_JAVA_OPTIONS% %JAVA_TOOL_OPTIONS%"
set SP_GIVEN | findstr "GC" >nul || set "SP_OPTIONS=%SP_OPTIONS% -XX:+UseSerialGC"
if %SP_VERSION% geq 23 set "SP_OPTIONS=%SP_OPTIONS% --sun-misc-unsafe-memory-access=allow"
set "SP_OPTIONS=%SP_OPTIONS% -Xlog:cds=off -Xlog:cds+dynamic=off"

set "SP_ARCHIVE=%SP_HOME%\lib\classes.jsa"
if "%~1"=="archive-classes" if "%~2"=="" goto archive

rem a JVM that cannot use the archive goes on without it; but it aborts with one that was cut short
set "SP_SHARED="
set "SP_SIZE="
set "SP_WHOLE="
if exist "%SP_ARCHIVE%" for %%I in ("%SP_ARCHIVE%") do set "SP_SIZE=%%~zI"
if exist "%SP_ARCHIVE%.size" set /p SP_WHOLE=<"%SP_ARCHIVE%.size"
if defined SP_SIZE if "%SP_SIZE%"=="%SP_WHOLE%" set SP_SHARED="-XX:SharedArchiveFile=%SP_ARCHIVE%"
rem whether somebody sees a progress bar cannot be told here
"%SP_JAVA%" %SP_OPTIONS% %SP_SHARED% %JAVA_OPTS% -Dspotify-pipeline.terminal=false "-Dspotify-pipeline.home=%SP_HOME%" -cp "%SP_HOME%\lib\*" %SP_MAIN% %*
exit /b %ERRORLEVEL%

:archive
rem once, when the program is put somewhere: the JVM archives the classes that a run on the sandbox has loaded, in a folder
rem and with settings of its own
set "SP_FOLDER=%TEMP%\spotify-pipeline-%RANDOM%%RANDOM%"
mkdir "%SP_FOLDER%" || exit /b 1
set "JDK_JAVA_OPTIONS="
set "JAVA_TOOL_OPTIONS="
set "ROUTES_DIR=%SP_HOME%\routes"
"%SP_JAVA%" %SP_OPTIONS% "-XX:ArchiveClassesAtExit=%SP_ARCHIVE%.new" "-Dspotify-pipeline.home=%SP_FOLDER%" -cp "%SP_HOME%\lib\*" %SP_MAIN% archive-classes >"%SP_FOLDER%\log"
if not "%ERRORLEVEL%"=="0" goto without
if exist "%SP_ARCHIVE%.size" del "%SP_ARCHIVE%.size"
move /y "%SP_ARCHIVE%.new" "%SP_ARCHIVE%" >nul
for %%I in ("%SP_ARCHIVE%") do >"%SP_ARCHIVE%.size" echo %%~zI
rmdir /s /q "%SP_FOLDER%"
exit /b 0

:without
>&2 type "%SP_FOLDER%\log"
rmdir /s /q "%SP_FOLDER%"
>&2 echo spotify-pipeline: there is no archive of classes: a start takes longer.
exit /b 1
