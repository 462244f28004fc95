import type { AccountRow, Resolution } from '../../shared/account.ts';
import type { AppState } from '../../shared/app-state.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import { draftFromOptions } from './account-draft.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';
import { draftWarnings } from './draft-warnings.ts';
import type { DraftWarning } from './draft-warnings.ts';
import { parseAccountId } from './option-values.ts';
import { readPassword } from './read-password.ts';
import { parseRecords } from './records.ts';
import { pairsText, tableText } from './table.ts';
import { usageError } from './usage-error.ts';

/** `accounts list` */
export const listAccounts: Command = async (context) => {
  const { accounts } = await stateOf(context);
  const rows = accounts.map((row) => [
    `${row.id}${row.isDefault ? '*' : ''}`,
    row.provider,
    `${row.host}:${row.port}`,
    row.tls ? row.tlsMethod : 'off',
    row.user,
    keyText(row),
    statusText(row),
  ]);
  const text =
    rows.length === 0
      ? 'No accounts yet. Add one with: accounts add --host HOST --user ADDRESS'
      : tableText(['ID', 'Provider', 'Server', 'TLS', 'SMTP User', 'Key', 'Status'], rows);
  return { value: accounts, text };
};

/** `accounts show ID` */
export const showAccount: Command = async (context) => {
  const row = await accountOf(context, context.positionals[0] ?? '');
  return { value: row, text: accountText(row) };
};

/** `accounts add` */
export const addAccount: Command = async (context) => {
  const { providers } = await stateOf(context);
  const draft = draftFromOptions(context.options, null, providers);
  if (draft.host === '' && context.options.text('host') === undefined) {
    throw usageError('Missing option --host.', 'host');
  }
  // A server that asks for no sign-in needs no user, but the messages need a sender.
  if (draft.provider === 'none' && draft.user === '' && draft.from === '') {
    throw usageError('Missing option --user, or --from where the server asks for no sign-in.', 'user');
  }
  const password = await readPassword(context);
  const warnings = await draftWarnings(context, null, draft, password);
  const row = await context.call('accountsSave', {
    accountId: null,
    ...confirmedHost(context),
    draft,
    pendingGrantId: null,
    signOut: false,
    ...(password !== undefined && { password }),
    ...(context.options.flag('default') && { makeDefault: true }),
  });
  return savedResult(context, row, warnings, 'Added');
};

/** `accounts edit ID` */
export const editAccount: Command = async (context) => {
  const { options } = context;
  const state = await stateOf(context);
  const before = findAccount(state, context.positionals[0] ?? '');
  const draft = draftFromOptions(options, before, state.providers);
  const password = await readPassword(context);
  const warnings = await draftWarnings(context, before.id, draft, password);
  const row = await context.call('accountsSave', {
    accountId: before.id,
    ...confirmedHost(context),
    draft,
    pendingGrantId: null,
    signOut: false,
    ...(password !== undefined && { password }),
    ...(options.flag('default') && { makeDefault: true }),
  });
  return savedResult(context, row, warnings, 'Saved');
};

function confirmedHost({ options }: CommandContext): { readonly confirmHost?: string } {
  const confirmHost = options.text('confirm-host');
  return confirmHost === undefined ? {} : { confirmHost };
}

function savedResult(
  { tell }: CommandContext,
  row: AccountRow,
  warnings: readonly DraftWarning[],
  done: 'Added' | 'Saved',
): CommandResult {
  for (const { field, message } of warnings) tell(`note: --${field}: ${message}`);
  return { value: { ...row, warnings }, text: `${done} account ${row.id}.\n${accountText(row)}` };
}

/** `accounts remove ID…` */
export const removeAccounts: Command = async (context) => {
  const { options, positionals } = context;
  const target = options.text('move-waiting-to');
  if (target !== undefined && options.flag('cancel-waiting')) {
    throw usageError('Give --cancel-waiting or --move-waiting-to, not both.', 'move-waiting-to');
  }
  const state = await stateOf(context);
  const accountIds = [...new Set(positionals.map((text) => findAccount(state, text).id))];
  const moveToAccountId = target === undefined ? null : findAccount(state, target, 'move-waiting-to').id;
  const waiting =
    moveToAccountId !== null ? { moveToAccountId } : options.flag('cancel-waiting') ? 'cancel' : 'refuse';
  const removal = await context.call('accountsRemove', { accountIds, waiting });
  if (!removal.removed) {
    const messages = removal.waitingItems === 1 ? '1 message waits' : `${removal.waitingItems} messages wait`;
    throw new AppError(
      'transition-refused',
      `${messages} for this; give --cancel-waiting or --move-waiting-to ID. Nothing was removed.`,
      { field: 'cancel-waiting' },
    );
  }
  return {
    value: removal,
    text: `Removed ${accountIds.length === 1 ? 'account' : 'accounts'} ${accountIds.join(', ')}.`,
  };
};

/** `accounts resolve` */
export const resolveAccount: Command = async ({ options, call }) => {
  const resolution = await call('accountsResolve', { records: parseRecords(options.texts('record')) });
  if (resolution.accountId !== null) return { value: resolution, text: resolutionText(resolution) };
  const tried = resolution.tried.map(keyText).join(', ');
  const message = `No account has one of these keys, and there is no default account${tried ? ` (${tried})` : ''}.`;
  const failure = toFailure(new AppError('no-account-for-records', message));
  return { value: resolution, text: '', failure };
};

/** Answers the state that the app tells programs. */
export async function stateOf({ call }: Pick<CommandContext, 'call'>): Promise<AppState> {
  return (await call('stateGet', {})).state;
}

/**
 * Answers the account with the ID that a text means.
 *
 * @throws {AppError} `account-not-found`
 */
export async function accountOf(context: Pick<CommandContext, 'call'>, text: string): Promise<AccountRow> {
  return findAccount(await stateOf(context), text);
}

function findAccount({ accounts }: AppState, text: string, option?: string): AccountRow {
  const id = parseAccountId(text, option);
  const row = accounts.find((each) => each.id === id);
  if (row) return row;
  throw new AppError(
    'account-not-found',
    `There is no account ${id}.`,
    option === undefined ? {} : { field: option },
  );
}

function resolutionText({ accountId, rule, matched, losers }: Resolution): string {
  const why = rule === 'key' && matched ? `its key is ${keyText(matched)}` : 'it is the default account';
  const others = losers.length > 0 ? ` Also matched: ${losers.join(', ')}.` : '';
  return `Account ${accountId}: ${why}.${others}`;
}

function accountText(row: AccountRow): string {
  const shown: (readonly [string, string])[] = [
    ['Email Server ID', `${row.id}${row.isDefault ? ' (default account)' : ''}`],
    ['Provider', row.provider],
    ['Server', `${row.host}:${row.port}`],
    ['TLS', row.tls ? row.tlsMethod : 'off'],
    ['Send through', row.sendThrough],
    ['SMTP User', row.user],
    ['SMTP Password', row.passwordSet ? 'set' : 'not set'],
    ['Signed in as', row.signedInAs ?? ''],
    ['Sign-in account', row.signInAccount],
    ['From', [row.senderName, row.from && `<${row.from}>`].filter(Boolean).join(' ')],
    ['Reply-to', row.replyTo],
    ['Alternate Server', row.alternateServer],
    ['Timeout', row.timeoutMs === null ? '' : `${row.timeoutMs} ms`],
    ['Key', keyText(row)],
    ['Status', statusText(row)],
  ];
  return pairsText(shown.filter(([, value]) => value !== ''));
}

function keyText({
  businessObject,
  columnName,
  columnValue,
}: Pick<AccountRow, 'businessObject' | 'columnName' | 'columnValue'>): string {
  return businessObject === '' && columnName === '' ? '' : `${businessObject}.${columnName}=${columnValue}`;
}

function statusText({ status }: AccountRow): string {
  return status.because === undefined ? status.kind : `${status.kind} (${status.because})`;
}
