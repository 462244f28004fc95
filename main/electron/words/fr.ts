import type { ShellWords } from '../words.ts';

/** What the shell says in French. */
export const french: ShellWords = {
  crashed:
    'SMTP Setup doit se fermer. Les messages qui étaient en route sont en sûreté et partent après le prochain démarrage.',
  fileMenu: 'Fichier',
  editMenu: 'Édition',
  viewMenu: 'Affichage',
  windowMenu: 'Fenêtre',
  helpMenu: 'Aide',
  checkForUpdates: 'Rechercher des mises à jour…',
  about: 'À propos de SMTP Setup',
  services: 'Services',
  hide: 'Masquer SMTP Setup',
  hideOthers: 'Masquer les autres',
  showAll: 'Tout afficher',
  quit: 'Quitter SMTP Setup',
  exit: 'Quitter',
  close: 'Fermer la fenêtre',
  undo: 'Annuler',
  redo: 'Rétablir',
  cut: 'Couper',
  copy: 'Copier',
  paste: 'Coller',
  delete: 'Supprimer',
  selectAll: 'Tout sélectionner',
  actualSize: 'Taille réelle',
  zoomIn: 'Zoom avant',
  zoomOut: 'Zoom arrière',
  fullScreen: 'Plein écran',
  minimize: 'Réduire',
  zoom: 'Réduire/agrandir',
  front: 'Tout ramener au premier plan',
  newMessage: 'Nouveau message',
  open: 'Ouvrir SMTP Setup',
  inTray:
    'SMTP Setup continue d’envoyer. Vous le trouvez dans la zone de notification de la barre des tâches.',
  allReady: 'Tout est prêt.',
  sending: (count) =>
    count === 1 ? 'Un message est en cours d’envoi.' : `${count} messages sont en cours d’envoi.`,
  accountsNeed: (count) => (count === 1 ? 'Un compte vous attend.' : `${count} comptes vous attendent.`),
  messagesNeed: (count) =>
    count === 1
      ? 'Un message a peut-être été envoyé : à vous de décider.'
      : `${count} messages ont peut-être été envoyés : à vous de décider.`,
  problem: 'SMTP Setup ne peut pas fonctionner correctement.',
  quitQuestion: 'Quitter pendant l’envoi de messages ?',
  quitText: (count) =>
    count === 1
      ? 'Un message n’est pas encore parti. Il est en sûreté et partira après le prochain démarrage.'
      : `${count} messages ne sont pas encore partis. Ils sont en sûreté et partiront après le prochain démarrage.`,
  keepSending: 'Continuer l’envoi',
  quitNow: 'Quitter',
  leaveQuestion: 'Fermer sans enregistrer ?',
  leaveText: 'Ce que vous avez saisi sans l’enregistrer ni l’envoyer est perdu.',
  exportQuestion: 'Exporter mots de passe et connexions ?',
  exportText:
    'Qui possède le fichier et sa phrase secrète peut envoyer en votre nom. Si vous ne venez pas de choisir « Exporter », annulez et prévenez votre administrateur.',
  hostQuestion: (host) => `Transmettre la connexion à ${host} ?`,
  hostText:
    'Un jeton d’accès lui serait transmis à chaque envoi du compte, et l’exploitant de ce serveur pourrait envoyer en votre nom. Si vous ne venez pas d’accepter, annulez et prévenez votre administrateur.',
  showSignIn: 'Transmettre',
  keepSecrets: 'Annuler',
  exportSecrets: 'Exporter avec les secrets',
  stay: 'Continuer',
  leave: 'Fermer',
  'sign-in-needed': (count) =>
    count === 1 ? 'Un message attend votre connexion.' : `${count} messages attendent votre connexion.`,
  'sign-ins-ended': (count) =>
    count === 1
      ? 'Une connexion a pris fin : reconnectez-vous avant le prochain envoi.'
      : `${count} connexions ont pris fin : reconnectez-vous avant le prochain envoi.`,
  'batch-finished': (count) =>
    count === 1 ? 'Un message a été envoyé.' : `${count} messages ont été envoyés.`,
  'batch-needs-person': (count) =>
    count === 1
      ? 'Un message d’une série vous attend : consultez la boîte d’envoi.'
      : `${count} messages d’une série vous attendent : consultez la boîte d’envoi.`,
};
