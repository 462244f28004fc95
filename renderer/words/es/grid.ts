import type { grid as english } from '../en/grid.ts';
import type { Translation } from '../translation.ts';

export const grid: Translation<typeof english> = {
  resetColumns: 'Restablecer columnas',
  columnHint:
    'Intro ordena. Mayús con las flechas cambia el ancho, Ctrl con las flechas mueve la columna, Supr la oculta. Mayús+F10 abre su menú.',
  sortAscending: 'Orden ascendente',
  sortDescending: 'Orden descendente',
  fitColumn: 'Ajustar ancho',
  fitAll: 'Ajustar las columnas',
  moveTowardsStart: 'Mover hacia el principio',
  moveTowardsEnd: 'Mover hacia el final',
  hideColumn: 'Ocultar columna',
  chooseColumns: 'Elegir columnas…',
  chooser: {
    title: 'Elegir columnas',
    hint: 'Se muestran las columnas marcadas, de arriba abajo. La barra espaciadora marca, Ctrl con las flechas arriba y abajo mueve.',
    list: 'Columnas',
    moveUp: 'Subir',
    moveDown: 'Bajar',
    show: 'Mostrar',
    hide: 'Ocultar',
  },
  noMatchTitle: 'Nada coincide con «{{filter}}»',
  noMatchText: 'Se buscó en todas las columnas.',
  clearFilter: 'Borrar filtro',
};
