import type { failures as english } from '../en/failures.ts';
import type { Translation } from '../translation.ts';

export const failures: Translation<typeof english> = {
  codes: {
    'sign-in-required': {
      title: 'Une connexion est requise',
      todo: 'Connectez-vous au compte. Les messages en attente sont envoyés ensuite.',
    },
    'sign-in-cancelled': {
      title: 'La connexion a été annulée',
      todo: 'Rien n’a été modifié. Vous pouvez vous connecter à tout moment.',
    },
    'sign-in-timed-out': {
      title: 'La connexion a pris trop de temps',
      todo: 'Recommencez-la et terminez-la dans le temps indiqué.',
    },
    'browser-not-opened': {
      title: 'Le navigateur n’a pas pu être ouvert',
      todo: 'Copiez le lien de connexion dans un navigateur de cet ordinateur.',
    },
    'redirect-unavailable': {
      title: 'Le navigateur ne peut pas revenir à cette application',
      todo: 'Un autre programme utilise le port enregistré. Fermez-le, puis reconnectez-vous.',
    },
    'authorization-denied': {
      title: 'L’autorisation n’a pas été accordée',
      todo: 'Reconnectez-vous et acceptez ce qui est demandé, ou demandez à votre administrateur d’autoriser cette application.',
    },
    'authorization-failed': {
      title: 'Le fournisseur a refusé la connexion',
      todo: 'Réessayez. En cas de nouvel échec, montrez les détails à votre administrateur.',
    },
    'refresh-token-refused': {
      title: 'Le fournisseur n’accepte pas ce jeton d’actualisation',
      todo: 'Il a été retiré, est épuisé ou a été créé pour un autre client. Prenez-en un autre, ou connectez-vous dans le navigateur.',
    },
    'state-mismatch': {
      title: 'La réponse n’appartenait pas à cette connexion',
      todo: 'Par sécurité, elle a été rejetée. Recommencez la connexion d’ici.',
    },
    'issuer-mismatch': {
      title: 'La réponse venait d’un autre fournisseur que prévu',
      todo: 'Demandez à votre administrateur de vérifier les points de terminaison de ce fournisseur.',
    },
    'scope-missing': {
      title: 'L’envoi d’e-mails n’a pas été autorisé',
      todo: 'Reconnectez-vous et laissez cochée l’autorisation d’envoyer des e-mails.',
    },
    'large-messages-not-allowed': {
      title: 'La connexion ne permet pas de messages de cette taille',
      todo: 'Microsoft Graph n’accepte les messages de plus de 3 Mo qu’avec une autorisation de plus. Reconnectez-vous et accordez-la, ou envoyez moins de documents ou de plus petits.',
    },
    'wrong-account': {
      title: 'Quelqu’un d’autre s’est connecté',
      todo: 'Connectez-vous en tant que la personne indiquée dans le compte, ou changez son utilisateur SMTP.',
    },
    'grant-revoked': {
      title: 'La connexion n’est plus valable',
      todo: 'Elle a été retirée ou a expiré, par exemple après un changement de mot de passe. Reconnectez-vous.',
    },
    'client-rejected': {
      title: 'Le fournisseur n’accepte pas cette application',
      todo: 'Demandez à votre administrateur de corriger l’ID et le secret client de ce fournisseur.',
    },
    'consent-required': {
      title: 'Votre organisation doit autoriser cette application',
      todo: 'Demandez à votre administrateur d’y consentir, puis reconnectez-vous.',
    },
    'provider-unreachable': {
      title: 'Le fournisseur est injoignable',
      todo: 'Vérifiez le réseau. La connexion reste valable, et l’envoi des e-mails en attente est réessayé automatiquement.',
    },
    'provider-response-invalid': {
      title: 'Le fournisseur a donné une réponse incompréhensible',
      todo: 'Une page de connexion au réseau ou un proxy s’interpose peut-être. Vérifiez le réseau, puis réessayez.',
    },
    'vault-unavailable': {
      title: 'Le magasin de clés de cet ordinateur ne répond pas',
      todo: 'Déverrouillez-le ou rouvrez votre session sur l’ordinateur, puis réessayez. Rien n’est perdu.',
    },
    'vault-unreadable': {
      title: 'Le secret enregistré est illisible sur cet ordinateur',
      todo: 'Il a été enregistré par un autre utilisateur ou sur un autre ordinateur. Reconnectez-vous, ou saisissez de nouveau le mot de passe.',
    },
    'server-unreachable': {
      title: 'Le serveur de messagerie est injoignable',
      todo: 'Vérifiez le nom d’hôte, le port et le réseau. L’envoi des e-mails en attente est réessayé automatiquement.',
    },
    'tls-failed': {
      title: 'Pas de liaison sécurisée avec le serveur',
      todo: 'Vérifiez la méthode de démarrage SSL/TLS et le nom d’hôte ; le certificat du serveur peut être faux ou inconnu.',
    },
    'authentication-rejected': {
      title: 'Le serveur a refusé le nom d’utilisateur ou le mot de passe',
      todo: 'Vérifiez l’utilisateur SMTP et le mot de passe du compte, ou reconnectez-vous.',
    },
    'smtp-auth-disabled': {
      title: 'L’administrateur a désactivé l’envoi par SMTP',
      todo: 'Demandez l’activation de SMTP AUTH pour cette boîte aux lettres, ou choisissez Microsoft Graph dans « Envoyer par ».',
    },
    'sender-rejected': {
      title: 'Le serveur n’accepte pas l’expéditeur',
      todo: 'Utilisez une adresse d’expéditeur au nom de laquelle ce compte peut envoyer.',
    },
    'recipient-rejected': {
      title: 'Le serveur n’accepte pas les destinataires',
      todo: 'Vérifiez leurs adresses, puis renvoyez.',
    },
    'message-rejected': {
      title: 'Le serveur n’accepte pas le message',
      todo: 'Lisez la réponse du serveur et modifiez le message.',
    },
    'message-too-large': {
      title: 'Le message est trop gros',
      todo: 'Envoyez moins de documents ou de plus petits.',
    },
    deferred: {
      title: 'Le serveur demande d’attendre',
      todo: 'Rien à faire : un nouvel essai a lieu automatiquement.',
    },
    throttled: {
      title: 'Trop de messages à la fois',
      todo: 'Rien à faire : l’envoi continue plus lentement.',
    },
    'delivery-unconfirmed': {
      title: 'Il a peut-être été envoyé',
      todo: 'Le serveur n’a pas répondu à la fin. Regardez dans vos éléments envoyés, puis marquez-le comme envoyé ou renvoyez-le.',
    },
    'document-unreadable': {
      title: 'Un document est illisible',
      todo: 'Vérifiez qu’il existe encore et peut être lu, puis ajoutez-le de nouveau.',
    },
    'account-not-found': {
      title: 'Ce compte n’existe plus',
      todo: 'Choisissez un autre compte.',
    },
    'account-invalid': {
      title: 'Un champ du compte n’est pas correct',
      todo: 'Modifiez le compte et corrigez-le.',
    },
    'server-not-providers': {
      title: 'Le serveur n’appartient pas au fournisseur',
      todo: 'La connexion ne lui est pas transmise, et rien n’a été envoyé. Modifiez le compte : saisissez un serveur de messagerie de son fournisseur, ou acceptez celui-ci.',
    },
    'account-disabled': {
      title: 'Le compte est désactivé',
      todo: 'Activez-le, ou choisissez un autre compte.',
    },
    'no-account-for-records': {
      title: 'Aucun compte ne convient à ces enregistrements',
      todo: 'Ajoutez un compte avec l’une des clés recherchées, ou définissez un compte par défaut.',
    },
    'key-taken': {
      title: 'Un autre compte a cette clé',
      todo: 'Prenez une autre valeur de colonne, ou désactivez le compte qui l’a.',
    },
    'key-incomplete': {
      title: 'La clé est incomplète',
      todo: 'Remplissez Objet métier, Nom de colonne et Valeur de colonne, ou aucun des trois.',
    },
    'password-required': {
      title: 'Le compte n’a pas de mot de passe',
      todo: 'Modifiez le compte et saisissez-le.',
    },
    'item-not-found': {
      title: 'Ce message n’est plus dans la boîte d’envoi',
      todo: 'Actualisez la liste.',
    },
    'transition-refused': {
      title: 'Ce n’est plus possible',
      todo: 'La situation a changé entre-temps. Consultez l’état actuel.',
    },
    'profile-unreadable': {
      title: 'Un fichier de votre profil est inutilisable',
      todo: 'Restaurez-le depuis une sauvegarde, ou obtenez le droit d’y écrire ; les détails l’indiquent. Rien n’a été écrasé.',
    },
    'profile-in-use': {
      title: 'Un autre programme utilise ce profil',
      todo: 'Quittez-le, ou attendez qu’il ait terminé.',
    },
    'storage-full': {
      title: 'Le disque est plein',
      todo: 'Libérez de la place, puis réessayez.',
    },
    'storage-unusable': {
      title: 'Les fichiers de l’application sont inutilisables',
      todo: 'Donnez à votre utilisateur le droit de lire le dossier du profil et d’y écrire. Tout reprend ensuite automatiquement.',
    },
    'policy-invalid': {
      title: 'Le fichier de stratégie de votre administrateur contient une erreur',
      todo: 'Demandez à votre administrateur de le corriger.',
    },
    'locked-by-policy': {
      title: 'Votre administrateur a fixé cette valeur',
      todo: 'Seul votre administrateur peut la modifier.',
    },
    'setting-invalid': {
      title: 'Un paramètre n’est pas correct',
      todo: 'Corrigez la valeur signalée.',
    },
    'import-refused': {
      title: 'Le fichier ne peut pas être importé',
      todo: 'Corrigez-le, puis importez-le de nouveau.',
    },
    'passphrase-wrong': {
      title: 'La phrase secrète est incorrecte',
      todo: 'Saisissez la phrase secrète avec laquelle le fichier a été exporté.',
    },
    'export-declined': {
      title: 'Rien n’a été exporté',
      todo: 'Mots de passe et connexions ne sont exportés qu’avec votre accord. Exportez de nouveau, ou exportez sans secrets.',
    },
    'bundle-refused': {
      title: 'Le dossier d’assistance aurait contenu un secret',
      todo: 'Rien n’a été écrit. Les détails indiquent l’endroit : retirez-y le secret, ou changez-le là où il sert, puis réessayez.',
    },
    'update-failed': {
      title: 'La mise à jour a échoué',
      todo: 'Vérifiez le réseau et réessayez, ou installez la nouvelle version à la main. Cette version continue de fonctionner.',
    },
    'invalid-request': {
      title: 'L’application n’a pas compris la demande',
      todo: 'Corrigez le champ signalé. S’il n’y en a pas, merci de le signaler.',
    },
    internal: {
      title: 'Un problème inattendu s’est produit',
      todo: 'Réessayez. Si cela se reproduit, merci de le signaler avec le journal.',
    },
    'no-answer': {
      title: 'L’application n’a pas répondu',
      todo: 'Vérifiez qu’elle fonctionne encore, puis réessayez. Ce que vous avez saisi est toujours là.',
    },
  },
  field: 'Champ',
  otherDetails: {
    step: 'Étape',
    host: 'Hôte',
    port: 'Port',
    server: 'Serveur',
    status: 'État HTTP',
    networkCode: 'Erreur réseau',
    systemCode: 'Erreur système',
    error: 'Erreur du fournisseur',
    suberror: 'Précision',
    aadsts: 'Numéro d’erreur (AADSTS)',
    scope: 'Autorisation',
    reason: 'Motif',
    place: 'Endroit',
    line: 'Ligne',
    file: 'Fichier',
    accountId: 'Compte',
    clockOffSeconds: 'Décalage de l’horloge (secondes)',
  },
  details: {
    providerText: 'Réponse du fournisseur',
    correlationId: 'ID de corrélation',
    traceId: 'ID de trace',
    requestId: 'ID de demande',
  },
  code: 'Code',
  message: 'Message',
  detailsCopied: 'Détails copiés',
  copyDetails: 'Copier les détails',
  more_one: 'et {{count}} autre',
  more_other: 'et {{count}} autres',
  dismissAll: 'Tout fermer',
  banners: {
    keyFileTitle: 'Fichier de clé utilisé',
    keyFile:
      'Les secrets de ce profil sont scellés par un fichier de clé, pas par le système d’exploitation. Utilisez-le pour des essais, pas pour de vraies boîtes aux lettres.',
    memoryTitle: 'Les connexions ne sont pas conservées',
    memory:
      'Cet ordinateur n’a pas de magasin de secrets utilisable ; connexions et mots de passe sont donc perdus quand l’application se ferme.',
    policyRefusedTitle: 'Le fichier de stratégie a été refusé',
    policyRefused:
      'La connexion et l’envoi sont suspendus jusqu’à ce que votre administrateur l’ait corrigé.',
    policyLastGoodTitle: 'Le fichier de stratégie a été refusé',
    policyLastGood:
      'La dernière version valable reste en vigueur jusqu’à ce que votre administrateur l’ait corrigé.',
    noSandboxTitle: 'La fenêtre fonctionne sans bac à sable',
    noSandbox:
      'Ce système n’en permet pas à une AppImage. Le paquet deb apporte le nécessaire ; utilisez-le là où c’est possible.',
    connectionLostTitle: 'Liaison perdue',
    connectionLost:
      'L’application ne répond pas. Ce que vous voyez n’est peut-être plus à jour ; de nouveaux essais ont lieu automatiquement.',
    retryNow: 'Réessayer',
    refusedTitle: 'Cette page n’est plus reliée',
    refused: 'L’application a été redémarrée. Ouvrez l’adresse qu’elle affiche maintenant.',
  },
};
