/** Words of every grid. */
export const grid = {
  resetColumns: 'Reset Columns',
  columnHint:
    'Enter sorts. Shift with the arrow keys changes the width, Control with the arrow keys moves the column, Delete hides it. Shift with F10 opens its menu.',
  sortAscending: 'Sort Ascending',
  sortDescending: 'Sort Descending',
  fitColumn: 'Fit Width',
  fitAll: 'Fit All Columns',
  moveTowardsStart: 'Move Towards Start',
  moveTowardsEnd: 'Move Towards End',
  hideColumn: 'Hide Column',
  chooseColumns: 'Choose Columns…',
  chooser: {
    title: 'Choose Columns',
    hint: 'Ticked columns are shown, from top to bottom. Space ticks, Control with the up and down arrow keys moves.',
    list: 'Columns',
    moveUp: 'Move Up',
    moveDown: 'Move Down',
    show: 'Show',
    hide: 'Hide',
  },
  noMatchTitle: 'Nothing matches “{{filter}}”',
  noMatchText: 'All columns were searched.',
  clearFilter: 'Clear Filter',
} as const;
