@echo off
rem Starts windtunnel; builds its jar on first use.
setlocal
set "HOME_DIR=%~dp0"
set "JAR=%HOME_DIR%sim-cli\target\windtunnel.jar"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo windtunnel: needs a JDK 17 or newer; set JAVA_HOME or put java on the PATH. 1>&2
  exit /b 1
)
if not exist "%JAR%" (
  where mvn >nul 2>&1
  if errorlevel 1 (
    echo windtunnel: the first start builds the program and needs Maven 3.8 or newer on the PATH. 1>&2
    exit /b 1
  )
  echo windtunnel: building, first start, about a minute ... 1>&2
  pushd "%HOME_DIR%"
  call mvn -B -q -DskipTests -Dspotless.check.skip=true -pl sim-cli -am package
  if errorlevel 1 (
    popd
    exit /b 1
  )
  popd
)
"%JAVA%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -jar "%JAR%" %*
exit /b %errorlevel%
