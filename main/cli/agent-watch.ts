import { resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { changeWatchFolders, readWatchFolders } from '../agent/watch-settings.ts';
import type { WatchFolder } from '../agent/watch-settings.ts';
import { prepareWatchFolder } from '../agent/watchable-folder.ts';
import type { Command, OptionValues } from './command.ts';
import { oneOf, parseAccountId, parseWholeNumber } from './option-values.ts';
import { parseRecords } from './records.ts';
import { tableText } from './table.ts';

/** `agent watch add FOLDER` */
export const addWatch: Command = async ({ options, positionals, profileFolder, clock, call }) => {
  const accountId = accountOption(options);
  const { state } = await call('stateGet', {});
  if (accountId !== null && !state.accounts.some(({ id }) => id === accountId))
    throw new AppError('account-not-found', `There is no account ${accountId}.`, { field: 'account' });
  const draft = {
    accountId,
    records: parseRecords(options.texts('record')),
    recipients: oneOf(options, 'recipients', ['file-name', 'sidecar']) ?? 'file-name',
    subject: options.text('subject') ?? '{name}',
    body: options.text('body') ?? '',
  };
  const folder = await prepareWatchFolder(resolve(positionals[0] ?? ''));
  let added: WatchFolder | null = null;
  await changeWatchFolders(profileFolder, clock, (folders) => {
    if (folders.some((each) => each.folder === folder))
      throw new AppError('invalid-request', `"${folder}" is watched already; remove it first.`);
    added = { id: Math.max(0, ...folders.map(({ id }) => id)) + 1, folder, ...draft };
    return [...folders, added];
  });
  return {
    value: added,
    text: `Watching ${folder}. A running agent takes it up within seconds.`,
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
  let removed: WatchFolder | null = null;
  await changeWatchFolders(profileFolder, clock, (folders) => {
    removed = folders.find((each) => each.id === id) ?? null;
    if (!removed)
      throw new AppError('invalid-request', `There is no watch folder "${text}"; see agent watch list.`);
    return folders.filter((each) => each.id !== id);
  });
  return { value: removed, text: `Watch folder ${text} is removed; its files stay.` };
};

function accountOption(options: OptionValues): number | null {
  const text = options.text('account');
  return text === undefined ? null : parseAccountId(text, 'account');
}
