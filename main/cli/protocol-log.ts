import { accountOf } from './accounts.ts';
import type { Command } from './command.ts';
import { localTimeText } from './local-time.ts';
import { printable } from './table.ts';

/** `protocol-log on ID` */
export const startProtocolLog: Command = (context) => setProtocolLog(context, true);

/** `protocol-log off ID` */
export const stopProtocolLog: Command = (context) => setProtocolLog(context, false);

async function setProtocolLog(context: Parameters<Command>[0], on: boolean): ReturnType<Command> {
  const { id } = await accountOf(context, context.positionals[0] ?? '');
  const { untilMs } = await context.call('protocolLogSet', { accountId: id, on });
  const text =
    untilMs === null
      ? `Nothing is recorded of account ${id}.`
      : `What account ${id} and its servers say is recorded until ${localTimeText(untilMs)}.`;
  return { value: { accountId: id, untilMs }, text };
}

/** `protocol-log show ID` */
export const showProtocolLog: Command = async (context) => {
  const { id } = await accountOf(context, context.positionals[0] ?? '');
  const { untilMs, lines } = await context.call('protocolLogRead', { accountId: id });
  if (untilMs !== null) context.tell(`note: recorded until ${localTimeText(untilMs)}.`);
  if (lines.length === 0) context.tell(`note: nothing was recorded of account ${id} yet.`);
  return { value: { accountId: id, untilMs, lines }, text: lines.map(printable).join('\n') };
};
