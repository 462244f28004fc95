import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultSettings, plainSettings, settingsChange } from '../../shared/settings.ts';
import { createUndo, withUndoEnd } from '../../renderer/accounts/undo.ts';
import { createCall } from '../../renderer/call.ts';
import { createCell } from '../../renderer/cell.ts';
import { dismiss, report } from '../../renderer/failures/failure-list.ts';
import type { ShownFailure } from '../../renderer/failures/failure-list.ts';
import { showToast } from '../../renderer/failures/toast-list.ts';
import type { Toast } from '../../renderer/failures/toast-list.ts';
import { edit, faultyKeys, toChange, toValues } from '../../renderer/settings/settings-form.ts';
import { settingFields } from '../../renderer/settings/setting-fields.ts';
import { formatTimeLeft } from '../../renderer/sign-in/time-left.ts';
import { brandRamp, contrast } from '../../renderer/styles/brand-ramp.ts';
import { allTabs, closeTab, openTab, parseTabs } from '../../renderer/tabs/tab-state.ts';
import { createFormat } from '../../renderer/use-format.ts';
import { createApi } from '../../shared/create-api.ts';

describe('tabs', () => {
  test('closing the active one brings its right neighbour forward, else its left one', () => {
    expect(closeTab(allTabs, 'accounts')).toEqual({
      open: ['compose', 'outbox', 'settings'],
      active: 'compose',
    });
    expect(closeTab({ ...allTabs, active: 'settings' }, 'settings').active).toBe('outbox');
    expect(closeTab(allTabs, 'outbox').active).toBe('accounts');
  });

  test('closing all of them leaves none, and any can be opened again', () => {
    const none = allTabs.open.reduce(closeTab, allTabs);
    expect(none).toEqual({ open: [], active: null });
    expect(openTab(none, 'outbox')).toEqual({ open: ['outbox'], active: 'outbox' });
  });

  test.each([null, 3, {}, { open: [] }, { open: 'x' }, { open: ['none'] }])(
    'nonsense %o gives all tabs',
    (value) => {
      expect(parseTabs(value)).toEqual(allTabs);
    },
  );

  test('open tabs are remembered, each once', () => {
    const value = { open: ['outbox', 'x', 'outbox', 'accounts'], active: 'gone' };
    expect(parseTabs(value)).toEqual({ open: ['outbox', 'accounts'], active: 'outbox' });
  });
});

describe('failures', () => {
  const failure = { code: 'storage-full', message: 'The disk is full.', remedy: 'try-again' } as const;

  test('the same one is shown once, in front', () => {
    const list = createCell<readonly ShownFailure[]>([]);
    report(list, failure);
    report(list, { ...failure, code: 'throttled' });
    report(list, failure);
    expect(list.value().map((shown) => shown.failure.code)).toEqual(['storage-full', 'throttled']);
    dismiss(list, list.value()[0]?.key ?? 0);
    expect(list.value()).toHaveLength(1);
  });

  test('a host that is gone is an answer, not an exception', async () => {
    const call = createCall(createApi(() => Promise.reject(new TypeError('Failed to fetch'))));
    expect(await call('stateGet', {})).toMatchObject({ ok: false, error: { code: 'no-answer' } });
  });
});

test('a toast with Undo stays at least ten seconds, and never more than three are shown', () => {
  const toasts = createCell<readonly Toast[]>([]);
  showToast(toasts, { text: 'Removed.', action: { label: 'Undo', run: () => undefined } });
  expect(toasts.value()[0]?.shownMs).toBeGreaterThanOrEqual(10_000);
  for (let count = 0; count < 5; count += 1) showToast(toasts, { text: 'Saved.' });
  expect(toasts.value()).toHaveLength(3);
  expect(new Set(toasts.value().map(({ key }) => key)).size).toBe(3);
});

describe('Undo', () => {
  const offer = () => {
    const toasts = createCell<readonly Toast[]>([]);
    const undo = createUndo(toasts);
    const undone: string[] = [];
    const remove = (what: string) =>
      undo.offer({
        done: `Removed ${what}.`,
        label: 'Undo',
        text: 'Undo Remove',
        run: () => undone.push(what),
      });
    const call = withUndoEnd(
      createCall(
        createApi(async (name) =>
          name === 'importApply'
            ? { ok: false, error: { code: 'import-refused', message: 'No.', remedy: 'correct-input' } }
            : { ok: true, value: {} },
        ),
      ),
      undo,
    );
    const shown = () => toasts.value().map(({ text, action }) => (action ? `${text} Undo` : text));
    return { toasts, undo, undone, remove, call, shown };
  };

  test.each(['accountsSave', 'accountsSetEnabled', 'accountsRestore'] as const)(
    'passes with the next change, which is %s here',
    async (method) => {
      const { undo, undone, remove, call, shown } = offer();
      remove('4');
      await call('stateGet', {});
      await call('importApply', { base64: '', passphrase: null, planId: 'plan-00000001' });
      expect(shown()).toEqual(['Removed 4. Undo']);
      await call(method, {} as never);
      expect(shown()).toEqual(['Removed 4.']);
      undo.run();
      expect({ undone, last: undo.last.value() }).toEqual({ undone: [], last: null });
    },
  );

  test('takes back the last change alone, and once', () => {
    const { toasts, undo, undone, remove, shown } = offer();
    remove('4');
    remove('7');
    expect(shown()).toEqual(['Removed 4.', 'Removed 7. Undo']);
    toasts.value()[1]?.action?.run();
    undo.run();
    expect(undone).toEqual(['7']);
    expect(shown()).toEqual(['Removed 4.']);
  });

  test('touches no other toast after its own has gone', () => {
    const { toasts, undo, remove, shown } = offer();
    remove('4');
    toasts.set([]);
    showToast(toasts, { text: 'Saved.', action: { label: 'Show', run: () => undefined } });
    undo.end();
    expect(shown()).toEqual(['Saved. Undo']);
  });
});

describe('settings', () => {
  const saved = toValues(defaultSettings);

  test('every setting has its place on the page', () => {
    const keys = Object.values(settingFields).flatMap((fields) => fields.map(({ key }) => key));
    expect(keys.toSorted()).toEqual(Object.keys(plainSettings.unwrap().shape).toSorted());
  });

  test('going back to the saved value is no change', () => {
    const edits = edit({}, saved, 'retentionDays', '30');
    expect(edits).toEqual({ retentionDays: '30' });
    expect(edit(edits, saved, 'retentionDays', '365')).toEqual({});
  });

  test('what cannot be saved is named', () => {
    expect(faultyKeys({ smtpTimeoutMs: '999', retentionDays: '0', keepDocumentsDays: '1.5' })).toEqual([
      'smtpTimeoutMs',
      'keepDocumentsDays',
    ]);
  });

  test('Save hands over exactly what was changed, as the contract takes it', () => {
    const edits = {
      canSignInWhenSending: false,
      defaultAccountId: '',
      smtpTimeoutMs: '20000',
      theme: 'dark',
      language: '',
    };
    const change = toChange(edits);
    expect(settingsChange.parse(change)).toEqual({
      canSignInWhenSending: false,
      defaultAccountId: null,
      smtpTimeoutMs: 20_000,
      theme: 'dark',
      language: '',
    });
    expect(toChange({})).toEqual({});
  });
});

test('white text can be read on every accent of a system', () => {
  const hex = fc
    .integer({ min: 0, max: 0xff_ff_ff })
    .map((value) => `#${value.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(hex, (accent) => {
      expect(contrast(brandRamp(accent)[80], '#ffffff')).toBeGreaterThanOrEqual(4.5);
    }),
  );
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});

test('the time left counts down in minutes and seconds and never below nothing', () => {
  expect([300_000, 299_001, 61_000, 9_001, 0, -5].map(formatTimeLeft)).toEqual([
    '5:00',
    '5:00',
    '1:01',
    '0:10',
    '0:00',
    '0:00',
  ]);
});

test('sizes are written with a fitting unit', () => {
  const { size } = createFormat('en');
  expect([0, 1, 602, 1_249, 48_000, 1_348_000, 2_500_000_000].map(size)).toEqual([
    '0 bytes',
    '1 byte',
    '602 bytes',
    '1.2 kB',
    '48 kB',
    '1.3 MB',
    '2.5 GB',
  ]);
});
