import type {
  cardWords,
  copyWords,
  linkWords,
  stepWords,
  whoWords,
} from '../../../shared/fix-cards/words.ts';
import type { Translation } from '../translation.ts';

export const cards: Translation<typeof cardWords> = {
  'microsoft-sign-in-revoked': {
    title: 'El inicio de sesión se retiró',
    cause:
      'Microsoft le puso fin, por ejemplo porque se cambió la contraseña o un administrador cerró todas las sesiones.',
  },
  'microsoft-sign-in-expired': {
    title: 'El inicio de sesión ha caducado',
    cause: 'Microsoft pone fin a una sesión que no se usó durante 90 días.',
  },
  'microsoft-sign-in-frequency': {
    title: 'Su organización pide un nuevo inicio de sesión',
    cause:
      'Una directiva de su organización pone fin a cada sesión tras cierto tiempo, así que volverá a ocurrir.',
  },
  'microsoft-second-factor': {
    title: 'Hace falta un segundo factor',
    cause: 'Microsoft exige más que la contraseña: una aplicación, un código o una llave.',
  },
  'microsoft-consent-missing': {
    title: 'Nadie ha permitido aún esta aplicación',
    cause: 'Microsoft no tiene consentimiento, ni de usted ni de su organización.',
  },
  'permission-declined': {
    title: 'Se denegó el permiso',
    cause: 'En la página del proveedor alguien eligió «Cancelar» en lugar de «Aceptar».',
  },
  'microsoft-code-not-good': {
    title: 'El código de inicio de sesión ya no vale',
    cause: 'Ha caducado, ya se usó o se escribió mal.',
  },
  'microsoft-admin-approval': {
    title: 'Solo un administrador puede permitir esta aplicación',
    cause: 'Su organización no deja que las personas den su consentimiento a aplicaciones.',
  },
  'microsoft-wrong-tenant': {
    title: 'Esta cuenta pertenece a otra organización',
    cause:
      'Quien inició sesión es desconocido en el directorio de la aplicación, o tiene una cuenta del tipo equivocado.',
  },
  'microsoft-app-unknown': {
    title: 'Microsoft no conoce esta aplicación',
    cause: 'El ID de cliente es erróneo, es de otro inquilino o la aplicación se desactivó allí.',
  },
  'microsoft-single-tenant': {
    title: 'La aplicación está registrada solo para una organización',
    cause: 'Una aplicación así inicia sesión en su propio inquilino, no en «{{tenant}}».',
  },
  'microsoft-redirect-uri': {
    title: 'El URI de redirección no está registrado',
    cause: 'Microsoft solo responde en direcciones que figuran en el registro de la aplicación.',
  },
  'microsoft-web-client': {
    title: 'La aplicación está registrada como aplicación web',
    cause: 'Microsoft exige un secreto de cliente que una aplicación de escritorio no tiene.',
  },
  'microsoft-policy-blocks': {
    title: 'Una directiva de seguridad bloquea este inicio de sesión',
    cause:
      'El acceso condicional o los valores de seguridad predeterminados de su organización lo rechazaron, por ejemplo por el dispositivo.',
  },
  'microsoft-not-assigned': {
    title: 'No está asignado a esta aplicación',
    cause: 'Su organización solo deja usarla a personas elegidas.',
  },
  'microsoft-user-locked': {
    title: 'La cuenta de Microsoft está bloqueada',
    cause: 'Está bloqueada o desactivada, o su contraseña ha caducado.',
  },
  'microsoft-permission-unregistered': {
    title: 'La aplicación no puede pedir este permiso',
    cause: 'El permiso para enviar correo no figura en el registro de la aplicación.',
  },
  'provider-busy': {
    title: 'El proveedor pide esperar',
    cause: 'Recibió demasiadas solicitudes o tiene un problema pasajero. La sesión sigue siendo válida.',
  },
  'google-sign-in-ended': {
    title: 'Google puso fin a la sesión',
    cause:
      'Se retiró, no se usó durante seis meses o se cambió la contraseña. Si termina cada siete días, el proyecto de Google sigue en «Testing».',
  },
  'google-testing-ended': {
    title: 'Google puso fin a la sesión a los siete días',
    cause: 'El proyecto de Google probablemente sigue en «Testing»: allí cada sesión termina a la semana.',
  },
  'google-private-account': {
    title: 'Es una cuenta privada de Google',
    cause: 'Alguien la creó para una dirección de la empresa. Google no tiene buzón para ella.',
  },
  'google-session-length': {
    title: 'Su Google Workspace pide un nuevo inicio de sesión',
    cause: 'Una directiva pone fin a cada sesión tras cierto tiempo, así que volverá a ocurrir.',
  },
  'google-client-unknown': {
    title: 'Google no conoce esta aplicación',
    cause: 'El ID de cliente o su secreto es erróneo, o el cliente se eliminó.',
  },
  'google-redirect-uri': {
    title: 'El cliente de Google no es del tipo para aplicaciones de escritorio',
    cause: 'Solo los clientes del tipo «Desktop» pueden devolver el navegador a este equipo.',
  },
  'google-declined': {
    title: 'Google no obtuvo el permiso',
    cause:
      'Alguien eligió «Cancelar», o el proyecto de Google está en «Testing» y esta persona no es usuario de prueba.',
  },
  'google-admin-policy': {
    title: 'Su Google Workspace bloquea esta aplicación',
    cause: 'Un administrador tiene que confiar primero en ella.',
  },
  'google-company-only': {
    title: 'Esta aplicación es para cuentas de una sola empresa',
    cause: 'El proyecto de Google es del tipo «Internal», y alguien de fuera inició sesión.',
  },
  'google-embedded-browser': {
    title: 'Google no acepta este navegador',
    cause: 'La página se abrió en una ventana dentro de otro programa.',
  },
  'sending-not-allowed': {
    title: 'No se permitió enviar correo',
    cause: 'La casilla para enviar correo no estaba marcada al iniciar sesión, o se dio otro permiso.',
  },
  'large-messages-not-allowed': {
    title: 'El inicio de sesión no permite mensajes de este tamaño',
    cause:
      'Microsoft Graph admite más de 3 MB solo mediante un borrador, y nadie ha permitido a la aplicación crearlo. No se envió nada.',
  },
  'exchange-token-refused': {
    title: 'Exchange no acepta este inicio de sesión para el buzón',
    cause:
      'También se rechazó un token nuevo: {{signInAccount}} no tiene derecho a enviar desde {{mailbox}}, o inició sesión otra persona.',
  },
  'exchange-smtp-auth-disabled': {
    title: 'SMTP AUTH está desactivado para este buzón',
    cause:
      'Exchange Online lo tiene desactivado de forma predeterminada. Iniciar sesión de nuevo no cambia nada.',
  },
  'exchange-password-refused': {
    title: 'Microsoft no acepta esta contraseña',
    cause: 'La autenticación básica está desactivada para la organización, o una directiva la prohíbe aquí.',
  },
  'password-refused': {
    title: 'El servidor no acepta el nombre de usuario y la contraseña',
    cause:
      'Los rechazó para {{mailbox}}: la contraseña se cambió o se escribió mal, o el servidor exige una contraseña de aplicación.',
  },
  'token-refused': {
    title: 'El servidor no acepta este inicio de sesión',
    cause:
      'También se rechazó un token nuevo: {{signInAccount}} no tiene derechos sobre el buzón {{mailbox}}, o el servidor no acepta tokens de este proveedor.',
  },
  'wrong-account': {
    title: 'Inició sesión otra persona',
    cause:
      'Esta cuenta es para {{signInAccount}}, y en el navegador estaba la sesión de otra persona. No se cambió nada.',
  },
  'server-not-providers': {
    title: 'El servidor {{host}} no pertenece a {{provider}}',
    cause:
      'Quien recibe la sesión puede enviar como {{mailbox}}, así que no se transmite a un servidor que no conste como de {{provider}}. No se envió nada.',
  },
  'sign-in-needed': {
    title: 'Alguien tiene que iniciar sesión',
    cause: 'No hay sesión para esta cuenta, o el proveedor ya no la acepta.',
  },
  'connection-lost': {
    title: 'La conexión se interrumpió',
    cause:
      '{{host}} respondió, pero después la conexión se cortó o quedó en silencio antes de que llegara el mensaje.',
  },
  'gmail-password-refused': {
    title: 'Gmail no acepta esta contraseña',
    cause:
      'Gmail exige un inicio de sesión con Google, o una contraseña de aplicación en lugar de la habitual.',
  },
  'sign-in-first': {
    title: 'El servidor exige antes TLS o un inicio de sesión',
    cause: 'No acepta mensajes de quien no conoce, ni por una conexión que cualquiera puede leer.',
  },
  'send-as-denied': {
    title: 'Esta cuenta no puede enviar como {{from}}',
    cause: 'La dirección del remitente es de otra persona, o falta el derecho a enviar como ella.',
  },
  'too-large': {
    title: 'El mensaje es demasiado grande',
    cause:
      'Con sus documentos supera lo que el servidor admite. Los documentos crecen más o menos un tercio por el camino.',
  },
  'too-many-connections': {
    title: 'Demasiadas conexiones a la vez',
    cause: 'Microsoft admite tres conexiones por buzón; otros programas o dispositivos también lo usan.',
  },
  'server-busy': {
    title: 'El servidor pide esperar',
    cause: 'Está ocupado, o esta cuenta envía más deprisa de lo que permite.',
  },
  'quota-used-up': {
    title: 'Se agotó el límite de hoy',
    cause: 'El proveedor limita los mensajes o destinatarios por día, y este buzón ha llegado al límite.',
  },
  'mailbox-full': {
    title: 'Su buzón está lleno',
    cause: 'Lo que se envía se guarda en Elementos enviados, y ya no queda sitio.',
  },
  'sender-blocked': {
    title: 'El buzón está bloqueado por correo no deseado',
    cause: 'Microsoft considera sospechosos sus mensajes y ya no deja salir ninguno.',
  },
  'recipient-unknown': {
    title: 'El destinatario no existe',
    cause: 'El servidor no conoce ningún buzón con esta dirección.',
  },
  'tls-method-wrong': {
    title: 'El método TLS no corresponde al puerto',
    cause: 'El servidor no empieza con TLS en el puerto {{port}}.',
  },
  'no-greeting': {
    title: 'El servidor no responde',
    cause: 'O espera TLS desde el primer byte, como en el puerto 465, o hay un cortafuegos por medio.',
  },
  'starttls-missing': {
    title: 'El servidor no ofrece STARTTLS',
    cause: 'No lo tiene, o algo por medio lo quitó. No se envía nada sin TLS.',
  },
  'connection-refused': {
    title: 'Nada responde en este puerto',
    cause:
      'Ningún servidor de correo escucha en el puerto {{port}} de {{host}}, o un cortafuegos rechaza la conexión.',
  },
  'name-unknown': {
    title: 'No se encuentra el nombre del servidor',
    cause: 'El nombre {{host}} está mal escrito, o este equipo no tiene conexión.',
  },
  'port-blocked': {
    title: 'No se puede llegar al servidor',
    cause: 'No volvió nada de {{host}}. Muchas redes bloquean los puertos de correo 25, 465 y 587.',
  },
  'certificate-unknown': {
    title: 'El certificado del servidor no es de confianza',
    cause:
      'Ha caducado, lo hizo una entidad interna de la empresa, o un programa por medio inspecciona el tráfico.',
  },
  'certificate-name': {
    title: 'El certificado es para otro nombre',
    cause: 'En su certificado, el servidor no se llama {{host}}.',
  },
  'proxy-setting-invalid': {
    title: 'La configuración del proxy no es válida',
    cause:
      'Este equipo debe pasar por un proxy, pero lo indicado no es la URL de un proxy http, https o socks5, o lleva un nombre o una contraseña que no se puede enviar.',
  },
  'proxy-unreachable': {
    title: 'El proxy no responde',
    cause: 'Este equipo debe pasar por un proxy, y en su dirección no responde ninguno.',
  },
  'proxy-refuses': {
    title: 'El proxy no deja pasar esto',
    cause: 'Prohíbe la conexión al puerto {{port}} de {{host}}, o no puede llegar él mismo al servidor.',
  },
  'network-sign-in': {
    title: 'Algo por medio respondió en lugar del proveedor',
    cause:
      'Un proxy quiere saber quién es usted, o una red muestra antes su propia página, como en un hotel.',
  },
  'microsoft-secret-id': {
    title: 'El secreto de cliente es erróneo',
    cause: 'A menudo se escribió el ID del secreto en lugar de su valor.',
  },
  'microsoft-secret-expired': {
    title: 'El secreto de cliente ha caducado',
    cause: 'Los secretos de Microsoft tienen fecha de caducidad; después nadie puede iniciar sesión.',
  },
  'gmail-api-disabled': {
    title: 'La API de Gmail está desactivada',
    cause: 'Tiene que activarse en el proyecto de Google del cliente.',
  },
  'no-mailbox': {
    title: 'Esta persona no tiene buzón allí',
    cause: 'La cuenta existe, pero no tiene buzón en el proveedor, por ejemplo por falta de licencia.',
  },
  'clock-wrong': {
    title: 'El reloj de este equipo está mal',
    cause: 'Se desvía {{clockOff}}. Los certificados y tokens solo son válidos a la hora correcta.',
  },
};

export const todo: Translation<typeof stepWords> = {
  confirmServer:
    'O, si su administrador ha indicado {{host}}, pulse allí «Aceptar» y consienta que se le transmita la sesión.',
  enterProvidersServer: 'Edite la cuenta y escriba como host un servidor de {{provider}}: {{providerHosts}}.',
  checkMailScanner:
    'Si ocurre con cada mensaje, busque un cortafuegos o antivirus que corte las conexiones al puerto {{port}}.',
  enterPasswordAgain: 'Escriba de nuevo la contraseña SMTP, la de {{mailbox}}.',
  checkUser:
    'Compruebe el usuario SMTP: unos servidores esperan la dirección entera, otros solo el nombre antes de la @.',
  makeAppPassword:
    'Este proveedor solo admite contraseñas de aplicación: cree una en su página y escríbala como contraseña SMTP.',
  allowPasswords: 'Compruebe que el buzón puede enviar con contraseña y no está bloqueado.',
  takeTokens: 'Compruebe que el servidor acepta tokens de este proveedor para el buzón.',
  chooseOtherAccount:
    'Si el navegador inicia sesión automáticamente, elija allí «Usar otra cuenta», o copie el enlace de inicio de sesión en otro perfil del navegador.',
  changeUser: 'O, si se trata de ese buzón, edite la cuenta y cambie el usuario SMTP.',
  checkSignInPolicy:
    'Si termina una y otra vez, busque el motivo en el registro de inicios de sesión del proveedor.',
  signInAgain: 'Inicie sesión de nuevo.',
  keepRunning: 'Deje la aplicación en marcha de vez en cuando: renueva cada sesión una vez al día.',
  relaxSignInFrequency:
    'Si el envío tiene que seguir desatendido, excluya esta aplicación de la directiva de frecuencia de inicio de sesión en Entra.',
  finishSecondFactor: 'Inicie sesión y confirme con el segundo factor.',
  registerSecondFactor: 'Si aún no tiene ninguno, configure primero uno.',
  signInAndAccept: 'Inicie sesión y elija «Aceptar».',
  getNewCode: 'Empiece de nuevo el inicio de sesión con código y dé el código nuevo al titular del buzón.',
  grantConsent: 'Abra el enlace de consentimiento y acepte para toda la organización.',
  signInAfterwards: 'Inicie sesión de nuevo después.',
  useWorkAccount: 'Inicie sesión con su cuenta de trabajo, {{signInAccount}}.',
  checkTenant: 'Compruebe el inquilino del cliente OAuth (es «{{tenant}}»), o invite a la persona.',
  checkMicrosoftClient: 'Compare el ID de cliente y el inquilino con el registro de aplicación en Entra.',
  enableApp:
    'En «Aplicaciones empresariales», mire si la aplicación está habilitada para que los usuarios inicien sesión.',
  enterTenant: 'Escriba el ID de directorio (inquilino) en lugar de «{{tenant}}».',
  makeMultiTenant: 'O haga que el registro admita cuentas de cualquier directorio de organización.',
  addRedirectUri:
    'En el registro de aplicación, en «Authentication», agregue {{redirectUri}} a la plataforma «Mobile and desktop applications».',
  moveToDesktop:
    'Mueva el URI de redirección de la plataforma «Web» a «Mobile and desktop applications», o permita los flujos de cliente público.',
  enterSecret: 'O escriba aquí el secreto del cliente.',
  useManagedDevice: 'Pruebe en un equipo que administre su organización.',
  allowInPolicy:
    'Busque el ID de correlación en los registros de inicio de sesión de Entra: nombran la directiva. Permita allí la aplicación, o inscriba el dispositivo.',
  assignUser: 'En «Aplicaciones empresariales», asigne {{signInAccount}} a la aplicación.',
  changePassword: 'Cambie o restablezca la contraseña y después inicie sesión de nuevo.',
  unlockUser: 'Desbloquee o active {{signInAccount}}.',
  addMailPermission:
    'En el registro de aplicación, en «API permissions», agregue el permiso delegado {{permission}} y después conceda el consentimiento del administrador.',
  waitForRetry: 'No hay que hacer nada: se reintenta automáticamente.',
  publishProject:
    'Si termina cada semana: publique el proyecto de Google, o hágalo «Internal». Después inicie sesión una vez más.',
  publishTestingProject: 'Publique el proyecto de Google, o hágalo «Internal»: así una sesión dura.',
  addToWorkspace: 'O dé a {{signInAccount}} una cuenta en su Google Workspace.',
  trustGoogleApp:
    'En la consola de administración de Google, en «App access control», ponga el ID de cliente en «Trusted».',
  checkGoogleClient: 'Compare el ID de cliente y el secreto con el cliente de la consola de Google.',
  createDesktopClient: 'Cree un cliente OAuth del tipo «Desktop app» y escriba aquí su ID y su secreto.',
  addTestUser: 'Agregue {{signInAccount}} a los usuarios de prueba, o publique el proyecto de Google.',
  useCompanyAccount: 'Inicie sesión con su cuenta de la empresa.',
  makeExternal: 'O ponga el tipo de usuario del proyecto de Google en «External».',
  useSystemBrowser: 'Copie el enlace de inicio de sesión y ábralo en Chrome, Edge, Firefox o Safari.',
  tickSending: 'Inicie sesión de nuevo y deje marcada la casilla para enviar correo.',
  signInAsOwner: 'Inicie sesión de nuevo como {{signInAccount}}.',
  giveMailboxRights: 'Dé a {{signInAccount}} los derechos sobre el buzón.',
  enableSmtpAuth:
    'Ejecute el primer comando en Exchange Online PowerShell; tarda unos minutos en surtir efecto.',
  enableSmtpAuthForAll: 'Solo si se trata de todos los buzones: ejecute el segundo.',
  securityDefaults:
    'Los valores de seguridad predeterminados mantienen SMTP AUTH desactivado, diga lo que diga el buzón.',
  switchToGraph: 'O deje que la cuenta envíe mediante Microsoft Graph, que no necesita SMTP AUTH.',
  allowLargeMessages:
    'Inicie sesión de nuevo y permita mensajes grandes; entonces la aplicación puede leer y escribir este buzón.',
  consentToLarge:
    'Donde las personas no pueden permitirlo por sí mismas: consienta el permiso para la aplicación.',
  switchToMicrosoft: 'Edite la cuenta y elija Microsoft como proveedor de servicio OAuth.',
  switchToGoogle: 'Edite la cuenta y elija Google como proveedor de servicio OAuth.',
  useAppPassword:
    'O cree una contraseña de aplicación en su cuenta de Google y escríbala como contraseña SMTP.',
  turnOnTls: 'Edite la cuenta y active SMTP sobre SSL o TLS.',
  enterUser: 'Escriba el usuario SMTP y la contraseña, o permita a este equipo enviar sin ellos.',
  changeFrom: 'Use una dirección del remitente que sea suya.',
  grantSendAs: 'Dé a {{signInAccount}} el derecho a enviar como {{from}}.',
  smallerDocuments: 'Envíe menos documentos o más pequeños, o un enlace a ellos.',
  waitUntilTomorrow:
    'No hay que hacer nada: se reintenta automáticamente hasta que se pueda volver a enviar, en 24 horas como mucho.',
  emptySentItems: 'Vacíe Elementos enviados, o pida un buzón más grande.',
  unblockSender:
    'Averigüe el motivo y después libere el buzón en «Restricted entities» de Microsoft Defender.',
  checkRecipients: 'Compruebe la dirección y envíe de nuevo.',
  chooseStarttls: 'Edite la cuenta: elija STARTTLS para el puerto 587 o 25, o el puerto 465 para Implícito.',
  chooseImplicit: 'En el puerto 465, edite la cuenta y elija Implícito.',
  checkFirewall: 'Deje que este equipo llegue al puerto {{port}} de {{host}}.',
  checkStarttls:
    'Mire por qué el servidor no ofrece STARTTLS, o indique el puerto donde habla TLS desde el primer byte.',
  checkHostAndPort: 'Compruebe el nombre de host y el puerto.',
  checkHostName: 'Compruebe cómo está escrito el nombre de host.',
  checkNetwork: 'Compruebe si este equipo tiene conexión.',
  useHttps: 'O envíe mediante la interfaz del proveedor, que solo necesita el puerto 443.',
  trustAuthority:
    'Si el certificado es correcto, indique su entidad en el archivo de directivas o inicie la aplicación con --ca-file. No hay forma de pasarlo por alto.',
  renewCertificate: 'Si ha caducado, renuévelo.',
  checkClock: 'Compruebe la fecha y la hora de este equipo.',
  useCertificateName: 'Edite la cuenta y escriba un nombre que figure en el certificado.',
  signInToNetwork: 'Abra cualquier página en el navegador e inicie sesión en la red.',
  correctProxyVariable:
    'Corrija HTTPS_PROXY o ALL_PROXY, por ejemplo a http://proxy.example:3128, e inicie de nuevo la aplicación.',
  checkProxyAddress:
    'Compruebe el proxy de este equipo en los ajustes del sistema, o en HTTPS_PROXY y ALL_PROXY.',
  allowInProxy: 'Deje que el proxy abra conexiones al puerto {{port}} de {{host}}.',
  goAroundProxy:
    'Donde se puede llegar al servidor sin él: agregue {{host}} a las excepciones del proxy, o a NO_PROXY.',
  setUpProxy: 'Deje pasar este equipo por el proxy, o permita sin él los hosts del proveedor.',
  enterSecretValue:
    'Escriba el valor del secreto. Se muestra una vez al crearlo; cree uno nuevo si se perdió.',
  makeNewSecret: 'Cree un nuevo secreto de cliente y escriba su valor.',
  enableGmailApi: 'Active la API de Gmail en el proyecto de Google del cliente.',
  assignLicence: 'Dé a {{signInAccount}} una licencia con buzón.',
  useOtherAccount: 'O inicie sesión con una cuenta que tenga buzón.',
  setClock: 'Deje que el equipo ponga en hora su reloj y reinténtelo.',
};

export const copies: Translation<typeof copyWords> = {
  enableForMailbox: 'Comando para este buzón',
  enableForAll: 'Comando para toda la organización',
  sendAs: 'Comando que permite enviar con esta dirección',
  fullAccess: 'Comando que les abre el buzón',
  unblock: 'Comando que libera el buzón',
  publicClient: 'Comando que cambia el registro',
  testPort: 'Comando que prueba el puerto',
  consentLink: 'Enlace de consentimiento para el administrador',
  redirectUri: 'URI de redirección',
  clientId: 'ID de cliente',
  permission: 'Permiso',
  largePermission: 'Permiso para mensajes grandes',
};

export const links: Translation<typeof linkWords> = {
  microsoftError: 'Qué dice Microsoft de este número',
  secondFactor: 'Configurar un segundo factor',
  entraApps: 'Registros de aplicaciones en Entra',
  entraSignInLogs: 'Registros de inicio de sesión en Entra',
  resetPassword: 'Restablecer la contraseña',
  googleClients: 'Clientes en la consola de Google',
  googleAudience: 'Público en la consola de Google',
  googleAppAccess: 'Control de acceso de aplicaciones en la consola de Google',
  googleAppPasswords: 'Contraseñas de aplicación de su cuenta de Google',
  appPasswords: 'Crear una contraseña de aplicación',
  gmailApi: 'API de Gmail en la consola de Google',
  smtpAuthHelp: 'Microsoft sobre SMTP AUTH',
  restrictedEntities: 'Entidades restringidas en Microsoft Defender',
  newSecret: 'Crear un secreto nuevo',
};

export const who: Translation<typeof whoWords> = {
  you: 'Puede arreglarlo usted',
  administrator: 'Puede arreglarlo su administrador',
  wait: 'Se pasa solo',
};
