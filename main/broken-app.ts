import type { AppState } from '../shared/app-state.ts';
import { AppError, toFailure } from '../shared/errors.ts';
import { defaultSettings } from '../shared/settings.ts';
import type { AppOptions, AppPort } from './app-port.ts';

const nothing = { queued: 0, sending: 0, held: 0, sent: 0, failed: 0, unconfirmed: 0, cancelled: 0 };

/**
 * Answers an app that only says why it cannot open its profile.
 *
 * A window shows the reason; every call that would touch the profile answers the same failure, so nothing is overwritten.
 */
export function createBrokenApp(
  { host, ports }: Pick<AppOptions, 'host' | 'ports'>,
  error: AppError,
): AppPort {
  const failure = toFailure(error);
  const state: AppState = {
    host: { ...host, secretStorage: ports.cipher.strength },
    accounts: [],
    settings: defaultSettings,
    providers: [],
    policy: { status: 'none', setBy: '', lockedSettings: [], businessObjects: [], failure: null },
    signIn: null,
    questions: [],
    outbox: { version: 0, counts: nothing, batch: null },
    loginStart: 'unavailable',
    update: { stage: 'off', because: 'not-here' },
    checks: [],
    problems: [failure],
  };
  const snapshot = { revision: 1, state };
  return {
    call: async (method, _input, caller) =>
      method === 'stateGet' && caller.origin === 'user'
        ? { ok: true, value: snapshot }
        : { ok: false, error: failure },
    onState: (listener) => {
      listener(snapshot);
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
}
