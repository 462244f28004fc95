import type { failures as english } from '../en/failures.ts';
import type { Translation } from '../translation.ts';

export const failures: Translation<typeof english> = {
  codes: {
    'sign-in-required': {
      title: 'Hace falta iniciar sesión',
      todo: 'Inicie sesión en la cuenta. Los mensajes pendientes se envían después.',
    },
    'sign-in-cancelled': {
      title: 'El inicio de sesión se canceló',
      todo: 'No se cambió nada. Inicie sesión cuando quiera.',
    },
    'sign-in-timed-out': {
      title: 'El inicio de sesión tardó demasiado',
      todo: 'Empiécelo de nuevo y termínelo en el tiempo indicado.',
    },
    'browser-not-opened': {
      title: 'No se pudo abrir el navegador',
      todo: 'Copie el enlace de inicio de sesión en un navegador de este equipo.',
    },
    'redirect-unavailable': {
      title: 'El navegador no puede volver a esta aplicación',
      todo: 'Otro programa usa el puerto registrado. Ciérrelo e inicie sesión de nuevo.',
    },
    'authorization-denied': {
      title: 'No se concedió el permiso',
      todo: 'Inicie sesión de nuevo y acepte lo que se pide, o pida a su administrador que permita esta aplicación.',
    },
    'authorization-failed': {
      title: 'El proveedor rechazó el inicio de sesión',
      todo: 'Inténtelo de nuevo. Si vuelve a fallar, muestre los detalles a su administrador.',
    },
    'refresh-token-refused': {
      title: 'El proveedor no acepta este token de actualización',
      todo: 'Se retiró, está agotado o se creó para otro cliente. Use otro, o inicie sesión en el navegador.',
    },
    'state-mismatch': {
      title: 'La respuesta no era de este inicio de sesión',
      todo: 'Por seguridad se descartó. Empiece de nuevo el inicio de sesión desde aquí.',
    },
    'issuer-mismatch': {
      title: 'La respuesta vino de otro proveedor que el esperado',
      todo: 'Pida a su administrador que compruebe los puntos de conexión de este proveedor.',
    },
    'scope-missing': {
      title: 'No se permitió enviar correo',
      todo: 'Inicie sesión de nuevo y deje marcado el permiso para enviar correo.',
    },
    'large-messages-not-allowed': {
      title: 'El inicio de sesión no permite mensajes de este tamaño',
      todo: 'Microsoft Graph admite mensajes de más de 3 MB solo con un permiso más. Inicie sesión de nuevo y permítalo, o envíe menos documentos o más pequeños.',
    },
    'wrong-account': {
      title: 'Inició sesión otra persona',
      todo: 'Inicie sesión como la persona que nombra la cuenta, o cambie su usuario SMTP.',
    },
    'grant-revoked': {
      title: 'El inicio de sesión ya no es válido',
      todo: 'Se retiró o ha caducado, por ejemplo tras cambiar la contraseña. Inicie sesión de nuevo.',
    },
    'client-rejected': {
      title: 'El proveedor no acepta esta aplicación',
      todo: 'Pida a su administrador que corrija el ID y el secreto de cliente de este proveedor.',
    },
    'consent-required': {
      title: 'Su organización tiene que permitir esta aplicación',
      todo: 'Pida a su administrador que dé su consentimiento y después inicie sesión de nuevo.',
    },
    'provider-unreachable': {
      title: 'No se puede llegar al proveedor',
      todo: 'Compruebe la red. La sesión sigue siendo válida, y el correo en espera se reintenta automáticamente.',
    },
    'provider-response-invalid': {
      title: 'La respuesta del proveedor es incomprensible',
      todo: 'Puede que haya por medio una página de acceso a la red o un proxy. Compruebe la red y reinténtelo.',
    },
    'vault-unavailable': {
      title: 'El almacén de claves de este equipo no responde',
      todo: 'Desbloquéelo o vuelva a iniciar sesión en su equipo y reinténtelo. No se perdió nada.',
    },
    'vault-unreadable': {
      title: 'El secreto guardado no se puede leer en este equipo',
      todo: 'Lo guardó otro usuario o se guardó en otro equipo. Inicie sesión o escriba la contraseña de nuevo.',
    },
    'server-unreachable': {
      title: 'No se puede llegar al servidor de correo',
      todo: 'Compruebe el nombre de host, el puerto y la red. El correo en espera se reintenta automáticamente.',
    },
    'tls-failed': {
      title: 'No hay conexión segura con el servidor',
      todo: 'Compruebe el método de inicio de SSL/TLS y el nombre de host; el certificado del servidor puede ser erróneo o desconocido.',
    },
    'authentication-rejected': {
      title: 'El servidor rechazó el nombre de usuario o la contraseña',
      todo: 'Compruebe el usuario SMTP y la contraseña de la cuenta, o inicie sesión de nuevo.',
    },
    'smtp-auth-disabled': {
      title: 'El administrador ha desactivado el envío por SMTP',
      todo: 'Pida que se active SMTP AUTH para este buzón, o elija Microsoft Graph en «Enviar mediante».',
    },
    'sender-rejected': {
      title: 'El servidor no acepta al remitente',
      todo: 'Use una dirección del remitente con la que esta cuenta pueda enviar.',
    },
    'recipient-rejected': {
      title: 'El servidor no acepta a los destinatarios',
      todo: 'Compruebe sus direcciones y envíe de nuevo.',
    },
    'message-rejected': {
      title: 'El servidor no acepta el mensaje',
      todo: 'Lea la respuesta del servidor y cambie el mensaje.',
    },
    'message-too-large': {
      title: 'El mensaje es demasiado grande',
      todo: 'Envíe menos documentos o más pequeños.',
    },
    deferred: {
      title: 'El servidor pide esperar',
      todo: 'No hay que hacer nada: se reintenta automáticamente.',
    },
    throttled: {
      title: 'Demasiados mensajes a la vez',
      todo: 'No hay que hacer nada: el envío sigue más despacio.',
    },
    'delivery-unconfirmed': {
      title: 'Puede que se haya enviado',
      todo: 'El servidor no respondió al final. Mire en Elementos enviados y después márquelo como enviado o envíelo de nuevo.',
    },
    'document-unreadable': {
      title: 'Un documento no se puede leer',
      todo: 'Compruebe que aún existe y se puede leer, y agréguelo de nuevo.',
    },
    'account-not-found': {
      title: 'Esta cuenta ya no existe',
      todo: 'Elija otra cuenta.',
    },
    'account-invalid': {
      title: 'Un campo de la cuenta no es correcto',
      todo: 'Edite la cuenta y corríjalo.',
    },
    'server-not-providers': {
      title: 'El servidor no pertenece al proveedor',
      todo: 'No se le transmite la sesión y no se envió nada. Edite la cuenta: escriba un servidor de correo de su proveedor, o acepte este.',
    },
    'account-disabled': {
      title: 'La cuenta está desactivada',
      todo: 'Actívela o elija otra cuenta.',
    },
    'no-account-for-records': {
      title: 'Ninguna cuenta se ajusta a estos registros',
      todo: 'Agregue una cuenta con una de las claves buscadas, o defina una cuenta predeterminada.',
    },
    'key-taken': {
      title: 'Otra cuenta tiene esta clave',
      todo: 'Use otro valor de columna, o desactive la cuenta que la tiene.',
    },
    'key-incomplete': {
      title: 'La clave está incompleta',
      todo: 'Rellene Objeto de negocio, Nombre de columna y Valor de columna, o ninguno de ellos.',
    },
    'password-required': {
      title: 'La cuenta no tiene contraseña',
      todo: 'Edite la cuenta y escríbala.',
    },
    'item-not-found': {
      title: 'Este mensaje ya no está en la bandeja de salida',
      todo: 'Actualice la lista.',
    },
    'transition-refused': {
      title: 'Esto ya no es posible',
      todo: 'Entretanto ha ocurrido otra cosa. Consulte el estado actual.',
    },
    'profile-unreadable': {
      title: 'Un archivo de su perfil no se puede usar',
      todo: 'Restáurelo de una copia de seguridad, u obtenga permiso para escribir en él; los detalles lo indican. No se sobrescribió nada.',
    },
    'profile-in-use': {
      title: 'Otro programa usa este perfil',
      todo: 'Ciérrelo, o espere a que haya terminado.',
    },
    'storage-full': {
      title: 'El disco está lleno',
      todo: 'Libere espacio y reinténtelo.',
    },
    'storage-unusable': {
      title: 'Los archivos propios de la aplicación no se pueden usar',
      todo: 'Dé a su usuario permiso para leer y escribir en la carpeta del perfil. Después continúa automáticamente.',
    },
    'policy-invalid': {
      title: 'El archivo de directivas de su administrador tiene un error',
      todo: 'Pida a su administrador que lo corrija.',
    },
    'locked-by-policy': {
      title: 'Su administrador ha fijado este valor',
      todo: 'Solo su administrador puede cambiarlo.',
    },
    'setting-invalid': {
      title: 'Un ajuste no es correcto',
      todo: 'Corrija el valor marcado.',
    },
    'import-refused': {
      title: 'El archivo no se puede importar',
      todo: 'Corríjalo e impórtelo de nuevo.',
    },
    'passphrase-wrong': {
      title: 'La frase de contraseña no es correcta',
      todo: 'Escriba la frase de contraseña con la que se exportó el archivo.',
    },
    'export-declined': {
      title: 'No se exportó nada',
      todo: 'Las contraseñas y sesiones solo se exportan si usted lo acepta. Exporte de nuevo, o exporte sin secretos.',
    },
    'bundle-refused': {
      title: 'El paquete de soporte habría contenido un secreto',
      todo: 'No se escribió nada. Los detalles indican el lugar: quite allí el secreto, o cámbielo donde se usa, y reinténtelo.',
    },
    'update-failed': {
      title: 'La actualización no funcionó',
      todo: 'Compruebe la red y reinténtelo, o instale la versión nueva a mano. Esta versión sigue funcionando.',
    },
    'invalid-request': {
      title: 'La aplicación no entendió la solicitud',
      todo: 'Corrija el campo marcado. Si no hay ninguno, comuníquelo, por favor.',
    },
    internal: {
      title: 'Ocurrió algo inesperado',
      todo: 'Reinténtelo. Si vuelve a ocurrir, comuníquelo junto con el registro, por favor.',
    },
    'no-answer': {
      title: 'La aplicación no respondió',
      todo: 'Compruebe que sigue en marcha y reinténtelo. Lo que ha escrito sigue aquí.',
    },
  },
  field: 'Campo',
  otherDetails: {
    step: 'Paso',
    host: 'Nombre de host',
    port: 'Puerto',
    server: 'Servidor',
    status: 'Estado HTTP',
    networkCode: 'Error de red',
    systemCode: 'Error del sistema',
    error: 'Error del proveedor',
    suberror: 'Más exactamente',
    aadsts: 'Número de error (AADSTS)',
    scope: 'Permiso',
    reason: 'Motivo',
    place: 'Lugar',
    line: 'Línea',
    file: 'Archivo',
    accountId: 'Cuenta',
    clockOffSeconds: 'Desvío del reloj (segundos)',
  },
  details: {
    providerText: 'El proveedor respondió',
    correlationId: 'ID de correlación',
    traceId: 'ID de seguimiento',
    requestId: 'ID de solicitud',
  },
  code: 'Código',
  message: 'Mensaje',
  detailsCopied: 'Detalles copiados',
  copyDetails: 'Copiar detalles',
  more_one: 'y {{count}} más',
  more_other: 'y {{count}} más',
  dismissAll: 'Descartar todo',
  banners: {
    keyFileTitle: 'Archivo de clave en uso',
    keyFile:
      'Los secretos de este perfil están sellados con un archivo de clave, no por el sistema operativo. Úselo para probar, no para buzones reales.',
    memoryTitle: 'Las sesiones no se conservan',
    memory:
      'Este equipo no tiene un almacén de secretos utilizable, así que las sesiones y contraseñas se pierden al cerrar la aplicación.',
    policyRefusedTitle: 'Se rechazó el archivo de directivas',
    policyRefused:
      'El inicio de sesión y el envío están detenidos hasta que su administrador lo haya corregido.',
    policyLastGoodTitle: 'Se rechazó el archivo de directivas',
    policyLastGood: 'La última copia válida sigue en vigor hasta que su administrador lo haya corregido.',
    noSandboxTitle: 'La ventana funciona sin su espacio aislado',
    noSandbox:
      'Este sistema no se lo permite a una AppImage. El paquete deb trae lo necesario; úselo donde pueda.',
    connectionLostTitle: 'Conexión perdida',
    connectionLost:
      'La aplicación no responde. Lo que ve puede estar anticuado; se sigue intentando automáticamente.',
    retryNow: 'Reintentar',
    refusedTitle: 'Esta página ya no está conectada',
    refused: 'La aplicación se inició de nuevo. Abra la dirección que muestra ahora.',
  },
};
