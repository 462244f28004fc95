/** Words of every grid. */
export const grid = {
  resetColumns: 'Reset columns',
  columnHint:
    'Enter sorts. Shift with the arrow keys changes the width, Control with the arrow keys moves the column.',
  noMatchTitle: 'Nothing matches “{{filter}}”',
  noMatchText: 'All columns were searched.',
  clearFilter: 'Clear Filter',
} as const;
