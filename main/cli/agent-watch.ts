import { resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { addWatchFolder, removeWatchFolder } from '../agent/watch-folders.ts';
import { readWatchFolders } from '../agent/watch-settings.ts';
import type { Command, OptionValues } from './command.ts';
import { oneOf, parseAccountId, parseWholeNumber } from './option-values.ts';
import { parseRecords } from './records.ts';
import { tableText } from './table.ts';

/** `agent watch add FOLDER` */
export const addWatch: Command = async ({ options, positionals, profileFolder, clock, call }) => {
  const { state } = await call('stateGet', {});
  const accountExists = (accountId: number) => state.accounts.some(({ id }) => id === accountId);
  const added = await addWatchFolder(
    { profileFolder, clock, accountExists },
    {
      folder: resolve(positionals[0] ?? ''),
      accountId: accountOption(options),
      records: parseRecords(options.texts('record')),
      recipients: oneOf(options, 'recipients', ['file-name', 'sidecar']) ?? 'file-name',
      subject: options.text('subject') ?? '{name}',
      body: options.text('body') ?? '',
    },
  );
  return {
    value: added,
    text: `Watching ${added.folder}. A running agent takes it up within seconds.${lyingThere(added.alreadyThere)}`,
  };
};

/** `agent watch list` */
export const listWatch: Command = async ({ profileFolder }) => {
  const folders = await readWatchFolders(profileFolder);
  const rows = folders.map(({ id, accountId, recipients, subject, folder }) => [
    ...[String(id), accountId === null ? 'by records' : String(accountId), recipients, subject, folder],
  ]);
  const headings = ['Watch', 'Account', 'Recipients', 'Subject', 'Folder'];
  return { value: folders, text: rows.length === 0 ? 'No watch folders.' : tableText(headings, rows) };
};

/** `agent watch remove WATCH` */
export const removeWatch: Command = async ({ positionals, profileFolder, clock }) => {
  const [text = ''] = positionals;
  const id = parseWholeNumber(text);
  const removed = id === null ? null : await removeWatchFolder({ profileFolder, clock }, id);
  if (!removed)
    throw new AppError('invalid-request', `There is no watch folder "${text}"; see agent watch list.`);
  return { value: removed, text: `Watch folder ${text} is removed; its files stay.` };
};

function lyingThere(count: number): string {
  if (count === 0) return '';
  return `\n${count === 1 ? '1 file lies' : `${count} files lie`} in it already and will be sent or moved to "failed".`;
}

function accountOption(options: OptionValues): number | null {
  const text = options.text('account');
  return text === undefined ? null : parseAccountId(text, 'account');
}
