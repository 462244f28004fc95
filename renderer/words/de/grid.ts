import type { grid as english } from '../en/grid.ts';
import type { Translation } from '../translation.ts';

export const grid: Translation<typeof english> = {
  resetColumns: 'Spalten zurücksetzen',
  columnHint:
    'Die Eingabetaste sortiert. Umschalt mit den Pfeiltasten ändert die Breite, Strg mit den Pfeiltasten verschiebt die Spalte, Entf blendet sie aus. Umschalt+F10 öffnet ihr Menü.',
  sortAscending: 'Aufsteigend sortieren',
  sortDescending: 'Absteigend sortieren',
  fitColumn: 'Breite anpassen',
  fitAll: 'Alle Spalten anpassen',
  moveTowardsStart: 'Zum Anfang verschieben',
  moveTowardsEnd: 'Zum Ende verschieben',
  hideColumn: 'Spalte ausblenden',
  chooseColumns: 'Spalten auswählen…',
  chooser: {
    title: 'Spalten auswählen',
    hint: 'Angekreuzte Spalten werden angezeigt, von oben nach unten. Die Leertaste kreuzt an, Strg mit den Pfeiltasten nach oben und unten verschiebt.',
    list: 'Spalten',
    moveUp: 'Nach oben',
    moveDown: 'Nach unten',
    show: 'Einblenden',
    hide: 'Ausblenden',
  },
  noMatchTitle: 'Nichts entspricht „{{filter}}“',
  noMatchText: 'Alle Spalten wurden durchsucht.',
  clearFilter: 'Filter löschen',
};
