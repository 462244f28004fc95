import { createHash } from 'node:crypto';
import { newAccountDraft } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';
import type { Input } from '../../shared/contract.ts';
import type { ImportPlan } from '../../shared/transfer.ts';
import { importedRow } from '../accounts/import-row.ts';
import type { ImportedRow } from '../accounts/import-row.ts';
import { readAccountsCsv } from '../accounts/read-csv.ts';
import { importText } from '../settings/import-text.ts';
import { issueSentence } from '../issue-sentence.ts';
import { looksLikeJson, readProfileDocument } from '../settings/profile-document.ts';
import { openSealed } from '../settings/sealed-export.ts';
import { noSecrets, parseSecrets } from './exported-secrets.ts';
import type { ExportedSecrets } from './exported-secrets.ts';

/** What a file holds, before it is held against the profile. */
export interface ImportedFile {
  readonly format: ImportPlan['format'];
  readonly rows: readonly ImportedRow[];
  /** Titles of columns that nothing is read from. */
  readonly ignoredColumns: readonly string[];
  /** Email Server ID of its next new account. */
  readonly nextId: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: ImportPlan['secrets'];
  /** Empty unless `secrets` is `opened`. */
  readonly opened: ExportedSecrets;
  /** SHA-256 of its bytes. */
  readonly digest: string;
}

/**
 * Answers what a file holds, with its secrets where the passphrase is given.
 *
 * @param providers those that cells of a CSV file may name
 * @throws {AppError} `import-refused` — neither an exported profile nor a table of accounts, or changed since it was sealed
 * @throws {AppError} `passphrase-wrong`
 */
export async function readImport(
  { base64, passphrase }: Input<'importPlan'>,
  providers: readonly ProviderInfo[],
): Promise<ImportedFile> {
  const bytes = Buffer.from(base64, 'base64');
  const digest = createHash('sha256').update(bytes).digest('hex');
  const text = importText(bytes);
  if (!looksLikeJson(text)) {
    const table = readAccountsCsv(text, { providers, sentence: issueSentence });
    return { format: 'csv', ...table, nextId: 1, settings: {}, secrets: 'none', opened: noSecrets, digest };
  }
  const { nextId, settings, accounts, sealed, beside } = readProfileDocument(text);
  const isOpened = sealed !== null && passphrase !== null;
  const opened = isOpened ? parseSecrets(await openSealed(sealed, { passphrase, beside })) : noSecrets;
  const rows = accounts.map((value, index) =>
    importedRow(value, {
      line: index + 1,
      start: newAccountDraft,
      nameOf: (field) => field,
      sentence: issueSentence,
    }),
  );
  const secrets = !sealed ? 'none' : isOpened ? 'opened' : 'sealed';
  return { format: 'profile', rows, ignoredColumns: [], nextId, settings, secrets, opened, digest };
}
