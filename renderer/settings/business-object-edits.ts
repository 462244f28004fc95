import { normalizeKeyPart } from '../../shared/key-part.ts';
import type { BusinessObject } from '../../shared/settings.ts';

export const mostObjects = 200;
export const mostColumns = 200;
export const longestName = 128;

/** Why a name cannot be added. */
export type NameFault = 'taken' | 'tooMany';

const sameName = (a: string, b: string) => normalizeKeyPart(a) === normalizeKeyPart(b);

/** Answers why a business object of this name cannot be added; null: it can. */
export function objectFault(objects: readonly BusinessObject[], name: string): NameFault | null {
  if (objects.some((object) => sameName(object.name, name))) return 'taken';
  return objects.length >= mostObjects ? 'tooMany' : null;
}

/** Answers why a column of this name cannot be added; null: it can. */
export function columnFault(object: BusinessObject, name: string): NameFault | null {
  if (object.columns.some((column) => sameName(column, name))) return 'taken';
  return object.columns.length >= mostColumns ? 'tooMany' : null;
}

export function addObject(objects: readonly BusinessObject[], name: string): BusinessObject[] {
  return [...objects, { name: name.trim(), columns: [] }];
}

export function removeObject(objects: readonly BusinessObject[], name: string): BusinessObject[] {
  return objects.filter((object) => object.name !== name);
}

function changeColumns(
  objects: readonly BusinessObject[],
  name: string,
  change: (columns: readonly string[]) => string[],
): BusinessObject[] {
  return objects.map((object) =>
    object.name === name ? { ...object, columns: change(object.columns) } : object,
  );
}

export function addColumn(objects: readonly BusinessObject[], name: string, column: string) {
  return changeColumns(objects, name, (columns) => [...columns, column.trim()]);
}

export function removeColumn(objects: readonly BusinessObject[], name: string, column: string) {
  return changeColumns(objects, name, (columns) => columns.filter((other) => other !== column));
}
