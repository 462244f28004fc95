import type { Failure } from '../../shared/errors.ts';
import type { ImportAction, ImportChange, ImportPlan, ImportWarning } from '../../shared/transfer.ts';

/** One line of the table: what becomes of an account or a setting. */
export interface PlanRow {
  readonly key: number;
  readonly kind: 'account' | 'setting';
  /** Where it stands in the file; null: a setting. */
  readonly line: number | null;
  readonly action: ImportAction;
  /** Email Server ID; null: it gets one, or is refused, or it is a setting. */
  readonly accountId: number | null;
  readonly title: string;
  readonly changes: readonly ImportChange[];
  readonly warnings?: readonly ImportWarning[];
  readonly failure: Failure | null;
}

/** Answers the lines of a plan: the accounts in the order of the file, then the settings. */
export function planRows({ rows, settings }: Pick<ImportPlan, 'rows' | 'settings'>): readonly PlanRow[] {
  return [
    ...rows.map((row, index): PlanRow => ({ key: index, kind: 'account', ...row })),
    ...settings.map(({ key, action, from, to, failure }, index): PlanRow => ({
      key: rows.length + index,
      kind: 'setting',
      line: null,
      action,
      accountId: null,
      title: key,
      changes: [{ field: key, from, to }],
      failure,
    })),
  ];
}

/** Which lines of the table are shown. */
export const planFilters = ['all', 'added', 'changed', 'same', 'refused'] as const;
export type PlanFilter = (typeof planFilters)[number];

/** Answers how many lines each filter leaves. */
export function countActions(rows: readonly PlanRow[]): Readonly<Record<PlanFilter, number>> {
  const counts = { all: rows.length, added: 0, changed: 0, same: 0, refused: 0 };
  for (const { action } of rows) counts[action] += 1;
  return counts;
}

export function filterPlan(rows: readonly PlanRow[], filter: PlanFilter): readonly PlanRow[] {
  return filter === 'all' ? rows : rows.filter(({ action }) => action === filter);
}

/** Answers how many accounts and settings an import would write. */
export function writtenBy(rows: readonly PlanRow[]): {
  readonly accounts: number;
  readonly settings: number;
} {
  const written = rows.filter(({ action }) => action === 'added' || action === 'changed');
  const accounts = written.filter(({ kind }) => kind === 'account').length;
  return { accounts, settings: written.length - accounts };
}
