import type { App } from 'electron';
import { asksForSomebody } from '../../shared/account.ts';
import type { AppState } from '../../shared/app-state.ts';
import type { AppPort } from '../app-port.ts';
import { followState } from './follow-state.ts';

/** Answers how many accounts cannot send until somebody does something. */
export function askingAccounts(accounts: AppState['accounts']): number {
  return accounts.filter(({ status }) => asksForSomebody.has(status.kind)).length;
}

/**
 * Answers how many accounts cannot send until somebody does something, and how many messages only a person can decide about.
 *
 * What waits for such an account is not counted besides.
 */
export function badgeCount({ accounts, outbox }: Pick<AppState, 'accounts' | 'outbox'>): number {
  return askingAccounts(accounts) + outbox.counts.unconfirmed;
}

/** Shows the count on the icon of the app, where the system has a place for it (Dock, Unity launcher); Windows has `followOverlay`. */
export async function followBadge(
  app: Promise<Pick<AppPort, 'onState'>>,
  shell: Pick<App, 'setBadgeCount'>,
): Promise<void> {
  let shown = 0;
  await followState(app, (state) => {
    const count = badgeCount(state);
    if (count !== shown) shell.setBadgeCount(count);
    shown = count;
  });
}
