import type { whichAccount as english } from '../en/which-account.ts';
import type { Translation } from '../translation.ts';

export const whichAccount: Translation<typeof english> = {
  title: 'Quel compte ?',
  intro:
    'Indiquez dans l’ordre les enregistrements d’un message pour voir quel compte l’enverrait. Rien n’est envoyé ni modifié.',
  incomplete: 'L’enregistrement {{number}} est incomplet ; il n’est donc pas recherché.',
  result: 'Résultat',
  byKey: 'Envoie, car sa clé {{key}} est la première qui correspond.',
  byDefault: 'Envoie, car aucune clé ne correspond et c’est le compte par défaut.',
  wouldWait: 'Ce qu’il envoie attendrait que ceci soit réglé :',
  refused: 'Le message serait refusé, et rien ne serait envoyé.',
  show: 'Afficher le compte',
  tried: 'Recherché, dans cet ordre',
  columns: {
    order: 'Ordre',
    key: 'Clé',
    account: 'Compte',
  },
  noMatch: 'Aucun compte n’a cette clé.',
  reasons: {
    winner: 'envoie.',
    'later-record': 'conviendrait aussi, mais son enregistrement vient plus tard.',
    'higher-id':
      'conviendrait aussi, mais un autre compte du même enregistrement a l’ID de serveur de messagerie le plus petit.',
    disabled: 'a cette clé, mais est désactivé.',
  },
  otherwiseDefault: 'Quand aucune clé ne correspond, le compte par défaut envoie : compte {{id}}, {{user}}.',
  otherwiseRefused: 'Quand aucune clé ne correspond, rien n’est envoyé : il n’y a pas de compte par défaut.',
  useInCompose: 'Utiliser pour rédiger',
};
