import type { App } from 'electron';
import type { AccountRow } from '../../shared/account.ts';
import { applyStateChange } from '../../shared/app-state.ts';
import type { AppState, StateSnapshot } from '../../shared/app-state.ts';
import type { AppPort } from '../app-port.ts';

/** What an account waits for a person with. */
const asksForSomebody = new Set<AccountRow['status']['kind']>([
  'sign-in-needed',
  'password-needed',
  'correction-needed',
  'refused',
  'blocked',
  'unreadable',
]);

/**
 * Answers how many accounts cannot send until somebody does something, and how many messages only a person can decide about.
 *
 * What waits for such an account is not counted besides.
 */
export function badgeCount({ accounts, outbox }: Pick<AppState, 'accounts' | 'outbox'>): number {
  const asking = accounts.filter(({ status }) => asksForSomebody.has(status.kind)).length;
  return asking + outbox.counts.unconfirmed;
}

/** Shows the count on the icon of the app, where the system has a place for it (Dock, Unity launcher). */
export async function followBadge(
  app: Promise<Pick<AppPort, 'onState'>>,
  shell: Pick<App, 'setBadgeCount'>,
): Promise<void> {
  let known: StateSnapshot | null = null;
  let shown = 0;
  (await app).onState((push) => {
    known = 'state' in push ? push : known && applyStateChange(known, push);
    if (known === null) return;
    const count = badgeCount(known.state);
    if (count !== shown) shell.setBadgeCount(count);
    shown = count;
  });
}
