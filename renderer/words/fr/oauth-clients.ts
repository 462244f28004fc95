import type { oauthClients as english } from '../en/oauth-clients.ts';
import type { Translation } from '../translation.ts';

export const oauthClients: Translation<typeof english> = {
  sources: {
    builtIn: 'Intégré',
    own: 'Inscription propre',
    policy: 'Désigné par l’administrateur',
  },
  types: {
    desktop: 'Application de bureau',
    web: 'Application web',
  },
  fields: {
    source: 'Client OAuth',
    clientId: 'ID client',
    secret: 'Secret client',
    tenant: 'Locataire',
    ownTenant: 'ID de locataire ou domaine',
    cloud: 'Cloud',
    type: 'Enregistré comme',
    redirectPort: 'Port de redirection',
    redirectPath: 'Chemin de redirection',
    redirectUri: 'URI de redirection à enregistrer',
    authorizationEndpoint: 'URL d’autorisation',
    tokenEndpoint: 'URL de jeton',
    revocationEndpoint: 'URL de révocation',
    guide: 'Comment l’enregistrer',
  },
  help: {
    source:
      'Intégré : les connexions utilisent l’inscription de cette application. Inscription propre : elles utilisent celle que votre entreprise a faite chez le fournisseur.',
    clientId: 'Le nom que le fournisseur donne à l’inscription. Microsoft : Application (client) ID.',
    secret:
      'Va avec l’ID client. Il est gardé dans le magasin de clés de cet ordinateur, ne va qu’au fournisseur et n’est plus jamais affiché. Un client de Microsoft avec un secret est un client confidentiel : son URI de redirection est enregistré sous « Web ». PKCE est utilisé dans tous les cas.',
    tenant: 'Qui peut se connecter chez Microsoft. Doit convenir aux types de comptes de l’inscription.',
    ownTenant:
      'Directory (tenant) ID de l’inscription, ou un de ses domaines, p. ex. contoso.com. Nécessaire pour une inscription à un seul locataire.',
    cloud: 'Le cloud de Microsoft où se trouvent les boîtes aux lettres.',
    type: 'Application de bureau : le navigateur revient sur n’importe quel port libre. Application web : il revient sur un port et un chemin fixes, qui doivent être enregistrés.',
    redirectPort:
      'Port de cet ordinateur sur lequel le navigateur revient. Il doit être libre pendant une connexion. Microsoft ne le compare pas ; il peut donc y être vide.',
    redirectPath: 'Chemin de l’URI de redirection, p. ex. /oauth/redirect.',
    redirectUri:
      'Saisissez exactement ceci chez le fournisseur. Il désigne cet ordinateur : personne d’autre ne reçoit la réponse d’une connexion.',
    endpoint: 'Où vont les connexions. Découle du fournisseur, du cloud et du locataire.',
    guide: 'Pas à pas à travers les pages du fournisseur.',
  },
  tenants: {
    organizations: 'organizations : professionnels et scolaires',
    common: 'common : aussi les comptes personnels',
    consumers: 'consumers : comptes personnels seulement',
    own: 'Locataire propre',
  },
  clouds: {
    global: 'Mondial',
    'us-government': 'Administration américaine',
    china: 'Chine, exploité par 21Vianet',
  },
  copy: 'Copier',
  copied: 'Copié',
  noRegistration: 'Rien n’est à enregistrer pour un client de bureau de Google.',
  microsoftDesktop:
    'Enregistrez-le sous « Mobile and desktop applications » ; le port n’y a pas d’importance.',
  confidential: 'Un secret en fait un client confidentiel : enregistrez l’URI de redirection sous « Web ».',
  noneBuiltIn:
    'Cette version n’a pas de client à elle. Enregistrez-en un et choisissez « Inscription propre ».',
  newSignIn_one: '{{count}} compte demande une nouvelle connexion après l’enregistrement.',
  newSignIn_other: '{{count}} comptes demandent une nouvelle connexion après l’enregistrement.',
  findings: {
    required: 'Saisissez l’ID client.',
    googleIdShape: 'Les ID client de Google finissent par .apps.googleusercontent.com.',
    microsoftIdShape:
      'Les Application (client) ID de Microsoft ressemblent à 351d6cb2-1c69-4081-9cc2-a769d71567cb.',
    secretIsId:
      'Cela ressemble au « Secret ID ». Saisissez la valeur (« Value »), affichée une seule fois à côté.',
    secretOfOther: 'Le secret défini appartient à un autre ID client. Remplacez-le ou effacez-le.',
    secretMissing: 'Ce genre de client a en général besoin d’un secret.',
    tenantInvalid:
      'Saisissez un ID de locataire ou un domaine : lettres, chiffres, points et traits d’union.',
    portInvalid: 'Saisissez un port de 1 à 65535.',
    portRequired: 'Google compare le port : saisissez celui qui est enregistré.',
    pathInvalid: 'Commencez par / et n’utilisez que des lettres, des chiffres et / . _ ~ -',
  },
  guide: {
    show: 'Afficher les étapes',
    hide: 'Masquer les étapes',
    changed: 'Ce qui diffère des guides plus anciens',
    google: {
      project: 'Ouvrez la console Google Cloud et choisissez un projet, ou créez-en un.',
      api: 'Activez Gmail API dans le projet.',
      branding:
        'Google Auth Platform › Branding : saisissez le nom de l’application et une adresse e-mail d’assistance.',
      audience:
        'Audience : choisissez « Internal » si toutes les boîtes aux lettres sont dans votre Google Workspace. Avec « External », publiez l’application : en « Testing », seuls les utilisateurs de test peuvent se connecter, et chaque connexion prend fin après 7 jours.',
      scopes:
        'Data Access : ajoutez l’étendue ci-dessous. Pour Gmail par SMTP, c’est plutôt https://mail.google.com/, qui est restreinte.',
      client:
        'Clients › Create client : choisissez « Desktop app », rien d’autre n’est demandé. « Web application » convient aussi : choisissez-la alors dans « {{type}} » plus haut, avec un port, et saisissez l’URI de redirection ci-dessus sous « Authorized redirect URIs ».',
      secret:
        'Copiez aussitôt l’ID client et le secret client. Choisissez « Inscription propre » plus haut et saisissez-les là.',
      save: 'Enregistrez, puis connectez-vous à un compte.',
    },
    googleChanges: {
      platform:
        '« APIs & Services › OAuth consent screen » est maintenant Google Auth Platform, avec ses propres pages : Branding, Audience, Data Access, Clients.',
      secretOnce:
        'Le secret client n’est affiché qu’à sa création. S’il est perdu, ajoutez-en un autre sur la page du client.',
      origins:
        'Les origines JavaScript et un jeton d’actualisation sont inutiles. « Se connecter » s’en charge.',
    },
    microsoft: {
      register:
        'Ouvrez « App registrations » dans le centre d’administration Microsoft Entra et choisissez « New registration ». Le nom est libre.',
      accountTypes:
        'Supported account types : pour « Accounts in this organizational directory only », choisissez « Locataire propre » plus haut ; pour « Accounts in any organizational directory », organizations ; avec « and personal Microsoft accounts », common.',
      redirect:
        'Redirect URI : choisissez « Public client/native (mobile & desktop) » et saisissez ceci. « Web » convient aussi : choisissez alors « Application web » dans « {{type}} » plus haut, et créez un secret.',
      ids: 'Copiez l’Application (client) ID depuis « Overview » et, pour un seul locataire, le Directory (tenant) ID. Choisissez « Inscription propre » plus haut et saisissez-les là.',
      permissions:
        'API permissions › Add a permission › Microsoft Graph › Delegated permissions : ajoutez celles ci-dessous. Chaque connexion demande SMTP.Send et Mail.Send : avec la seconde, un compte continue par Microsoft Graph là où SMTP AUTH est désactivé. Mail.Send.Shared sert aux boîtes partagées par cette voie, Mail.ReadWrite aux messages de plus de 3 Mo.',
      consent:
        'Là où les utilisateurs ne peuvent pas consentir eux-mêmes, choisissez « Grant admin consent ».',
      secret:
        'Seulement pour « Web » : Certificates & secrets › New client secret. Copiez aussitôt la valeur (« Value »), pas le « Secret ID », et notez sa date d’expiration.',
      smtpAuth:
        'SMTP AUTH doit être activé pour chaque boîte aux lettres qui envoie par SMTP. Dans Exchange Online PowerShell :',
      save: 'Enregistrez, puis connectez-vous à un compte.',
    },
    microsoftChanges: {
      names:
        'Azure Active Directory s’appelle maintenant Microsoft Entra ID. Les inscriptions d’applications sont les mêmes dans le portail Azure et dans le centre d’administration Entra.',
      publicClient:
        '« Allow public client flows » peut rester désactivé. Il n’est nécessaire que si quelqu’un doit se connecter par code dans un navigateur ailleurs.',
      graph:
        'User.Read.All est inutile. SMTP.Send figure sous Microsoft Graph, mais l’application le demande comme outlook.office.com/SMTP.Send, car le serveur de messagerie refuse un jeton de Graph.',
      token: 'Aucun code ni jeton d’actualisation n’est à copier à la main. « Se connecter » s’en charge.',
    },
    links: {
      googleProject: 'Console Google Cloud',
      googleApi: 'Gmail API',
      googleBranding: 'Branding',
      googleAudience: 'Audience',
      googleScopes: 'Data Access',
      googleClients: 'Clients',
      microsoftApps: 'Inscriptions d’applications',
      microsoftQuickstart: 'Guide de Microsoft',
    },
  },
};
