import type { UpdateObstacle } from '../shared/update.ts';
import type { InstalledCopy } from './ports.ts';

/**
 * Answers why this copy of the app must not update itself; null: it may.
 *
 * @param facts the copy, and whether the policy lets it
 */
export function mayUpdate(facts: InstalledCopy & { readonly isAllowed: boolean }): UpdateObstacle | null {
  if (!facts.isAllowed) return 'policy';
  if (!facts.isPackaged) return 'development';
  // Neither an AppImage nor a deb that is fetched by its place alone carries a signature that could be compared.
  if (facts.platform !== 'win32' && facts.platform !== 'darwin') return 'system';
  // What was rolled out for the whole computer belongs to the administrator, and one user could not replace it.
  if (!facts.isPerUser) return 'administrator';
  if (!facts.hasSource) return 'no-source';
  return facts.isSigned ? null : 'unsigned';
}
