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
    title: 'La connexion a été retirée',
    cause:
      'Microsoft y a mis fin, par exemple parce que le mot de passe a changé ou qu’un administrateur a mis fin à toutes les connexions.',
  },
  'microsoft-sign-in-expired': {
    title: 'La connexion a expiré',
    cause: 'Microsoft met fin à une connexion restée inutilisée pendant 90 jours.',
  },
  'microsoft-sign-in-frequency': {
    title: 'Votre organisation demande une nouvelle connexion',
    cause:
      'Une stratégie de votre organisation met fin à chaque connexion après un certain temps ; cela se reproduira donc.',
  },
  'microsoft-second-factor': {
    title: 'Un second facteur est requis',
    cause: 'Microsoft exige plus que le mot de passe : une application, un code ou une clé.',
  },
  'microsoft-consent-missing': {
    title: 'Personne n’a encore autorisé cette application',
    cause: 'Microsoft n’a reçu aucun consentement, ni de vous ni de votre organisation.',
  },
  'permission-declined': {
    title: 'L’autorisation a été refusée',
    cause: 'Sur la page du fournisseur, quelqu’un a choisi « Annuler » au lieu de « Accepter ».',
  },
  'microsoft-code-not-good': {
    title: 'Le code de connexion n’est plus valable',
    cause: 'Il a expiré, a déjà été utilisé ou a été mal saisi.',
  },
  'microsoft-admin-approval': {
    title: 'Seul un administrateur peut autoriser cette application',
    cause: 'Votre organisation ne laisse personne consentir soi-même à des applications.',
  },
  'microsoft-wrong-tenant': {
    title: 'Ce compte appartient à une autre organisation',
    cause:
      'La personne connectée est inconnue dans l’annuaire de l’application, ou a un compte du mauvais type.',
  },
  'microsoft-app-unknown': {
    title: 'Microsoft ne connaît pas cette application',
    cause: 'L’ID client est faux, appartient à un autre locataire, ou l’application y a été désactivée.',
  },
  'microsoft-single-tenant': {
    title: 'L’application est enregistrée pour une seule organisation',
    cause: 'Une telle application se connecte auprès de son propre locataire, pas de « {{tenant}} ».',
  },
  'microsoft-redirect-uri': {
    title: 'L’URI de redirection n’est pas enregistré',
    cause: 'Microsoft ne répond qu’aux adresses qui figurent dans l’inscription d’application.',
  },
  'microsoft-web-client': {
    title: 'L’application est enregistrée comme application web',
    cause: 'Microsoft exige un secret client, qu’une application de bureau n’a pas.',
  },
  'microsoft-policy-blocks': {
    title: 'Une stratégie de sécurité bloque cette connexion',
    cause:
      'L’accès conditionnel ou les paramètres de sécurité par défaut de votre organisation l’ont refusée, par exemple à cause de l’appareil.',
  },
  'microsoft-not-assigned': {
    title: 'Vous n’êtes pas affecté à cette application',
    cause: 'Votre organisation ne laisse que des personnes choisies l’utiliser.',
  },
  'microsoft-user-locked': {
    title: 'Le compte Microsoft est verrouillé',
    cause: 'Il est verrouillé ou désactivé, ou son mot de passe a expiré.',
  },
  'microsoft-permission-unregistered': {
    title: 'L’application ne peut pas demander cette autorisation',
    cause: 'L’autorisation d’envoyer des e-mails ne figure pas dans l’inscription d’application.',
  },
  'provider-busy': {
    title: 'Le fournisseur demande d’attendre',
    cause: 'Il a reçu trop de demandes, ou est momentanément perturbé. La connexion reste valable.',
  },
  'google-sign-in-ended': {
    title: 'Google a mis fin à la connexion',
    cause:
      'Elle a été retirée ou n’a pas servi pendant six mois, ou le mot de passe a changé. Si elle prend fin tous les sept jours, le projet Google est encore en « Testing ».',
  },
  'google-testing-ended': {
    title: 'Google a mis fin à la connexion après sept jours',
    cause:
      'Le projet Google est sans doute encore en « Testing » : chaque connexion y prend fin après une semaine.',
  },
  'google-private-account': {
    title: 'C’est un compte Google privé',
    cause:
      'Quelqu’un l’a créé pour une adresse de l’entreprise. Google n’a pas de boîte aux lettres pour lui.',
  },
  'google-session-length': {
    title: 'Votre Google Workspace demande une nouvelle connexion',
    cause: 'Une stratégie met fin à chaque session après un certain temps ; cela se reproduira donc.',
  },
  'google-client-unknown': {
    title: 'Google ne connaît pas cette application',
    cause: 'L’ID client ou son secret est faux, ou le client a été supprimé.',
  },
  'google-redirect-uri': {
    title: 'Le client Google n’est pas du type pour applications de bureau',
    cause: 'Seuls les clients du type « Desktop » peuvent renvoyer le navigateur à cet ordinateur.',
  },
  'google-declined': {
    title: 'Google n’a pas obtenu l’autorisation',
    cause:
      'Quelqu’un a choisi « Annuler », ou le projet Google est en « Testing » et cette personne n’est pas utilisateur de test.',
  },
  'google-admin-policy': {
    title: 'Votre Google Workspace bloque cette application',
    cause: 'Un administrateur doit d’abord lui faire confiance.',
  },
  'google-company-only': {
    title: 'Cette application est réservée aux comptes d’une entreprise',
    cause: 'Le projet Google est du type « Internal », et une personne extérieure s’est connectée.',
  },
  'google-embedded-browser': {
    title: 'Google n’accepte pas ce navigateur',
    cause: 'La page a été ouverte dans une fenêtre à l’intérieur d’un autre programme.',
  },
  'sending-not-allowed': {
    title: 'L’envoi d’e-mails n’a pas été autorisé',
    cause:
      'La case pour l’envoi d’e-mails n’était pas cochée à la connexion, ou une autre autorisation a été donnée.',
  },
  'large-messages-not-allowed': {
    title: 'La connexion ne permet pas de messages de cette taille',
    cause:
      'Microsoft Graph n’accepte plus de 3 Mo que par un brouillon, et personne n’a autorisé l’application à en créer un. Rien n’a été envoyé.',
  },
  'exchange-token-refused': {
    title: 'Exchange n’accepte pas cette connexion pour la boîte aux lettres',
    cause:
      'Un nouveau jeton a été refusé aussi : {{signInAccount}} n’a pas le droit d’envoyer depuis {{mailbox}}, ou quelqu’un d’autre s’est connecté.',
  },
  'exchange-smtp-auth-disabled': {
    title: 'SMTP AUTH est désactivé pour cette boîte aux lettres',
    cause: 'Exchange Online le désactive par défaut. Se reconnecter n’y change rien.',
  },
  'exchange-password-refused': {
    title: 'Microsoft n’accepte pas ce mot de passe',
    cause: 'L’authentification de base est désactivée pour l’organisation, ou une stratégie l’interdit ici.',
  },
  'password-refused': {
    title: 'Le serveur n’accepte pas le nom d’utilisateur et le mot de passe',
    cause:
      'Il les a refusés pour {{mailbox}} : le mot de passe a changé ou a été mal saisi, ou le serveur exige un mot de passe d’application.',
  },
  'token-refused': {
    title: 'Le serveur n’accepte pas cette connexion',
    cause:
      'Un nouveau jeton a été refusé aussi : {{signInAccount}} n’a pas de droits sur la boîte {{mailbox}}, ou le serveur n’accepte pas les jetons de ce fournisseur.',
  },
  'wrong-account': {
    title: 'Quelqu’un d’autre s’est connecté',
    cause:
      'Ce compte est pour {{signInAccount}}, et le navigateur était connecté comme une autre personne. Rien n’a été modifié.',
  },
  'server-not-providers': {
    title: 'Le serveur {{host}} n’appartient pas à {{provider}}',
    cause:
      'Qui reçoit la connexion peut envoyer en tant que {{mailbox}} ; elle n’est donc transmise à aucun serveur qui n’est pas connu comme étant de {{provider}}. Rien n’a été envoyé.',
  },
  'sign-in-needed': {
    title: 'Quelqu’un doit se connecter',
    cause: 'Il n’y a pas de connexion pour ce compte, ou le fournisseur ne l’accepte plus.',
  },
  'connection-lost': {
    title: 'La liaison s’est interrompue',
    cause:
      '{{host}} a répondu, puis la liaison a été coupée ou est restée muette avant que le message soit arrivé.',
  },
  'gmail-password-refused': {
    title: 'Gmail n’accepte pas ce mot de passe',
    cause:
      'Gmail exige une connexion avec Google, ou un mot de passe d’application au lieu du mot de passe habituel.',
  },
  'sign-in-first': {
    title: 'Le serveur exige d’abord TLS ou une connexion',
    cause: 'Il n’accepte pas de messages d’inconnus, ni par une liaison que n’importe qui peut lire.',
  },
  'send-as-denied': {
    title: 'Ce compte ne peut pas envoyer en tant que {{from}}',
    cause:
      'L’adresse d’expéditeur appartient à quelqu’un d’autre, ou le compte n’a pas le droit d’envoyer en son nom.',
  },
  'too-large': {
    title: 'Le message est trop gros',
    cause:
      'Avec ses documents, il dépasse ce que le serveur accepte. Les documents grossissent d’environ un tiers en route.',
  },
  'too-many-connections': {
    title: 'Trop de liaisons à la fois',
    cause:
      'Microsoft accepte trois liaisons par boîte aux lettres ; d’autres programmes ou appareils l’utilisent aussi.',
  },
  'server-busy': {
    title: 'Le serveur demande d’attendre',
    cause: 'Il est occupé, ou ce compte envoie plus vite qu’il ne le permet.',
  },
  'quota-used-up': {
    title: 'La limite du jour est atteinte',
    cause:
      'Le fournisseur limite les messages ou les destinataires par jour, et cette boîte aux lettres a atteint la limite.',
  },
  'mailbox-full': {
    title: 'Votre boîte aux lettres est pleine',
    cause: 'Ce qui est envoyé est gardé dans les éléments envoyés, et il n’y a plus de place pour cela.',
  },
  'sender-blocked': {
    title: 'La boîte aux lettres est bloquée pour courrier indésirable',
    cause: 'Microsoft a jugé ses messages suspects et n’en laisse plus passer.',
  },
  'recipient-unknown': {
    title: 'Le destinataire n’existe pas',
    cause: 'Le serveur ne connaît aucune boîte aux lettres à cette adresse.',
  },
  'tls-method-wrong': {
    title: 'La méthode TLS ne convient pas au port',
    cause: 'Le serveur ne commence pas par TLS sur le port {{port}}.',
  },
  'no-greeting': {
    title: 'Le serveur ne répond pas',
    cause: 'Soit il attend TLS dès le premier octet, comme sur le port 465, soit un pare-feu s’interpose.',
  },
  'starttls-missing': {
    title: 'Le serveur n’offre pas STARTTLS',
    cause: 'Il n’en a pas, ou quelque chose entre les deux l’a retiré. Rien n’est envoyé sans TLS.',
  },
  'connection-refused': {
    title: 'Rien ne répond sur ce port',
    cause:
      'Aucun serveur de messagerie n’écoute sur le port {{port}} de {{host}}, ou un pare-feu repousse la liaison.',
  },
  'name-unknown': {
    title: 'Le nom du serveur est introuvable',
    cause: 'Le nom {{host}} est mal écrit, ou cet ordinateur est hors ligne.',
  },
  'port-blocked': {
    title: 'Le serveur est injoignable',
    cause:
      'Rien n’est revenu de {{host}}. Beaucoup de réseaux bloquent les ports de courrier 25, 465 et 587.',
  },
  'certificate-unknown': {
    title: 'Le certificat du serveur n’est pas fiable',
    cause:
      'Il a expiré, vient d’une autorité interne à l’entreprise, ou un programme intermédiaire inspecte le trafic.',
  },
  'certificate-name': {
    title: 'Le certificat est pour un autre nom',
    cause: 'Dans son certificat, le serveur ne s’appelle pas {{host}}.',
  },
  'proxy-setting-invalid': {
    title: 'Le réglage du proxy n’est pas valable',
    cause:
      'Cet ordinateur doit passer par un proxy, mais le réglage n’est pas l’URL d’un proxy http, https ou socks5, ou contient un nom ou un mot de passe qui ne peut pas être envoyé.',
  },
  'proxy-unreachable': {
    title: 'Le proxy ne répond pas',
    cause: 'Cet ordinateur doit passer par un proxy, et aucun ne répond à son adresse.',
  },
  'proxy-refuses': {
    title: 'Le proxy ne laisse pas passer ceci',
    cause: 'Il interdit la liaison vers le port {{port}} de {{host}}, ou n’atteint pas lui-même le serveur.',
  },
  'network-sign-in': {
    title: 'Un intermédiaire a répondu à la place du fournisseur',
    cause: 'Un proxy demande qui vous êtes, ou un réseau affiche d’abord sa propre page, comme à l’hôtel.',
  },
  'microsoft-secret-id': {
    title: 'Le secret client est incorrect',
    cause: 'Souvent, l’ID du secret a été saisi au lieu de sa valeur.',
  },
  'microsoft-secret-expired': {
    title: 'Le secret client a expiré',
    cause:
      'Les secrets de Microsoft ont une date d’expiration ; ensuite, plus personne ne peut se connecter.',
  },
  'gmail-api-disabled': {
    title: 'L’API Gmail est désactivée',
    cause: 'Elle doit être activée dans le projet Google du client.',
  },
  'no-mailbox': {
    title: 'Cette personne n’y a pas de boîte aux lettres',
    cause: 'Le compte existe, mais sans boîte aux lettres chez le fournisseur, faute de licence par exemple.',
  },
  'clock-wrong': {
    title: 'L’horloge de cet ordinateur est fausse',
    cause: 'Elle est décalée de {{clockOff}}. Certificats et jetons ne sont valables qu’à l’heure exacte.',
  },
};

export const todo: Translation<typeof stepWords> = {
  confirmServer:
    'Ou, si votre administrateur a désigné {{host}}, cliquez-y sur OK et acceptez que la connexion lui soit transmise.',
  enterProvidersServer:
    'Modifiez le compte et saisissez comme hôte un serveur de {{provider}} : {{providerHosts}}.',
  checkMailScanner:
    'Si cela arrive à chaque message, cherchez un pare-feu ou un antivirus qui coupe les liaisons vers le port {{port}}.',
  enterPasswordAgain: 'Saisissez de nouveau le mot de passe SMTP, celui de {{mailbox}}.',
  checkUser:
    'Vérifiez l’utilisateur SMTP : certains serveurs attendent l’adresse entière, d’autres seulement le nom avant le @.',
  makeAppPassword:
    'Ce fournisseur n’accepte que des mots de passe d’application : créez-en un sur sa page et saisissez-le comme mot de passe SMTP.',
  allowPasswords:
    'Vérifiez que la boîte aux lettres peut envoyer avec un mot de passe et n’est pas verrouillée.',
  takeTokens: 'Vérifiez que le serveur accepte les jetons de ce fournisseur pour la boîte aux lettres.',
  chooseOtherAccount:
    'Si le navigateur vous connecte automatiquement, choisissez-y « Utiliser un autre compte », ou copiez le lien de connexion dans un autre profil de navigateur.',
  changeUser: 'Ou, si c’est bien cette boîte aux lettres, modifiez le compte et changez l’utilisateur SMTP.',
  checkSignInPolicy:
    'Si elle prend fin sans cesse, cherchez-en la raison dans le journal de connexion du fournisseur.',
  signInAgain: 'Reconnectez-vous.',
  keepRunning:
    'Laissez l’application fonctionner de temps en temps : elle renouvelle chaque connexion une fois par jour.',
  relaxSignInFrequency:
    'Si l’envoi doit continuer sans surveillance, excluez cette application de la stratégie de fréquence de connexion dans Entra.',
  finishSecondFactor: 'Connectez-vous et confirmez avec le second facteur.',
  registerSecondFactor: 'Si vous n’en avez pas encore, configurez-en d’abord un.',
  signInAndAccept: 'Connectez-vous et choisissez « Accepter ».',
  getNewCode:
    'Recommencez la connexion par code et donnez le nouveau code au titulaire de la boîte aux lettres.',
  grantConsent: 'Ouvrez le lien de consentement et acceptez pour toute l’organisation.',
  signInAfterwards: 'Reconnectez-vous ensuite.',
  useWorkAccount: 'Connectez-vous avec votre compte professionnel, {{signInAccount}}.',
  checkTenant: 'Vérifiez le locataire du client OAuth (c’est « {{tenant}} »), ou invitez la personne.',
  checkMicrosoftClient: 'Comparez l’ID client et le locataire avec l’inscription d’application dans Entra.',
  enableApp:
    'Sous « Applications d’entreprise », regardez si la connexion des utilisateurs est activée pour l’application.',
  enterTenant: 'Saisissez l’ID d’annuaire (locataire) au lieu de « {{tenant}} ».',
  makeMultiTenant:
    'Ou faites accepter par l’inscription les comptes de n’importe quel annuaire d’organisation.',
  addRedirectUri:
    'Dans l’inscription d’application, sous « Authentication », ajoutez {{redirectUri}} à la plateforme « Mobile and desktop applications ».',
  moveToDesktop:
    'Déplacez l’URI de redirection de la plateforme « Web » vers « Mobile and desktop applications », ou autorisez les flux de clients publics.',
  enterSecret: 'Ou saisissez ici le secret du client.',
  useManagedDevice: 'Essayez sur un ordinateur géré par votre organisation.',
  allowInPolicy:
    'Cherchez l’ID de corrélation dans les journaux de connexion d’Entra : ils nomment la stratégie. Autorisez-y l’application, ou inscrivez l’appareil.',
  assignUser: 'Sous « Applications d’entreprise », affectez {{signInAccount}} à l’application.',
  changePassword: 'Changez ou réinitialisez le mot de passe, puis reconnectez-vous.',
  unlockUser: 'Déverrouillez ou activez {{signInAccount}}.',
  addMailPermission:
    'Dans l’inscription d’application, sous « API permissions », ajoutez l’autorisation déléguée {{permission}}, puis accordez le consentement d’administrateur.',
  waitForRetry: 'Rien à faire : un nouvel essai a lieu automatiquement.',
  publishProject:
    'Si elle prend fin chaque semaine : publiez le projet Google, ou rendez-le « Internal ». Reconnectez-vous ensuite une fois.',
  publishTestingProject: 'Publiez le projet Google, ou rendez-le « Internal » : une connexion dure alors.',
  addToWorkspace: 'Ou donnez à {{signInAccount}} un compte dans votre Google Workspace.',
  trustGoogleApp:
    'Dans la console d’administration Google, sous « App access control », mettez l’ID client sur « Trusted ».',
  checkGoogleClient: 'Comparez l’ID client et le secret avec le client dans la console Google.',
  createDesktopClient:
    'Créez un client OAuth du type « Desktop app », et saisissez ici son ID et son secret.',
  addTestUser: 'Ajoutez {{signInAccount}} aux utilisateurs de test, ou publiez le projet Google.',
  useCompanyAccount: 'Connectez-vous avec votre compte de l’entreprise.',
  makeExternal: 'Ou mettez le type d’utilisateur du projet Google sur « External ».',
  useSystemBrowser: 'Copiez le lien de connexion et ouvrez-le dans Chrome, Edge, Firefox ou Safari.',
  tickSending: 'Reconnectez-vous et laissez cochée la case pour l’envoi d’e-mails.',
  signInAsOwner: 'Reconnectez-vous en tant que {{signInAccount}}.',
  giveMailboxRights: 'Donnez à {{signInAccount}} les droits sur la boîte aux lettres.',
  enableSmtpAuth:
    'Exécutez la première commande dans Exchange Online PowerShell ; elle met quelques minutes à agir.',
  enableSmtpAuthForAll: 'Seulement si toutes les boîtes aux lettres sont concernées : exécutez la seconde.',
  securityDefaults:
    'Les paramètres de sécurité par défaut gardent SMTP AUTH désactivé, quel que soit le réglage de la boîte aux lettres.',
  switchToGraph: 'Ou faites envoyer le compte par Microsoft Graph, qui n’a pas besoin de SMTP AUTH.',
  allowLargeMessages:
    'Reconnectez-vous et autorisez les gros messages ; l’application peut alors lire et modifier cette boîte aux lettres.',
  consentToLarge:
    'Là où l’on ne peut pas l’autoriser soi-même : consentez à l’autorisation pour l’application.',
  switchToMicrosoft: 'Modifiez le compte et choisissez Microsoft comme fournisseur de service OAuth.',
  switchToGoogle: 'Modifiez le compte et choisissez Google comme fournisseur de service OAuth.',
  useAppPassword:
    'Ou créez un mot de passe d’application dans votre compte Google et saisissez-le comme mot de passe SMTP.',
  turnOnTls: 'Modifiez le compte et activez SMTP sur SSL ou TLS.',
  enterUser: 'Saisissez l’utilisateur SMTP et le mot de passe, ou autorisez cet ordinateur à envoyer sans.',
  changeFrom: 'Utilisez une adresse d’expéditeur qui est la vôtre.',
  grantSendAs: 'Donnez à {{signInAccount}} le droit d’envoyer en tant que {{from}}.',
  smallerDocuments: 'Envoyez moins de documents ou de plus petits, ou un lien vers eux.',
  waitUntilTomorrow:
    'Rien à faire : de nouveaux essais ont lieu automatiquement jusqu’à la levée de la limite, sous 24 heures.',
  emptySentItems: 'Videz les éléments envoyés, ou demandez une boîte aux lettres plus grande.',
  unblockSender:
    'Trouvez-en la raison, puis libérez la boîte aux lettres sous « Restricted entities » dans Microsoft Defender.',
  checkRecipients: 'Vérifiez l’adresse, puis renvoyez.',
  chooseStarttls:
    'Modifiez le compte : choisissez STARTTLS pour le port 587 ou 25, ou le port 465 pour Implicite.',
  chooseImplicit: 'Sur le port 465, modifiez le compte et choisissez Implicite.',
  checkFirewall: 'Laissez cet ordinateur atteindre le port {{port}} de {{host}}.',
  checkStarttls:
    'Cherchez pourquoi le serveur n’offre pas STARTTLS, ou indiquez le port où il parle TLS dès le premier octet.',
  checkHostAndPort: 'Vérifiez le nom d’hôte et le port.',
  checkHostName: 'Vérifiez l’orthographe du nom d’hôte.',
  checkNetwork: 'Vérifiez que cet ordinateur est en ligne.',
  useHttps: 'Ou envoyez par l’interface du fournisseur, qui n’a besoin que du port 443.',
  trustAuthority:
    'Si le certificat est correct, indiquez son autorité dans le fichier de stratégie ou démarrez l’application avec --ca-file. Il n’est pas possible de l’ignorer.',
  renewCertificate: 'S’il a expiré, renouvelez-le.',
  checkClock: 'Vérifiez la date et l’heure de cet ordinateur.',
  useCertificateName: 'Modifiez le compte et saisissez un nom qui figure dans le certificat.',
  signInToNetwork: 'Ouvrez une page quelconque dans le navigateur et connectez-vous au réseau.',
  correctProxyVariable:
    'Corrigez HTTPS_PROXY ou ALL_PROXY, par exemple en http://proxy.example:3128, puis redémarrez l’application.',
  checkProxyAddress:
    'Vérifiez le proxy de cet ordinateur dans les réglages du système, ou dans HTTPS_PROXY et ALL_PROXY.',
  allowInProxy: 'Laissez le proxy ouvrir des liaisons vers le port {{port}} de {{host}}.',
  goAroundProxy:
    'Si le serveur est joignable sans lui : ajoutez {{host}} aux exceptions du proxy, ou à NO_PROXY.',
  setUpProxy: 'Laissez passer cet ordinateur par le proxy, ou autorisez sans lui les hôtes du fournisseur.',
  enterSecretValue:
    'Saisissez la valeur du secret. Elle n’est affichée qu’à la création ; créez-en un nouveau si elle est perdue.',
  makeNewSecret: 'Créez un nouveau secret client et saisissez sa valeur.',
  enableGmailApi: 'Activez l’API Gmail dans le projet Google du client.',
  assignLicence: 'Donnez à {{signInAccount}} une licence avec boîte aux lettres.',
  useOtherAccount: 'Ou connectez-vous avec un compte qui a une boîte aux lettres.',
  setClock: 'Laissez l’ordinateur régler lui-même son horloge, puis réessayez.',
};

export const copies: Translation<typeof copyWords> = {
  enableForMailbox: 'Commande pour cette boîte aux lettres',
  enableForAll: 'Commande pour toute l’organisation',
  sendAs: 'Commande qui permet d’envoyer sous cette adresse',
  fullAccess: 'Commande qui leur ouvre la boîte aux lettres',
  unblock: 'Commande qui libère la boîte',
  publicClient: 'Commande qui modifie l’inscription',
  testPort: 'Commande qui essaie le port',
  consentLink: 'Lien de consentement pour l’administrateur',
  redirectUri: 'URI de redirection',
  clientId: 'ID client',
  permission: 'Autorisation',
  largePermission: 'Autorisation pour les gros messages',
};

export const links: Translation<typeof linkWords> = {
  microsoftError: 'Ce que Microsoft dit de ce numéro',
  secondFactor: 'Configurer un second facteur',
  entraApps: 'Inscriptions d’applications dans Entra',
  entraSignInLogs: 'Journaux de connexion dans Entra',
  resetPassword: 'Réinitialiser le mot de passe',
  googleClients: 'Clients dans la console Google',
  googleAudience: 'Audience dans la console Google',
  googleAppAccess: 'Contrôle d’accès dans la console d’administration Google',
  googleAppPasswords: 'Mots de passe d’application de votre compte Google',
  appPasswords: 'Créer un mot de passe d’application',
  gmailApi: 'API Gmail dans la console Google',
  smtpAuthHelp: 'Microsoft sur SMTP AUTH',
  restrictedEntities: 'Entités restreintes dans Microsoft Defender',
  newSecret: 'Créer un nouveau secret',
};

export const who: Translation<typeof whoWords> = {
  you: 'Vous pouvez y remédier',
  administrator: 'Votre administrateur peut y remédier',
  wait: 'Cela se règle tout seul',
};
