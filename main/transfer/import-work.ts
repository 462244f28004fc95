import { createHash } from 'node:crypto';
import { newAccountDraft } from '../../shared/account.ts';
import type { Account, AccountDraft } from '../../shared/account.ts';
import type { ImportChange, ImportPlan, ImportRow, ImportWarning } from '../../shared/transfer.ts';
import type { PlannedRow } from '../accounts/plan-import.ts';
import type { PlannedSettings } from '../settings/plan-settings.ts';
import type { NewSecrets } from './imported-secrets.ts';

/** What becomes of a row, with its secrets. */
export interface RowWork extends PlannedRow, NewSecrets {
  /** What the dialog would warn of. */
  readonly warnings: readonly ImportWarning[];
}

/** All that an import does, and how it is shown. */
export interface ImportWork {
  readonly plan: ImportPlan;
  /** Accounts that change or are new. */
  readonly changed: readonly (RowWork & { readonly account: Account })[];
  readonly nextId: number;
  readonly settings: PlannedSettings['change'];
  /** By provider. */
  readonly clientSecrets: Readonly<Record<string, string>>;
}

interface Parts extends Pick<ImportWork, 'nextId' | 'clientSecrets'> {
  readonly format: ImportPlan['format'];
  readonly secrets: ImportPlan['secrets'];
  readonly ignoredColumns: ImportPlan['ignoredColumns'];
  readonly rows: readonly RowWork[];
  readonly settings: PlannedSettings;
  /** SHA-256 of the file. */
  readonly fileDigest: string;
}

/** Answers what an import does and how it is shown; its ID names the file, and what it would do to the profile as it is. */
export function importWork(parts: Parts): ImportWork {
  const { format, secrets, ignoredColumns, rows, settings, nextId, clientSecrets, fileDigest } = parts;
  const changed = rows.flatMap((each) => {
    const { after, before } = each;
    const isSame = after === before && each.password === null && each.grant === null;
    return after === null || isSame ? [] : [{ ...each, account: after }];
  });
  const shown = {
    format,
    secrets,
    ignoredColumns,
    rows: rows.map(importRow),
    settings: shownSettings(settings, clientSecrets),
  };
  // Secrets are told apart by the file; a digest of them would let their guesses be tried.
  const depends = [
    ...[fileDigest, shown, nextId, settings.change],
    changed.map(({ before, account, password, grant }) => [
      before,
      account,
      password !== null,
      grant !== null,
    ]),
  ];
  const planId = createHash('sha256').update(JSON.stringify(depends)).digest('base64url');
  return { plan: { planId, ...shown }, changed, nextId, settings: settings.change, clientSecrets };
}

function shownSettings(
  { settings }: PlannedSettings,
  clientSecrets: ImportWork['clientSecrets'],
): ImportPlan['settings'] {
  const to = Object.keys(clientSecrets).join(', ');
  if (to === '') return settings;
  return [...settings, { key: 'clientSecrets', action: 'changed', from: '', to, failure: null }];
}

function importRow({ row, before, after, failure, password, grant, warnings }: RowWork): ImportRow {
  // A row that changes who the account is must be known by whose it is until then.
  const { user = '', host = '' } = before ?? after ?? row.given;
  const changes = after ? changesOf(before, after, { password, grant }) : [];
  const action = !after ? 'refused' : !before ? 'added' : changes.length > 0 ? 'changed' : 'same';
  const isWarned = warnings.length > 0 && (action === 'added' || action === 'changed');
  return {
    ...{ line: row.line, action, accountId: after?.id ?? null, title: user || host, changes, failure },
    ...(isWarned && { warnings }),
  };
}

const draftFields = Object.keys(newAccountDraft) as (keyof AccountDraft)[];
const secretText = (isSet: boolean) => (isSet ? 'set' : '');

function changesOf(before: Account | null, after: Account, { password, grant }: NewSecrets): ImportChange[] {
  const fields = draftFields.flatMap((field): ImportChange[] => {
    const [from, to] = [before ?? newAccountDraft, after].map((each) => String(each[field] ?? ''));
    return from === undefined || to === undefined || from === to ? [] : [{ field, from, to }];
  });
  const secret = (field: string, old: string | null | undefined, kept: string | null, isNew: boolean) => {
    const [hadOne, hasOne] = [typeof old === 'string', isNew || kept !== null];
    return hadOne === hasOne && !isNew ? [] : [{ field, from: secretText(hadOne), to: secretText(hasOne) }];
  };
  return [
    ...fields,
    ...secret('password', before?.passwordId, after.passwordId, password !== null),
    ...secret('signIn', before?.grantId, after.grantId, grant !== null),
  ];
}
