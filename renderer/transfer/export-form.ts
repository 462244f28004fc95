import type { Input } from '../../shared/contract.ts';
import { shortestPassphrase } from '../../shared/transfer.ts';

/** What is exported: everything without secrets, everything with them, or the rows of the grid. */
export const exportKinds = ['profile', 'sealed', 'csv'] as const;
export type ExportKind = (typeof exportKinds)[number];

export interface ExportForm {
  readonly kind: ExportKind;
  readonly passphrase: string;
  readonly repeated: string;
}

export const newExport: ExportForm = { kind: 'profile', passphrase: '', repeated: '' };

/** Why Export cannot begin, at the field where it is mended. */
export type ExportFault =
  | { readonly field: 'passphrase'; readonly kind: 'short' }
  | { readonly field: 'repeated'; readonly kind: 'different' };

/** Answers what keeps an export from beginning. */
export function exportFault({ kind, passphrase, repeated }: ExportForm): ExportFault | null {
  if (kind !== 'sealed') return null;
  if (passphrase.length < shortestPassphrase) return { field: 'passphrase', kind: 'short' };
  return passphrase === repeated ? null : { field: 'repeated', kind: 'different' };
}

type ExportCall =
  | { readonly name: 'exportProfile'; readonly input: Input<'exportProfile'> }
  | { readonly name: 'exportAccounts'; readonly input: Input<'exportAccounts'> };

/** Answers what the app is asked for. */
export function exportCall({ kind, passphrase }: ExportForm): ExportCall {
  if (kind === 'csv') return { name: 'exportAccounts', input: { accountIds: null } };
  return { name: 'exportProfile', input: { passphrase: kind === 'sealed' ? passphrase : null } };
}
