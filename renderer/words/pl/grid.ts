import type { grid as english } from '../en/grid.ts';
import type { PolishForm, Translation } from '../translation.ts';

export const grid: Translation<typeof english, PolishForm> = {
  resetColumns: 'Przywróć kolumny',
  columnHint:
    'Enter sortuje. Shift ze strzałkami zmienia szerokość, Ctrl ze strzałkami przesuwa kolumnę, Delete ją ukrywa. Shift+F10 otwiera jej menu.',
  sortAscending: 'Sortuj rosnąco',
  sortDescending: 'Sortuj malejąco',
  fitColumn: 'Dopasuj szerokość',
  fitAll: 'Dopasuj wszystkie kolumny',
  moveTowardsStart: 'Przesuń ku początkowi',
  moveTowardsEnd: 'Przesuń ku końcowi',
  hideColumn: 'Ukryj kolumnę',
  chooseColumns: 'Wybierz kolumny…',
  chooser: {
    title: 'Wybierz kolumny',
    hint: 'Zaznaczone kolumny są widoczne, od góry do dołu. Spacja zaznacza, Ctrl ze strzałkami w górę i w dół przesuwa.',
    list: 'Kolumny',
    moveUp: 'W górę',
    moveDown: 'W dół',
    show: 'Pokaż',
    hide: 'Ukryj',
  },
  noMatchTitle: 'Nic nie pasuje do „{{filter}}”',
  noMatchText: 'Przeszukano wszystkie kolumny.',
  clearFilter: 'Wyczyść filtr',
};
