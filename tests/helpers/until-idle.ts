import { setImmediate, setTimeout } from 'node:timers/promises';
import type { AppState } from '../../shared/app-state.ts';

/**
 * Resolves when nothing is being sent and nothing changes any more: what is left waits for the clock.
 *
 * @param outbox answers what the app says of it now
 * @param quietMs real milliseconds in which nothing may change
 */
export async function untilIdle(
  outbox: () => Pick<AppState['outbox'], 'counts' | 'version'>,
  quietMs: number,
): Promise<void> {
  for (let before = -1; ;) {
    await setTimeout(quietMs);
    // What changed in this turn is told in the next.
    await setImmediate();
    const { counts, version } = outbox();
    if (counts.sending === 0 && version === before) return;
    before = version;
  }
}
