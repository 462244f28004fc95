import { expect, it } from 'vitest';
import { createApi } from '../../shared/create-api.ts';
import { methodNames } from '../../shared/method-names.ts';

it('each method of the contract is one call by its name, and its reply comes back as it is', async () => {
  const calls: unknown[] = [];
  const reply = { ok: true, value: {} };
  const api = createApi(async (...call) => {
    calls.push(call);
    return reply;
  });
  expect(Object.keys(api)).toEqual([...methodNames]);
  expect(await api.stateGet({})).toBe(reply);
  expect(await api.settingsSave({ theme: 'dark' })).toBe(reply);
  expect(calls).toEqual([
    ['stateGet', {}],
    ['settingsSave', { theme: 'dark' }],
  ]);
});

it('a call that cannot be made rejects', async () => {
  const api = createApi(() => Promise.reject(new Error('gone')));
  await expect(api.stateGet({})).rejects.toThrow('gone');
});
