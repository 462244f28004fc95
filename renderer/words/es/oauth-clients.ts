import type { oauthClients as english } from '../en/oauth-clients.ts';
import type { Translation } from '../translation.ts';

export const oauthClients: Translation<typeof english> = {
  sources: {
    builtIn: 'Integrado',
    own: 'Registro propio',
    policy: 'Indicado por el administrador',
  },
  types: {
    desktop: 'Aplicación de escritorio',
    web: 'Aplicación web',
  },
  fields: {
    source: 'Cliente OAuth',
    clientId: 'ID de cliente',
    secret: 'Secreto de cliente',
    tenant: 'Inquilino',
    ownTenant: 'ID de inquilino o dominio',
    cloud: 'Nube',
    type: 'Registrado como',
    redirectPort: 'Puerto de redirección',
    redirectPath: 'Ruta de redirección',
    redirectUri: 'URI de redirección que registrar',
    authorizationEndpoint: 'URL de autorización',
    tokenEndpoint: 'URL de token',
    revocationEndpoint: 'URL de revocación',
    guide: 'Cómo registrarlo',
  },
  help: {
    source:
      'Integrado: los inicios de sesión usan el registro de esta aplicación. Registro propio: usan el que su empresa hizo en el proveedor.',
    clientId: 'Cómo llama el proveedor al registro. Microsoft: Application (client) ID.',
    secret:
      'Va con el ID de cliente. Se guarda en el almacén de claves de este equipo, solo va al proveedor y no se vuelve a mostrar. Un cliente de Microsoft con secreto es un cliente confidencial: su URI de redirección se registra en «Web». PKCE se usa de todos modos.',
    tenant: 'Quién puede iniciar sesión en Microsoft. Debe ajustarse a los tipos de cuenta del registro.',
    ownTenant:
      'Directory (tenant) ID del registro, o un dominio suyo, p. ej. contoso.com. Hace falta en un registro de un solo inquilino.',
    cloud: 'La nube de Microsoft que contiene los buzones.',
    type: 'Aplicación de escritorio: el navegador vuelve a cualquier puerto libre. Aplicación web: vuelve a un puerto y una ruta fijos, que deben estar registrados.',
    redirectPort:
      'Puerto de este equipo al que vuelve el navegador. Debe estar libre mientras alguien inicia sesión. Microsoft no lo compara, así que allí puede quedar vacío.',
    redirectPath: 'Ruta del URI de redirección, p. ej. /oauth/redirect.',
    redirectUri:
      'Escriba exactamente esto en el proveedor. Se refiere a este equipo: nadie más recibe la respuesta de un inicio de sesión.',
    endpoint: 'Adónde van los inicios de sesión. Resulta del proveedor, la nube y el inquilino.',
    guide: 'Paso a paso por las páginas del proveedor.',
  },
  tenants: {
    organizations: 'organizations: cuentas de trabajo y escuela',
    common: 'common: también cuentas personales',
    consumers: 'consumers: solo cuentas personales',
    own: 'Inquilino propio',
  },
  clouds: {
    global: 'Mundial',
    'us-government': 'Gobierno estadounidense',
    china: 'China, operada por 21Vianet',
  },
  copy: 'Copiar',
  copied: 'Copiado',
  noRegistration: 'Para un cliente de escritorio de Google no hay que registrar nada.',
  microsoftDesktop: 'Regístrelo en «Mobile and desktop applications»; allí el puerto no importa.',
  confidential: 'Un secreto lo convierte en cliente confidencial: registre el URI de redirección en «Web».',
  noneBuiltIn: 'Esta versión no tiene cliente propio. Registre uno y elija «Registro propio».',
  newSignIn_one: '{{count}} cuenta necesita un nuevo inicio de sesión después de guardar.',
  newSignIn_other: '{{count}} cuentas necesitan un nuevo inicio de sesión después de guardar.',
  findings: {
    required: 'Escriba el ID de cliente.',
    googleIdShape: 'Los ID de cliente de Google terminan en .apps.googleusercontent.com.',
    microsoftIdShape:
      'Los Application (client) ID de Microsoft son como 351d6cb2-1c69-4081-9cc2-a769d71567cb.',
    secretIsId: 'Parece el «Secret ID». Escriba el valor («Value»), que se muestra una vez al lado.',
    secretOfOther: 'El secreto definido es de otro ID de cliente. Sustitúyalo o bórrelo.',
    secretMissing: 'Este tipo de cliente suele necesitar un secreto.',
    tenantInvalid: 'Escriba un ID de inquilino o un dominio: letras, cifras, puntos y guiones.',
    portInvalid: 'Escriba un puerto de 1 a 65535.',
    portRequired: 'Google compara el puerto: escriba el que está registrado.',
    pathInvalid: 'Empiece por / y use solo letras, cifras y / . _ ~ -',
  },
  guide: {
    show: 'Mostrar los pasos',
    hide: 'Ocultar los pasos',
    changed: 'Qué es distinto de guías anteriores',
    google: {
      project: 'Abra la consola de Google Cloud y elija un proyecto, o cree uno.',
      api: 'Active Gmail API en el proyecto.',
      branding:
        'Google Auth Platform › Branding: escriba el nombre de la aplicación y una dirección de correo de soporte.',
      audience:
        'Audience: elija «Internal» si todos los buzones están en su Google Workspace. Con «External», publique la aplicación: en «Testing» solo pueden iniciar sesión los usuarios de prueba, y cada sesión termina a los 7 días.',
      scopes:
        'Data Access: agregue el ámbito de abajo. Para Gmail por SMTP es en cambio https://mail.google.com/, que está restringido.',
      client:
        'Clients › Create client: elija «Desktop app», y no se pide nada más. «Web application» también sirve: elíjala entonces arriba en «{{type}}», con un puerto, y escriba el URI de redirección de arriba en «Authorized redirect URIs».',
      secret:
        'Copie enseguida el ID y el secreto de cliente. Elija arriba «Registro propio» y escríbalos allí.',
      save: 'Guarde y después inicie sesión en una cuenta.',
    },
    googleChanges: {
      platform:
        '«APIs & Services › OAuth consent screen» es ahora Google Auth Platform, con páginas propias: Branding, Audience, Data Access, Clients.',
      secretOnce:
        'El secreto de cliente solo se muestra al crearlo. Si se perdió, agregue otro en la página del cliente.',
      origins:
        'No hacen falta orígenes de JavaScript ni un token de actualización. «Iniciar sesión» se ocupa de ello.',
    },
    microsoft: {
      register:
        'Abra «App registrations» en el centro de administración de Microsoft Entra y elija «New registration». Sirve cualquier nombre.',
      accountTypes:
        'Supported account types: con «Accounts in this organizational directory only», elija arriba «Inquilino propio»; con «Accounts in any organizational directory», organizations; con «and personal Microsoft accounts», common.',
      redirect:
        'Redirect URI: elija «Public client/native (mobile & desktop)» y escriba esto. «Web» también sirve: elija entonces «Aplicación web» arriba en «{{type}}» y cree un secreto.',
      ids: 'Copie el Application (client) ID de «Overview» y, para un solo inquilino, el Directory (tenant) ID. Elija arriba «Registro propio» y escríbalos allí.',
      permissions:
        'API permissions › Add a permission › Microsoft Graph › Delegated permissions: agregue los de abajo. Cada inicio de sesión pide SMTP.Send y Mail.Send: con el segundo, una cuenta continúa por Microsoft Graph donde SMTP AUTH está desactivado. Mail.Send.Shared es para buzones compartidos por esa vía, Mail.ReadWrite para mensajes de más de 3 MB.',
      consent: 'Donde los usuarios no pueden dar su consentimiento, elija «Grant admin consent».',
      secret:
        'Solo para «Web»: Certificates & secrets › New client secret. Copie enseguida el valor («Value»), no el «Secret ID», y anote cuándo caduca.',
      smtpAuth:
        'SMTP AUTH tiene que estar activado para cada buzón que envía por SMTP. En Exchange Online PowerShell:',
      save: 'Guarde y después inicie sesión en una cuenta.',
    },
    microsoftChanges: {
      names:
        'Azure Active Directory es ahora Microsoft Entra ID. Los registros de aplicaciones son los mismos en el portal de Azure y en el centro de administración de Entra.',
      publicClient:
        '«Allow public client flows» puede seguir desactivado. Solo hace falta si alguien inicia sesión con un código en un navegador de otro lugar.',
      graph:
        'No hace falta User.Read.All. SMTP.Send figura en Microsoft Graph, pero la aplicación lo pide como outlook.office.com/SMTP.Send, porque el servidor de correo rechaza un token de Graph.',
      token:
        'No hay que copiar a mano ningún código ni token de actualización. «Iniciar sesión» se ocupa de ello.',
    },
    links: {
      googleProject: 'Consola de Google Cloud',
      googleApi: 'Gmail API',
      googleBranding: 'Branding',
      googleAudience: 'Audience',
      googleScopes: 'Data Access',
      googleClients: 'Clients',
      microsoftApps: 'Registros de aplicaciones',
      microsoftQuickstart: 'Guía de Microsoft',
    },
  },
};
