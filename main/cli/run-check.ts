import type { AccountRow } from '../../shared/account.ts';
import type { CheckView } from '../../shared/diagnose.ts';
import { AppError } from '../../shared/errors.ts';
import { stateOf } from './accounts.ts';
import type { CommandContext } from './command.ts';
import { printable } from './table.ts';

const mostTries = 4;

/**
 * Answers how a Check ended. Another program may carry it out and end in the middle; then it begins anew, for it changes
 * nothing.
 *
 * @throws {AppError} `profile-in-use` — the programs that carried it out went away one after the other
 */
export async function checkOne(context: CommandContext, row: AccountRow): Promise<CheckView> {
  context.tell(`Checking account ${row.id} (${printable(row.user || row.host)}).`);
  for (let left = mostTries; left > 0; left -= 1) {
    const view = await tryToCheck(context, row.id);
    if (view) return view;
  }
  throw new AppError('profile-in-use', 'The Check was ended by another program.');
}

/** @returns null — the program that carried it out is gone */
async function tryToCheck(context: CommandContext, accountId: number): Promise<CheckView | null> {
  const { call, onState, interrupted } = context;
  const ended = Promise.withResolvers<CheckView | null>();
  let checkId: string | null = null;
  let isKnown = false;
  // Before the Check begins: whatever is told from then on is about it, also where state comes later than answers.
  const stop = onState((push) => {
    const checks = 'state' in push ? push.state.checks : push.slices.checks;
    const view = checks?.find((each) => each.checkId === checkId);
    if (checkId === null || checks === undefined) return;
    if (view && view.outcome !== 'running') ended.resolve(view);
    // A push from before the Check may come after its answer.
    else if (!view && isKnown) ended.resolve(null);
  });
  const cancel = () => void (checkId !== null && call('checkCancel', { checkId }).catch(() => undefined));
  interrupted.addEventListener('abort', cancel, { once: true });
  try {
    const begun = await call('checkStart', { accountId });
    ({ checkId } = begun);
    if (interrupted.aborted) cancel();
    if (begun.outcome !== 'running') return begun;
    const { checks } = await stateOf(context);
    const now = checks.find((each) => each.checkId === checkId);
    if (!now) return null;
    isKnown = true;
    return now.outcome === 'running' ? await ended.promise : now;
  } finally {
    interrupted.removeEventListener('abort', cancel);
    stop();
  }
}
