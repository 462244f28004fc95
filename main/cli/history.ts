import type { Input } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { outboxStates } from '../../shared/message.ts';
import type { OutboxState } from '../../shared/message.ts';
import type { Command, OptionValues } from './command.ts';
import { parseEndTime, timeOption } from './local-time.ts';
import { parseAccountId } from './option-values.ts';
import { refuseTaken, writeExport } from './write-export.ts';

/** Answers which messages the options mean: `--state`, `--text`, `--account`, `--from`, `--to`. */
export function historyFilter(options: OptionValues): Omit<Input<'outboxExport'>, 'beforeSequence'> {
  const [text, account] = [options.text('text'), options.text('account')];
  const fromMs = timeOption(options, 'from');
  const toMs = timeOption(options, 'to', parseEndTime);
  return {
    states: statesOf(options),
    ...(text !== undefined && { text }),
    ...(account !== undefined && { accountId: parseAccountId(account, 'account') }),
    ...(fromMs !== null && { fromMs }),
    ...(toMs !== null && { toMs }),
  };
}

/** `history export FILE` */
export const exportHistory: Command = async ({ options, positionals, call, random }) => {
  const [path = ''] = positionals;
  const force = options.flag('force');
  const filter = historyFilter(options);
  if (path !== '-') await refuseTaken(path, force);
  const parts: string[] = [];
  let messages = 0;
  let beforeSequence: number | null = null;
  do {
    const page: { readonly csv: string; readonly rows: number; readonly nextBeforeSequence: number | null } =
      await call('outboxExport', { ...filter, beforeSequence });
    parts.push(page.csv);
    messages += page.rows;
    beforeSequence = page.nextBeforeSequence;
  } while (beforeSequence !== null);
  const text = parts.join('');
  // The last line end is the command line's own.
  if (path === '-') return { value: { messages, text }, text: text.replace(/\r?\n$/, '') };
  await writeExport(path, text, { force, random });
  return {
    value: { file: path, messages, sizeBytes: Buffer.byteLength(text) },
    text: `${messages} ${messages === 1 ? 'message' : 'messages'} exported to ${path}.`,
  };
};

function statesOf(options: OptionValues): OutboxState[] {
  return options.texts('state').map((text) => {
    const state = outboxStates.find((each) => each === text);
    if (state) return state;
    throw new AppError(
      'setting-invalid',
      `--state must be one of ${outboxStates.join(', ')}, not "${text}".`,
      { field: 'state' },
    );
  });
}
