import { AppError, toFailure } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import { maxImportBytes } from '../../shared/transfer.ts';
import type { ImportPlan, ImportResult } from '../../shared/transfer.ts';
import { readFileLimited } from '../limited-read.ts';
import type { Command, CommandContext } from './command.ts';
import { readPassword } from './read-password.ts';
import { tableText } from './table.ts';
import { usageError } from './usage-error.ts';
import { refuseTaken, writeExport } from './write-export.ts';

/** `export FILE` */
export const exportToFile: Command = async (context) => {
  const { options, positionals, call, random } = context;
  const [path = ''] = positionals;
  const [isCsv, force] = [options.flag('csv'), options.flag('force')];
  const wantsSecrets = options.flag('passphrase-stdin') || options.text('passphrase-file') !== undefined;
  if (isCsv && wantsSecrets) {
    throw usageError('A CSV file holds no secrets: give --csv or a passphrase, not both.', 'csv');
  }
  if (path !== '-') await refuseTaken(path, force);
  const passphrase = (await readPassword(context, 'passphrase')) ?? null;
  const file = isCsv
    ? await call('exportAccounts', { accountIds: null })
    : await call('exportProfile', { passphrase });
  // The last line end is the command line's own.
  if (path === '-') return { value: file, text: file.text.replace(/\n$/, '') };
  await writeExport(path, file.text, { force, random });
  const withSecrets = passphrase !== null;
  return {
    value: { file: path, sizeBytes: Buffer.byteLength(file.text), secrets: withSecrets },
    text: `Exported to ${path}, ${withSecrets ? 'with secrets under the passphrase' : 'without secrets'}.`,
  };
};

/** `import FILE` */
export const importFromFile: Command = async (context) => {
  const { options, positionals, call } = context;
  const [path = ''] = positionals;
  if (path === '-' && options.flag('passphrase-stdin')) {
    throw usageError('Standard input is the file or the passphrase, not both.', 'passphrase-stdin');
  }
  const passphrase = (await readPassword(context, 'passphrase')) ?? null;
  const base64 = Buffer.from(await readImport(path, context)).toString('base64');
  const plan = await call('importPlan', { base64, passphrase });
  if (options.flag('dry-run')) {
    return { value: plan, text: planText(plan, null), ...refusal(plan, 'would be refused') };
  }
  const result = await call('importApply', { base64, passphrase, planId: plan.planId });
  return {
    value: { ...result, plan },
    text: planText(plan, result),
    ...refusal(plan, 'was refused; all else is in'),
  };
};

async function readImport(path: string, { readStdin }: CommandContext): Promise<Uint8Array> {
  let bytes: Uint8Array | null;
  try {
    bytes = await (path === '-' ? readStdin(maxImportBytes) : readFileLimited(path, maxImportBytes));
  } catch {
    throw new AppError('document-unreadable', `"${path}" cannot be read.`, { field: 'file' });
  }
  if (bytes) return bytes;
  const limit = maxImportBytes / 1024 / 1024;
  throw new AppError('import-refused', `"${path}" is larger than ${limit} MB.`, { field: 'file' });
}

/** What is in is in; the exit code says that not everything is. */
function refusal({ rows, settings }: ImportPlan, what: string): { readonly failure?: Failure } {
  const rowCount = rows.filter(({ action }) => action === 'refused').length;
  const settingCount = settings.filter(({ action }) => action === 'refused').length;
  if (rowCount + settingCount === 0) return {};
  const counts = [counted(rowCount, 'row'), counted(settingCount, 'setting')].filter(Boolean).join(' and ');
  const verb = rowCount + settingCount === 1 ? what : what.replace('was', 'were');
  return { failure: toFailure(new AppError('import-refused', `${counts} ${verb}.`)) };
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function planText(plan: ImportPlan, result: ImportResult | null): string {
  const count = (action: string) => plan.rows.filter((row) => row.action === action).length;
  const settingsChanged = plan.settings.filter(({ action }) => action === 'changed').length;
  const summary = [
    `${count('added')} added`,
    `${count('changed')} changed`,
    `${count('same')} as before`,
    `${count('refused')} refused`,
  ].join(', ');
  return [
    ...rowsTable(plan),
    ...settingsTable(plan),
    ...remarks(plan),
    `${result ? 'Accounts' : 'Nothing was imported. It would be: accounts'}: ${summary}. Settings changed: ${settingsChanged}.`,
    ...(plan.secrets === 'sealed'
      ? ['The file has secrets, which stay closed without --passphrase-file or --passphrase-stdin.']
      : []),
    ...(result && result.signInNeeded.length > 0
      ? [`Sign in with "sign-in ID" to: ${result.signInNeeded.join(', ')}.`]
      : []),
    ...(result && result.passwordNeeded.length > 0
      ? [`A password is needed by: ${result.passwordNeeded.join(', ')}.`]
      : []),
  ].join('\n');
}

function remarks({ format, rows, ignoredColumns }: ImportPlan): string[] {
  const place = format === 'csv' ? 'Line' : 'Place';
  const warnings = rows.flatMap(({ line, warnings: found = [] }) =>
    found.map(({ message }) => `Warning: ${place} ${line}: ${message}`),
  );
  const titles = ignoredColumns.map((title) => `"${title}"`).join(', ');
  const ignored = titles === '' ? [] : [`Nothing is read from these columns: ${titles}.`];
  return [...warnings, ...ignored];
}

function rowsTable({ format, rows }: ImportPlan): string[] {
  const shown = rows.filter(({ action }) => action !== 'same');
  if (shown.length === 0) return [];
  const cells = shown.map(({ line, action, accountId, title, changes, failure }) => [
    String(line),
    action,
    String(accountId ?? ''),
    title,
    failure?.message ?? changes.map(({ field, from, to }) => changeText(field, from, to)).join(', '),
  ]);
  return [tableText([format === 'csv' ? 'Line' : 'Place', 'Action', 'ID', 'Account', ''], cells), ''];
}

function settingsTable({ settings }: ImportPlan): string[] {
  const shown = settings.filter(({ action }) => action !== 'same');
  if (shown.length === 0) return [];
  const cells = shown.map(({ key, action, from, to, failure }) => [
    key,
    action,
    failure?.message ?? changeText('', from, to),
  ]);
  return [tableText(['Setting', 'Action', ''], cells), ''];
}

function changeText(name: string, from: string, to: string): string {
  const values = from === '' ? `"${to}"` : `"${from}" → "${to}"`;
  return name === '' ? values : `${name} ${values}`;
}
