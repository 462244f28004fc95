@echo off
rem The command line of the installed app. It stands in resources\bin of its folder.
rem The app is a program with a window: without "start /wait" the prompt would come back at once, and no exit code with it.
rem Behind "--" nothing is read by Chromium, and no argument is taken for a link.
start "" /b /wait "%~dp0..\..\SMTP Setup.exe" --cli -- %*
exit /b %ERRORLEVEL%
