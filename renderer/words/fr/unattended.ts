import type { relay as englishRelay, watchFolders as englishFolders } from '../en/unattended.ts';
import type { Translation } from '../translation.ts';

export const watchFolders: Translation<typeof englishFolders> = {
  add: 'Surveiller un dossier',
  label: 'Dossiers surveillés',
  none: 'Il n’y en a pas.',
  help: 'Les documents déposés dans un tel dossier sont envoyés, chacun dans un message, tant qu’un agent fonctionne ; l’application installée en est un. Ils sont ensuite déplacés dans son dossier « sent » ou « failed ». Prend effet aussitôt.',
  unreadable: 'La liste des dossiers surveillés est illisible.',
  account: 'Compte {{id}} · {{user}}',
  accountGone: 'Compte {{id}} (supprimé)',
  byRecords: 'Compte selon les enregistrements',
  recipients: {
    'file-name': 'Destinataires dans le nom de fichier',
    sidecar: 'Destinataires dans un fichier voisin',
  },
  summary: '{{account}} · {{recipients}} · {{subject}}',
  states: {
    'no-agent': 'Personne ne le surveille : aucun agent ne fonctionne',
    starting: 'L’agent va commencer',
    watching: 'Surveillé',
    unreachable: 'Injoignable',
  },
  waiting_one: '{{count}} fichier attend',
  waiting_other: '{{count}} fichiers attendent',
  onTheWay_one: '{{count}} document est en route',
  onTheWay_other: '{{count}} documents sont en route',
  last: {
    sent: 'Dernier envoi : {{file}}, {{time}}',
    failed: 'Dernier échec : {{file}}, {{time}}',
  },
  alreadyThere_one:
    '{{count}} fichier se trouve déjà dans {{folder}}. Il est envoyé aussi, ou déplacé dans « failed ».',
  alreadyThere_other:
    '{{count}} fichiers se trouvent déjà dans {{folder}}. Ils sont envoyés aussi, ou déplacés dans « failed ».',
  remove: 'Supprimer',
  removeTitle: 'Ne plus surveiller ce dossier ?',
  removeText: '{{folder}} n’est plus surveillé. Ses fichiers restent. Ce qui est déjà en route est envoyé.',
  removeKeep: 'Continuer à surveiller',
  dialog: {
    title: 'Surveiller un dossier',
    folder: 'Dossier',
    folderHint: 'Le chemin complet, comme /srv/outgoing. Les dossiers « sent » et « failed » y sont créés.',
    pickHint: 'Les dossiers « sent » et « failed » y sont créés.',
    pick: 'Choisir un dossier',
    recipients: 'Destinataires',
    nameHint:
      'Deux traits de soulignement avant les adresses, des virgules entre elles : INV-1234__kay@fabrikam.test.pdf. La pièce jointe s’appelle alors INV-1234.pdf.',
    sidecarHint:
      'Un fichier du nom du document qui finit par .json ou .csv. Il peut aussi indiquer objet, texte et enregistrements. Un document attend qu’il soit là.',
    account: 'Compte',
    byRecords: 'Selon les enregistrements ci-dessous',
    records: 'Enregistrements',
    subject: 'Objet',
    subjectHint:
      '{name} est le nom du document sans destinataires ni extension, {file} son nom entier. Les deux peuvent aussi figurer dans le texte.',
    body: 'Texte',
    required: 'Remplissez ce champ.',
    taken: 'Ce dossier est déjà surveillé.',
    incomplete: 'Remplissez les trois parties de chaque enregistrement.',
  },
};

export const relay: Translation<typeof englishRelay> = {
  status: 'État',
  statusHelp:
    'Le relais accepte le courrier des programmes de cet ordinateur et l’envoie par les comptes d’ici, tant que l’application ou un agent fonctionne.',
  off: 'Désactivé',
  listening: 'Écoute sur {{addresses}}',
  notListening: 'N’écoute pas',
  starting: 'N’écoute pas encore dans ce programme',
  changes: 'Change quand les paramètres sont enregistrés.',
  unreadable: 'L’état est illisible.',
  label: 'Programmes',
  none: 'Il n’y en a pas.',
  help: 'Programmes autorisés à remettre du courrier, chacun avec son nom d’utilisateur, son mot de passe et les comptes qu’il peut utiliser. Prend effet aussitôt.',
  accounts: 'Comptes : {{ids}}',
  added: 'ajouté {{time}}',
  add: 'Ajouter un programme',
  remove: 'Supprimer',
  removeTitle: 'Supprimer {{name}} ?',
  removeText: 'Son mot de passe n’est aussitôt plus valable. Ajouté de nouveau, il en reçoit un autre.',
  removeKeep: 'Garder le programme',
  dialog: {
    title: 'Ajouter un programme',
    name: 'Nom d’utilisateur',
    nameHint: 'Le programme se connecte avec lui. Minuscules, chiffres et . _ -',
    nameInvalid:
      'Commencez par une lettre ou un chiffre ; a-z, 0-9, point, trait d’union et soulignement, au plus 32.',
    taken: 'Il existe un programme de ce nom.',
    required: 'Remplissez ce champ.',
    accounts: 'Comptes qu’il peut utiliser',
    accountsHint:
      'Il doit envoyer sous une de leurs adresses. NAME+ID comme nom d’utilisateur choisit le compte ID.',
    accountsRequired: 'Choisissez-en au moins un.',
    accountChoice: '{{id}} · {{user}}',
    filter: 'Filtrer les comptes',
    more_one: '{{count}} autre compte correspond. Saisissez davantage de caractères de son adresse.',
    more_other: '{{count}} autres comptes correspondent. Saisissez davantage de caractères de l’adresse.',
    noAccounts: 'Il n’y a pas encore de compte. Ajoutez-en d’abord un dans l’écran SMTP Setup.',
    doneTitle: 'Ce que {{name}} doit savoir',
    doneText:
      'Le mot de passe ne sera plus affiché. S’il est perdu, supprimez le programme et ajoutez-le de nouveau.',
    server: 'Serveur',
    port: 'Port',
    password: 'Mot de passe',
    off: 'Le relais est désactivé. Activez-le dans les paramètres, et enregistrez.',
    done: 'Terminé',
  },
};
