import { AppError } from '../../shared/errors.ts';
import { newRelayProgram, relayPassword, relayPasswordBytes, relayProgramName } from '../../shared/relay.ts';
import type { RelayStatus } from '../../shared/relay.ts';
import type { Command } from './command.ts';
import { parseAccountId } from './option-values.ts';
import { pairsText, tableText } from './table.ts';
import { usageError } from './usage-error.ts';

/** `relay program add NAME` */
export const addRelayProgram: Command = async ({ positionals, options, call, random }) => {
  const accountIds = options.texts('account').map((text) => parseAccountId(text, 'account'));
  if (accountIds.length === 0) throw usageError('Missing option --account.', 'account');
  // Made here and sent in, so that no password ever comes out of the app.
  const password = relayPassword(random.bytes(relayPasswordBytes));
  const input = newRelayProgram.safeParse({ name: nameOf(positionals), password, accountIds });
  if (!input.success) throw usageError('--account is given too often.', 'account');
  const program = await call('relayProgramAdd', input.data);
  const text = [
    pairsText([
      ['User name', program.name],
      ['Password', password],
      ['Accounts', program.accountIds.join(', ')],
    ]),
    'The password is not shown again. With user name NAME+ID the program chooses account ID.',
  ].join('\n');
  const done = `The program "${program.name}" was added; remove it and add it again to get another password.`;
  return { value: { ...program, password }, text, done };
};

/** `relay program list` */
export const listRelayPrograms: Command = async ({ call }) => {
  const { programs } = await call('relayStatus', {});
  const rows = programs.map(({ name, accountIds, createdAtMs }) => [
    name,
    new Date(createdAtMs).toISOString().slice(0, 10),
    accountIds.join(', '),
  ]);
  const text = rows.length === 0 ? 'No programs.' : tableText(['User name', 'Added', 'Accounts'], rows);
  return { value: programs, text };
};

/** `relay program remove NAME` */
export const removeRelayProgram: Command = async ({ positionals, call }) => {
  const name = nameOf(positionals);
  const { removed } = await call('relayProgramRemove', { name });
  if (!removed) throw noProgram(name);
  return { value: { name, removed }, text: `The program "${name}" can no longer sign in.` };
};

/** `relay status` */
export const relayStatus: Command = async ({ call }) => {
  const status = await call('relayStatus', {});
  return {
    value: status,
    text: pairsText(statusPairs(status).filter(([, value]) => value !== '')),
    ...(status.failure && { failure: status.failure }),
  };
};

function statusPairs(status: RelayStatus): readonly (readonly [string, string])[] {
  const { enabled, listening, failure, certificateFile, certificateFingerprint, programs } = status;
  // A command that only looks does not listen by itself.
  const idle = enabled ? 'not in this process; the app or the agent listens while it runs' : '';
  return [
    ['Enabled', enabled ? 'yes' : 'no'],
    ['Listening', listening.join(', ') || (failure ? 'no' : idle)],
    ['Certificate', certificateFile ?? ''],
    ['SHA-256', certificateFingerprint ?? ''],
    ['Programs', programs.map(({ name }) => name).join(', ') || 'none'],
  ];
}

/** @throws {AppError} `setting-invalid` — it cannot be the name of a program */
function nameOf([text = '']: readonly string[]): string {
  const name = relayProgramName.safeParse(text);
  if (name.success) return name.data;
  const why = name.error.issues[0]?.message ?? 'is no name';
  throw new AppError('setting-invalid', `The name of a program ${why}.`, { field: 'name' });
}

function noProgram(name: string): AppError {
  return new AppError('setting-invalid', `There is no program "${name}".`, { field: 'name' });
}
