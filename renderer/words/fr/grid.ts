import type { grid as english } from '../en/grid.ts';
import type { Translation } from '../translation.ts';

export const grid: Translation<typeof english> = {
  resetColumns: 'Rétablir les colonnes',
  columnHint:
    'Entrée trie. Maj avec les flèches change la largeur, Ctrl avec les flèches déplace la colonne, Suppr la masque. Maj+F10 ouvre son menu.',
  sortAscending: 'Trier par ordre croissant',
  sortDescending: 'Trier par ordre décroissant',
  fitColumn: 'Ajuster la largeur',
  fitAll: 'Ajuster les colonnes',
  moveTowardsStart: 'Déplacer vers le début',
  moveTowardsEnd: 'Déplacer vers la fin',
  hideColumn: 'Masquer la colonne',
  chooseColumns: 'Choisir les colonnes…',
  chooser: {
    title: 'Choisir les colonnes',
    hint: 'Les colonnes cochées sont affichées, de haut en bas. Espace coche, Ctrl avec les flèches haut et bas déplace.',
    list: 'Colonnes',
    moveUp: 'Monter',
    moveDown: 'Descendre',
    show: 'Afficher',
    hide: 'Masquer',
  },
  noMatchTitle: 'Rien ne correspond à « {{filter}} »',
  noMatchText: 'Toutes les colonnes ont été parcourues.',
  clearFilter: 'Effacer le filtre',
};
