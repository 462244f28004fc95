/** Words of every grid. */
export const grid = {
  sortAscending: 'Sort ascending',
  sortDescending: 'Sort descending',
  resetColumns: 'Reset columns',
  columnMenu: 'Column {{name}}',
  columnHint:
    'Enter sorts. Shift with the arrow keys changes the width, Control with the arrow keys moves the column.',
  noMatchTitle: 'Nothing matches “{{filter}}”',
  noMatchText: 'All columns were searched.',
  clearFilter: 'Clear Filter',
} as const;
