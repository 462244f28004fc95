import type { settings as english } from '../en/settings.ts';
import type { Translation } from '../translation.ts';

export const settings: Translation<typeof english> = {
  toolbar: {
    label: 'Commandes des paramètres',
    save: 'Enregistrer',
    filter: 'Filtrer',
    filterPlaceholder: 'Filtrer les paramètres',
    export: 'Exporter',
    import: 'Importer',
    expand: 'Développer',
    collapse: 'Réduire',
    groupsLabel: 'Groupes',
  },
  groups: {
    sending: 'Envoi',
    confirmation: 'Confirmation de vente par e-mail',
    google: 'Client OAuth : Google',
    microsoft: 'Client OAuth : Microsoft',
    customProviders: 'Autres fournisseurs',
    businessObjects: 'Objets métier',
    agent: 'Agent et dossiers surveillés',
    relay: 'Programmes qui envoient par cet ordinateur',
    history: 'Historique et documents',
    appearance: 'Apparence',
    about: 'À propos',
  },
  labels: {
    canSignInWhenSending: 'Connexion possible lors de l’envoi d’e-mails',
    systemUser: 'Utilisateur système',
    defaultAccountId: 'Compte par défaut',
    smtpTimeoutMs: 'Délai SMTP',
    retentionDays: 'Garder l’historique',
    keepDocumentsDays: 'Garder les documents pour un renvoi',
    language: 'Langue',
    theme: 'Thème',
    signInBrowser: 'Navigateur de connexion',
    emailToFaxFormat: 'Format de l’e-mail vers fax',
    startAgentAtLogin: 'Démarrer l’agent à l’ouverture de ma session sur cet ordinateur',
    relayEnabled: 'Accepter le courrier des programmes (relais)',
    relayPort: 'Port',
  },
  help: {
    canSignInWhenSending:
      'Vrai : quand un compte demande une nouvelle connexion pendant l’envoi, la question vous est posée une fois et le message attend. Faux : rien ne vous est demandé ; le message est retenu avec le motif « Une connexion est requise », et vous vous connectez dans l’écran SMTP Setup. Les programmes sans surveillance ne sont jamais interrogés, quelle que soit la valeur.',
    systemUser:
      'Le nom d’utilisateur recherché dans les comptes dont la clé est SystemUser, User_Name. Vide : votre nom d’utilisateur sur cet ordinateur ({{userName}}).',
    defaultAccountId:
      'Le compte qui envoie quand aucune clé ne correspond. Les comptes désactivés sont ignorés.',
    smtpTimeoutMs:
      'Durée maximale d’une étape avec un serveur de messagerie, en millisecondes, de 1000 à 3600000. Un compte peut avoir sa propre valeur.',
    retentionDays:
      'Nombre de jours pendant lesquels les messages terminés restent dans la boîte d’envoi. 0 : ils sont retirés aussitôt.',
    keepDocumentsDays:
      'Nombre de jours pendant lesquels les documents des messages terminés sont gardés pour un éventuel renvoi. 0 : ils sont supprimés aussitôt.',
    language: 'La langue de la fenêtre.',
    theme: 'Clair, sombre, ou comme le système.',
    signInBrowser:
      'Le navigateur où s’ouvrent les pages de connexion. Si celui choisi n’est pas installé, celui du système s’ouvre.',
    emailToFaxFormat:
      'Comment un numéro de fax devient une adresse : {0} représente le numéro, comme dans {0}@fax.example.com. Saisissez fax:5550100 comme destinataire pour envoyer à un fax.',
    startAgentAtLogin:
      'Vrai : l’application démarre sans fenêtre, envoie ce qui attend dans la boîte d’envoi et s’occupe des dossiers surveillés. Elle ne demande jamais rien ; ce qui exige votre intervention est retenu. Ouvrir l’application affiche sa fenêtre.',
    relayEnabled:
      'Vrai : les programmes de cet ordinateur remettent du courrier par SMTP, avec le nom d’utilisateur et le mot de passe définis ci-dessous. Le relais n’est pas accessible depuis le réseau.',
    relayPort:
      'Où le relais écoute sur 127.0.0.1 et ::1, de 0 à 65535. 0 : n’importe quel port libre, indiqué à la ligne « État ».',
  },
  loginStart: {
    unavailable: 'Pas disponible ici : seule l’application installée peut être démarrée ainsi',
    'needs-approval': 'macOS attend votre accord : autorisez SMTP Setup dans Réglages Système, Général',
    failed: 'Le système ne l’a pas accepté. Enregistrez encore une fois, ou redémarrez l’application',
  },
  defaultIs: 'Par défaut : {{value}}.',
  noDefault: 'Cet élément n’a pas de valeur par défaut.',
  isTrue: 'Vrai',
  isFalse: 'Faux',
  units: {
    smtpTimeoutMs: 'ms',
    retentionDays: 'jours',
    keepDocumentsDays: 'jours',
  },
  themes: {
    system: 'Comme le système',
    light: 'Clair',
    dark: 'Sombre',
  },
  browsers: {
    system: 'Comme le système',
    chrome: 'Google Chrome',
    edge: 'Microsoft Edge',
    firefox: 'Mozilla Firefox',
    safari: 'Apple Safari',
  },
  languages: {
    system: 'Comme le système',
    pseudo: 'Langue de test, de droite à gauche',
  },
  noneChosen: 'Aucun',
  details: {
    host: '1) Nom d’hôte ou adresse IP du serveur de messagerie',
    user: '2) Utilisateur SMTP',
    password: '3a) Mot de passe SMTP, ou',
    provider: '3b) Fournisseur de service OAuth pour SMTP',
    port: '4) Port SMTP',
    tls: '5) Activer SMTP sur SSL ou TLS',
    tlsMethod: '6) Méthode de démarrage de SMTP sur SSL ou TLS',
  },
  detailHelp: {
    host: 'Le serveur auquel les e-mails sont remis. Microsoft : smtp.office365.com. Google : gmail.googleapis.com.',
    user: 'La boîte aux lettres au nom de laquelle le compte envoie. Saisissez-la, ou appuyez sur … pour vous connecter avec Google ou Microsoft et utiliser l’adresse que vous y choisissez.',
    password:
      'Le mot de passe de l’utilisateur SMTP, là où le serveur en accepte un. Il est gardé dans le magasin de clés de cet ordinateur et n’est plus jamais affiché.',
    provider:
      'Le fournisseur auprès duquel l’utilisateur SMTP se connecte au lieu d’un mot de passe. Aucun : le mot de passe est utilisé.',
    port: '587 est habituel ; 465 là où le serveur parle TLS implicite. L’API Gmail utilise 443.',
    tls: 'Vrai : la liaison est chiffrée. Faux : elle ne l’est pas, et aucun mot de passe n’est envoyé, sauf à l’intérieur de cet ordinateur.',
    tlsMethod:
      'Automatique : TLS implicite sur le port 465, STARTTLS sur tout autre port, mais jamais sans TLS.',
  },
  noDefaultAccount:
    'Il n’y a pas de compte par défaut. Choisissez-en un, ou remplissez les lignes ci-dessous : « Enregistrer » le crée. Le bouton … connecte avec Google ou Microsoft.',
  linesEdited: 'Les lignes ci-dessous sont modifiées. Enregistrez ou abandonnez d’abord ces modifications.',
  linesDiscard: 'Abandonner',
  linesOff: 'Ce compte est désactivé ; il n’envoie donc pas.',
  editAccount: 'Modifier le compte {{id}}',
  signInAccount: 'Se connecter au compte {{id}}',
  signInNew: 'Se connecter et créer le compte par défaut',
  signedInAs: 'Connecté en tant que {{name}}',
  signedInPending: 'Connecté en tant que {{name}}. Prend effet à l’enregistrement.',
  secret: {
    set: 'défini',
    cleared: 'Effacé à l’enregistrement',
    replace: 'Remplacer',
    clear: 'Effacer',
    keep: 'Garder',
    enter: 'Non défini',
  },
  about: {
    versionHelp: 'Indiquez-la quand vous demandez de l’aide.',
    support: 'Obtenir de l’aide',
    supportHelp:
      'Un seul fichier avec tout ce qu’il faut pour vous aider, sans mots de passe ni connexions. Vous le voyez avant qu’il soit enregistré.',
    supportOpen: 'Dossier d’assistance',
    secretStorage: 'Mots de passe et connexions',
    secretStorageHelp:
      'Où sont gardés les mots de passe, secrets client et connexions. Ils ne quittent jamais cet ordinateur, sauf si vous les exportez avec une phrase secrète.',
    storages: {
      'operating-system': 'Gardés dans le magasin de clés du système d’exploitation',
      'key-file': 'Gardés dans un fichier que vous seul pouvez lire ; le magasin de clés n’est pas utilisé',
      memory: 'Gardés jusqu’à la fermeture de l’application ; aucun magasin de clés n’a été trouvé',
    },
  },
  helpEmpty: 'Choisissez un paramètre pour voir ce qu’il fait.',
  accountChoice: 'Compte {{id}} · {{user}}',
  lockedBy: 'Fixé par {{name}}',
  lockedBySomebody: 'Fixé par votre administrateur',
  unsaved: 'Pas encore enregistré',
  unsavedCount_one: '{{count}} modification n’est pas enregistrée',
  unsavedCount_other: '{{count}} modifications ne sont pas enregistrées',
  saved: 'Paramètres enregistrés.',
  notANumber: 'Saisissez un nombre entier de {{min}} à {{max}}.',
  faxExample: '{0}@fax.example.com',
  notAFaxFormat: 'Cela ne donne pas une adresse e-mail. Mettez {0} là où va le numéro.',
  helpLabel: 'Aide sur le paramètre choisi',
  filterNone: 'Les noms des groupes et des paramètres ont été parcourus.',
  closeTitle: 'Enregistrer les paramètres modifiés ?',
  closeText_one: '{{count}} modification n’est pas enregistrée.',
  closeText_other: '{{count}} modifications ne sont pas enregistrées.',
  discard: 'Abandonner',
  stay: 'Rester ici',
};
