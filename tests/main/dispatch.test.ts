import { expect, test } from 'vitest';
import { createDispatch } from '../../main/dispatch.ts';
import { newAccountDraft } from '../../shared/account.ts';
import { contract } from '../../shared/contract.ts';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { methodNames } from '../../shared/method-names.ts';

const user = { origin: 'user' } as const;

function createRecorder(answers: Partial<Handlers> = {}) {
  const events: unknown[] = [];
  const calls: string[] = [];
  const handlers = Object.fromEntries(
    methodNames.map((name) => [
      name,
      (input: never, caller: never) => {
        calls.push(name);
        return answers[name]?.(input, caller) ?? Promise.resolve({});
      },
    ]),
  ) as unknown as Handlers;
  const dispatch = createDispatch({ handlers, log: (event, fields) => void events.push([event, fields]) });
  return { dispatch, calls, events };
}

test('every name of the list is a method of the contract, and the other way round', () => {
  expect(Object.keys(contract).toSorted()).toEqual([...methodNames].toSorted());
});

test('what a method takes is made once, with the first call', () => {
  expect(contract.accountsSave.input).toBe(contract.accountsSave.input);
  const member = Object.getOwnPropertyDescriptor(contract.accountsSave, 'input');
  expect(member).toHaveProperty('get', expect.any(Function));
});

test.each(['nothing', 'toString', '__proto__', 'constructor', ''])(
  'an unknown method %j is refused',
  async (method) => {
    const { dispatch, calls } = createRecorder();
    const reply = await dispatch(method, {}, user);
    expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-request', field: 'method' } });
    expect(calls).toEqual([]);
  },
);

test.each([
  ['port', 0],
  ['port', 65_536],
  ['port', 'abc'],
  ['user', 'a\r\nRCPT TO:<b@example.test>'],
  ['tlsMethod', 'none'],
])('a draft with %s %j is refused with the name of the field', async (field, value) => {
  const { dispatch, calls } = createRecorder();
  const input = { accountId: null, draft: { ...newAccountDraft, [field]: value }, passwordTyped: false };
  const reply = await dispatch('accountsLint', input, user);
  expect(reply).toMatchObject({
    ok: false,
    error: { code: 'account-invalid', field, remedy: 'correct-input' },
  });
  expect(calls).toEqual([]);
});

test('what is deep within a value is named, with what is wanted there', async () => {
  const { dispatch } = createRecorder();
  const reply = await dispatch('settingsSave', { customProviders: [{ id: 'acme' }] }, user);
  expect(reply).toMatchObject({
    ok: false,
    error: {
      ...{ code: 'setting-invalid', field: 'customProviders' },
      message: 'customProviders: 0.redirectPort is missing; it must be a number.',
    },
  });
});

test.each<[object, string, string]>([
  [{ systemUser: 5 }, 'systemUser', 'must be a text'],
  [{ relayPort: 70_000 }, 'relayPort', 'must be 65535 or less'],
  [{ smtpTimeoutMs: 'x' }, 'smtpTimeoutMs', 'must be a number'],
  [{ theme: 'blue' }, 'theme', 'must be system or light or dark'],
  [{ systemUser: 'x'.repeat(300) }, 'systemUser', 'must have at most 256 characters'],
  [{ systemUser: 'a\nb' }, 'systemUser', 'must be one line'],
  [
    {
      businessObjects: [
        { name: 'A', columns: [] },
        { name: 'a', columns: [] },
      ],
    },
    'businessObjects',
    'has a business object twice',
  ],
])('a setting that is not right is told in words: %j', async (input, field, reason) => {
  const { dispatch } = createRecorder();
  expect(await dispatch('settingsSave', input, user)).toMatchObject({
    error: { code: 'setting-invalid', field, message: `${field}: ${reason}.` },
  });
});

test('the mail server of a custom provider is a host', async () => {
  const { dispatch } = createRecorder();
  const smtp = { host: 'ev il', port: 587, tlsMethod: 'auto' };
  const provider = {
    ...{ id: 'acme', name: 'Acme', issuer: 'https://id.acme.test', clientId: 'x', scopes: 'mail', smtp },
    ...{ authorizationEndpoint: null, tokenEndpoint: null, revocationEndpoint: null },
    ...{ clientAuthentication: 'none', mechanism: 'XOAUTH2', redirectPort: null, redirectPath: '/' },
  };
  expect(await dispatch('settingsSave', { customProviders: [provider] }, user)).toMatchObject({
    error: {
      code: 'setting-invalid',
      message: 'customProviders: 0.smtp.host must be a host name or an IP address.',
    },
  });
});

test('a member that the contract does not name is refused', async () => {
  const { dispatch, calls } = createRecorder();
  const reply = await dispatch('stateGet', { extra: 1 }, user);
  expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
  expect(calls).toEqual([]);
});

test('an unexpected exception becomes internal and its text stays inside', async () => {
  const { dispatch, events } = createRecorder({
    stateGet: () => Promise.reject(new Error('secret-in-text')),
  });
  const reply = await dispatch('stateGet', {}, user);
  expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify([reply, events])).not.toContain('secret-in-text');
});

test('a failure keeps its code, field and detail', async () => {
  const failing = new AppError('key-taken', 'Account 7 has this key.', {
    field: 'columnValue',
    detail: { accountId: 7 },
  });
  const { dispatch } = createRecorder({ stateGet: () => Promise.reject(failing) });
  expect(await dispatch('stateGet', {}, user)).toEqual({
    ok: false,
    error: {
      code: 'key-taken',
      message: 'Account 7 has this key.',
      remedy: 'correct-input',
      field: 'columnValue',
      detail: { accountId: 7 },
    },
  });
});
