import { newAccountDraft } from '../../shared/account.ts';
import type { AccountRow } from '../../shared/account.ts';
import type { AppState } from '../../shared/app-state.ts';
import { defaultSettings } from '../../shared/settings.ts';

/** A grid row for tests. */
export function exampleRow(id: number, change: Partial<AccountRow> = {}): AccountRow {
  return {
    ...newAccountDraft,
    id,
    host: 'mail.example.test',
    user: `user${id}@example.test`,
    isDefault: false,
    managed: false,
    passwordSet: false,
    signedInAs: null,
    status: { kind: 'not-checked' },
    ...change,
  };
}

/** An empty state for tests. */
export function exampleState(change: Partial<AppState> = {}): AppState {
  return {
    host: { kind: 'preview', platform: 'linux', version: '0.0.0', secretStorage: 'key-file', userName: 'sa' },
    accounts: [],
    settings: defaultSettings,
    providers: [],
    policy: { status: 'none', setBy: '', lockedSettings: [], businessObjects: [], failure: null },
    signIn: null,
    questions: [],
    outbox: {
      version: 0,
      counts: { queued: 0, sending: 0, held: 0, sent: 0, failed: 0, unconfirmed: 0, cancelled: 0 },
      batch: null,
    },
    loginStart: 'off',
    update: { stage: 'idle' },
    checks: [],
    problems: [],
    ...change,
  };
}
