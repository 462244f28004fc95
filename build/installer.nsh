; What the Windows installer for one user does besides copying files. electron-builder includes it into its own script, whose
; installer only ever writes for the user it runs as ($SHELL_CONTEXT is HKCU).

!macro customInstall
  ; Says to the app that this installer may replace it; an MSI leaves no such file (main/electron/installed-copy.ts).
  FileOpen $0 "$INSTDIR\resources\install-kind" w
  FileWrite $0 "nsis-per-user"
  FileClose $0

  ; Links of our own. Behind "--" nothing that a link holds is read as a switch.
  WriteRegStr HKCU "Software\Classes\smtp-setup" "" "URL:${PRODUCT_NAME}"
  WriteRegStr HKCU "Software\Classes\smtp-setup" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\smtp-setup\DefaultIcon" "" "$appExe,0"
  WriteRegStr HKCU "Software\Classes\smtp-setup\shell\open\command" "" '"$appExe" -- "%1"'

  ; In the list of mail programs; only the person can choose one, in the settings of Windows.
  WriteRegStr HKCU "Software\Classes\SMTPSetup.mailto" "" "URL:MailTo"
  WriteRegStr HKCU "Software\Classes\SMTPSetup.mailto" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\SMTPSetup.mailto\DefaultIcon" "" "$appExe,0"
  WriteRegStr HKCU "Software\Classes\SMTPSetup.mailto\shell\open\command" "" '"$appExe" -- "%1"'
  WriteRegStr HKCU "Software\Clients\Mail\${PRODUCT_NAME}" "" "${PRODUCT_NAME}"
  WriteRegStr HKCU "Software\Clients\Mail\${PRODUCT_NAME}\Capabilities" "ApplicationName" "${PRODUCT_NAME}"
  WriteRegStr HKCU "Software\Clients\Mail\${PRODUCT_NAME}\Capabilities" "ApplicationDescription" "${APP_DESCRIPTION}"
  WriteRegStr HKCU "Software\Clients\Mail\${PRODUCT_NAME}\Capabilities" "ApplicationIcon" "$appExe,0"
  WriteRegStr HKCU "Software\Clients\Mail\${PRODUCT_NAME}\Capabilities\URLAssociations" "mailto" "SMTPSetup.mailto"
  WriteRegStr HKCU "Software\RegisteredApplications" "${PRODUCT_NAME}" "Software\Clients\Mail\${PRODUCT_NAME}\Capabilities"

  ; Documents: offered by "Open with", never as the program that opens them by itself.
  WriteRegStr HKCU "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}" "FriendlyAppName" "${PRODUCT_NAME}"
  WriteRegStr HKCU "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\shell\open\command" "" '"$appExe" -- "%1"'
  WriteRegStr HKCU "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\SupportedTypes" ".pdf" ""

  ; In the menu "Send to"; Explorer puts the files behind the arguments.
  ${ifNot} ${isUpdated}
    CreateShortCut "$APPDATA\Microsoft\Windows\SendTo\${PRODUCT_NAME}.lnk" "$appExe" "--" "$appExe" 0
  ${endIf}
!macroend

!macro customUnInstall
  ; An update removes the old version first; what the person chose meanwhile stays.
  ${ifNot} ${isUpdated}
    DeleteRegKey HKCU "Software\Classes\smtp-setup"
    DeleteRegKey HKCU "Software\Classes\SMTPSetup.mailto"
    DeleteRegKey HKCU "Software\Clients\Mail\${PRODUCT_NAME}"
    DeleteRegValue HKCU "Software\RegisteredApplications" "${PRODUCT_NAME}"
    DeleteRegKey HKCU "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "smtp-setup-agent"
    Delete "$APPDATA\Microsoft\Windows\SendTo\${PRODUCT_NAME}.lnk"
    ; Downloads of newer versions. The profile goes only with --delete-app-data, which electron-builder's own script carries out.
    RMDir /r "$LOCALAPPDATA\smtp-setup-updater"
  ${endIf}
!macroend
