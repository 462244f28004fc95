import type { settings as english } from '../en/settings.ts';
import type { Translation } from '../translation.ts';

export const settings: Translation<typeof english> = {
  toolbar: {
    label: 'Comandos de configuración',
    save: 'Guardar',
    filter: 'Filtrar',
    filterPlaceholder: 'Filtrar ajustes',
    export: 'Exportar',
    import: 'Importar',
    expand: 'Expandir',
    collapse: 'Contraer',
    groupsLabel: 'Grupos',
  },
  groups: {
    sending: 'Envío',
    confirmation: 'Confirmación de ventas por correo',
    google: 'Cliente OAuth: Google',
    microsoft: 'Cliente OAuth: Microsoft',
    customProviders: 'Otros proveedores',
    businessObjects: 'Objetos de negocio',
    agent: 'Agente y carpetas vigiladas',
    relay: 'Programas que envían a través de este equipo',
    history: 'Historial y documentos',
    appearance: 'Apariencia',
    about: 'Acerca de',
  },
  labels: {
    canSignInWhenSending: 'Permitir iniciar sesión al enviar correo',
    systemUser: 'Usuario del sistema',
    defaultAccountId: 'Cuenta predeterminada',
    smtpTimeoutMs: 'Tiempo límite SMTP',
    retentionDays: 'Guardar historial',
    keepDocumentsDays: 'Guardar documentos para volver a enviar',
    language: 'Idioma',
    theme: 'Tema',
    signInBrowser: 'Navegador para iniciar sesión',
    emailToFaxFormat: 'Formato de correo a fax',
    startAgentAtLogin: 'Iniciar el agente cuando inicio sesión en este equipo',
    relayEnabled: 'Recibir correo de programas (retransmisión)',
    relayPort: 'Puerto',
  },
  help: {
    canSignInWhenSending:
      'Verdadero: cuando una cuenta necesita un nuevo inicio de sesión mientras envía, se le pregunta una vez y el mensaje espera. Falso: no se pregunta nada; el mensaje queda retenido con el motivo «Hace falta iniciar sesión», y usted inicia sesión en la pantalla SMTP Setup. A los programas desatendidos nunca se les pregunta, sea cual sea el valor.',
    systemUser:
      'El nombre de usuario que se busca en cuentas cuya clave es SystemUser, User_Name. Vacío: su nombre de usuario en este equipo ({{userName}}).',
    defaultAccountId:
      'La cuenta que envía cuando ninguna clave coincide. Las cuentas desactivadas se pasan por alto.',
    smtpTimeoutMs:
      'Cuánto puede durar un paso con un servidor de correo, en milisegundos, de 1000 a 3600000. Una cuenta puede tener su propio valor.',
    retentionDays:
      'Cuántos días permanecen en la bandeja de salida los mensajes terminados. Con 0 se quitan enseguida.',
    keepDocumentsDays:
      'Cuántos días se guardan los documentos de mensajes terminados para poder volver a enviarlos. Con 0 se eliminan enseguida.',
    language: 'El idioma de la ventana.',
    theme: 'Claro, oscuro o como el sistema.',
    signInBrowser:
      'El navegador en que se abren las páginas de inicio de sesión. Si el elegido no está instalado, se abre el del sistema.',
    emailToFaxFormat:
      'Cómo un número de fax se convierte en dirección: {0} representa el número, como en {0}@fax.example.com. Escriba fax:5550100 como destinatario para enviar a un fax.',
    startAgentAtLogin:
      'Verdadero: la aplicación se inicia sin ventana, envía lo que espera en la bandeja de salida y atiende las carpetas vigiladas. Nunca pregunta; lo que requiere su decisión queda retenido. Al abrir la aplicación se muestra su ventana.',
    relayEnabled:
      'Verdadero: los programas de este equipo entregan correo por SMTP, con el nombre de usuario y la contraseña que se definen abajo. No es accesible desde la red.',
    relayPort:
      'Dónde escucha la retransmisión en 127.0.0.1 y ::1, de 0 a 65535. 0: cualquier puerto libre, que indica la línea «Estado».',
  },
  loginStart: {
    unavailable: 'No disponible aquí: solo la aplicación instalada puede iniciarse así',
    'needs-approval': 'macOS espera su permiso: autorice SMTP Setup en Ajustes del Sistema, General',
    failed: 'El sistema no lo aceptó. Guárdelo otra vez o vuelva a iniciar la aplicación',
  },
  defaultIs: 'Valor predeterminado: {{value}}.',
  noDefault: 'Este elemento no tiene valor predeterminado.',
  isTrue: 'Verdadero',
  isFalse: 'Falso',
  units: {
    smtpTimeoutMs: 'ms',
    retentionDays: 'días',
    keepDocumentsDays: 'días',
  },
  themes: {
    system: 'Como el sistema',
    light: 'Claro',
    dark: 'Oscuro',
  },
  browsers: {
    system: 'Como el sistema',
    chrome: 'Google Chrome',
    edge: 'Microsoft Edge',
    firefox: 'Mozilla Firefox',
    safari: 'Apple Safari',
  },
  languages: {
    system: 'Como el sistema',
    pseudo: 'Idioma de prueba, de derecha a izquierda',
  },
  noneChosen: 'Ninguna',
  details: {
    host: '1) Nombre de host o dirección IP del servidor de correo',
    user: '2) Usuario SMTP',
    password: '3a) Contraseña SMTP, o',
    provider: '3b) Proveedor de servicio OAuth para SMTP',
    port: '4) Puerto SMTP',
    tls: '5) Activar SMTP sobre SSL o TLS',
    tlsMethod: '6) Método de inicio de SMTP sobre SSL o TLS',
  },
  detailHelp: {
    host: 'El servidor al que se entrega el correo. Microsoft: smtp.office365.com. Google: gmail.googleapis.com.',
    user: 'El buzón en cuyo nombre envía la cuenta. Escríbalo, o pulse … para iniciar sesión con Google o Microsoft y usar la dirección que elija allí.',
    password:
      'La contraseña del usuario SMTP, donde el servidor la admita. Se guarda en el almacén de claves de este equipo y no se vuelve a mostrar.',
    provider:
      'Quién inicia la sesión del usuario SMTP en lugar de una contraseña. Ninguno: vale la contraseña.',
    port: 'Lo habitual es 587; 465 donde el servidor habla TLS implícito. La API de Gmail usa 443.',
    tls: 'Verdadero: la conexión está cifrada. Falso: no lo está, y no se envía contraseña, salvo dentro de este equipo.',
    tlsMethod:
      'Automático: TLS implícito en el puerto 465, STARTTLS en cualquier otro puerto, y nunca sin TLS.',
  },
  noDefaultAccount:
    'No hay cuenta predeterminada. Elija una o rellene las líneas de abajo: «Guardar» la crea. El botón … inicia sesión con Google o Microsoft.',
  linesEdited: 'Las líneas de abajo están modificadas. Guárdelas o descártelas primero.',
  linesDiscard: 'Descartar',
  linesOff: 'Esta cuenta está desactivada, así que no envía.',
  editAccount: 'Editar la cuenta {{id}}',
  signInAccount: 'Iniciar sesión en la cuenta {{id}}',
  signInNew: 'Iniciar sesión y crear la cuenta predeterminada',
  signedInAs: 'Sesión iniciada como {{name}}',
  signedInPending: 'Sesión iniciada como {{name}}. Surte efecto al guardar.',
  secret: {
    set: 'definido',
    cleared: 'Se borra al guardar',
    replace: 'Sustituir',
    clear: 'Borrar',
    keep: 'Conservar',
    enter: 'Sin definir',
  },
  about: {
    versionHelp: 'Indíquela cuando pida ayuda.',
    support: 'Obtener ayuda',
    supportHelp:
      'Un archivo con lo que necesita quien le ayude, sin contraseñas ni sesiones. Lo ve antes de que se guarde.',
    supportOpen: 'Paquete de soporte',
    secretStorage: 'Contraseñas y sesiones',
    secretStorageHelp:
      'Dónde se guardan contraseñas, secretos de cliente y sesiones. Nunca salen de este equipo, salvo que usted los exporte con una frase de contraseña.',
    storages: {
      'operating-system': 'En el almacén de claves del sistema operativo',
      'key-file': 'En un archivo que solo usted puede leer; no se usa el almacén de claves',
      memory: 'Hasta que se cierre la aplicación; no se encontró almacén de claves',
    },
  },
  helpEmpty: 'Elija un ajuste para ver qué hace.',
  accountChoice: 'Cuenta {{id}} · {{user}}',
  lockedBy: 'Fijado por {{name}}',
  lockedBySomebody: 'Fijado por su administrador',
  unsaved: 'Aún sin guardar',
  unsavedCount_one: '{{count}} cambio no está guardado',
  unsavedCount_other: '{{count}} cambios no están guardados',
  saved: 'Configuración guardada.',
  notANumber: 'Escriba un número entero de {{min}} a {{max}}.',
  faxExample: '{0}@fax.example.com',
  notAFaxFormat: 'Esto no da una dirección de correo. Ponga {0} donde va el número.',
  helpLabel: 'Ayuda del ajuste seleccionado',
  filterNone: 'Se buscó en los nombres de grupos y ajustes.',
  closeTitle: '¿Guardar los ajustes cambiados?',
  closeText_one: '{{count}} cambio no está guardado.',
  closeText_other: '{{count}} cambios no están guardados.',
  discard: 'Descartar cambios',
  stay: 'Quedarse aquí',
};
