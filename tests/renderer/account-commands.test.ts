import { describe, expect, test } from 'vitest';
import { sharedSignIns, signOutSteps, targetsOf } from '../../renderer/accounts/account-targets.ts';
import { shownCommands } from '../../renderer/accounts/shown-commands.ts';
import type { AccountActions, AccountCommandId } from '../../renderer/accounts/shown-commands.ts';
import { shortcutText } from '../../renderer/toolbar/shortcut.ts';
import { createWords } from '../../renderer/words/words.ts';
import { fakeAccount } from '../helpers/fake-app.ts';

const { t } = createWords('en');
const ada = { provider: 'microsoft', signedInAs: 'ada@contoso.test' } as const;
const first = fakeAccount(1, ada);
const second = fakeAccount(2, { ...ada, enabled: false });
const byGraph = fakeAccount(3, { ...ada, sendThrough: 'api' });
const plain = fakeAccount(4, {});
const managed = fakeAccount(1_000_001, { ...ada, managed: true });
const ids = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id);

describe('what a command is for', () => {
  test('enabling and disabling take those that are not so yet', () => {
    const targets = targetsOf([first, second, plain]);
    expect(ids(targets.toEnable)).toEqual([2]);
    expect(ids(targets.toDisable)).toEqual([1, 4]);
    expect(targets.single).toBeNull();
  });

  test('accounts of the administrator are signed out of, but never changed', () => {
    const targets = targetsOf([managed, plain]);
    expect(ids(targets.removable)).toEqual([4]);
    expect(ids(targets.toDisable)).toEqual([4]);
    expect(ids(targets.signedIn)).toEqual([1_000_001]);
    expect(ids(targets.managed)).toEqual([1_000_001]);
  });
});

describe('signing out of several accounts', () => {
  const accounts = [first, second, byGraph, plain];

  test('names each sign-in once, with everybody who uses it', () => {
    const used = sharedSignIns(accounts, [second, byGraph, plain]);
    expect(used.map((signIn) => ids(signIn.accounts))).toEqual([[2, 1], [3]]);
    expect(used.map(({ selectedIds }) => selectedIds)).toEqual([[2], [3]]);
  });

  test('goes one by one for those that are selected', () => {
    const steps = signOutSteps(sharedSignIns(accounts, [first, second]), false);
    expect(steps).toEqual([
      { accountId: 1, allAccounts: false, count: 1 },
      { accountId: 2, allAccounts: false, count: 1 },
    ]);
  });

  test('takes all users of a sign-in only where that was chosen', () => {
    const steps = signOutSteps(sharedSignIns(accounts, [second, byGraph]), true);
    expect(steps).toEqual([
      { accountId: 2, allAccounts: true, count: 2 },
      { accountId: 3, allAccounts: true, count: 1 },
    ]);
  });
});

describe('the commands', () => {
  const actions = new Proxy({} as AccountActions, { get: () => () => undefined });
  const shown = (selected: Parameters<typeof targetsOf>[0], undoText: string | null = null) =>
    shownCommands(actions, {
      targets: targetsOf(selected),
      selectedCount: selected.length,
      shownCount: 9,
      undoText,
      managedBy: 'Set by Contoso IT',
      isMac: false,
      t,
    });
  const off = (commands: ReturnType<typeof shown>) =>
    Object.entries(commands).flatMap(([id, { offBecause }]) => (offBecause === undefined ? [] : [id]));

  test('without a selection only what needs none is on', () => {
    const needsSelection: readonly AccountCommandId[] = [
      'remove',
      'edit',
      'duplicate',
      'signIn',
      'signOut',
      'check',
      'sendTest',
      'enable',
      'disable',
      'copyText',
      'copyCsv',
      'undo',
      'protocolLog',
    ];
    expect(off(shown([])).toSorted()).toEqual(needsSelection.toSorted());
  });

  test('several accounts are removed, disabled and copied together, but edited one at a time', () => {
    expect(off(shown([first, plain]))).toEqual([
      'edit',
      'duplicate',
      'signIn',
      'check',
      'sendTest',
      'enable',
      'undo',
      'protocolLog',
    ]);
  });

  test('a protocol log that is recorded can be stopped', () => {
    expect(shown([first]).protocolLog.text).toBe('Record Protocol Log for an Hour');
    expect(shown([{ ...first, protocolLogUntilMs: 1 }]).protocolLog.text).toBe('Stop Protocol Log');
  });

  test('what the administrator set says so where it is off', () => {
    const commands = shown([managed]);
    expect(commands.remove.offBecause).toBe('Set by Contoso IT');
    expect(commands.disable.offBecause).toBe('Set by Contoso IT');
    expect(commands.edit.offBecause).toBeUndefined();
    expect(shown([managed, plain]).remove.offBecause).toBeUndefined();
  });

  test('Undo names what it takes back', () => {
    expect(shown([], 'Undo Remove').undo).toMatchObject({ text: 'Undo Remove' });
  });
});

test.each([
  ['Mod+N', 'Ctrl+N', '⌘N'],
  ['Delete', 'Del', '⌦'],
  ['Mod+Backspace', 'Ctrl+Backspace', '⌘⌫'],
  ['Alt+I', 'Alt+I', '⌥I'],
  ['Mod+Plus', 'Ctrl++', '⌘+'],
  ['F5', 'F5', 'F5'],
])('%s is written %s, on macOS %s', (shortcut, text, macText) => {
  expect(shortcutText(shortcut, false, t)).toBe(text);
  expect(shortcutText(shortcut, true, t)).toBe(macText);
});
