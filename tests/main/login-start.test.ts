import { expect, test } from 'vitest';
import { createLoginStart } from '../../main/login-start.ts';

function start(answer: (wanted: boolean) => 'on' | 'off' | 'needs-approval' = (on) => (on ? 'on' : 'off')) {
  const set: boolean[] = [];
  const told: string[] = [];
  const setting = { value: false };
  const login = createLoginStart({
    startAtLogin: {
      set: async (wanted) => {
        set.push(wanted);
        return answer(wanted);
      },
    },
    wanted: () => setting.value,
    onChanged: (state) => void told.push(state),
    log: () => undefined,
  });
  return { set, told, setting, login };
}

test('the system is told when the setting changes, and not with every other setting', async () => {
  const { set, told, setting, login } = start();
  await login.follow();
  setting.value = true;
  await login.follow();
  await login.follow();
  setting.value = false;
  await login.follow();
  expect([set, told]).toEqual([
    [true, false],
    ['on', 'off'],
  ]);
});

test('at the start it is told anew, for the program may have been moved', async () => {
  const { set, setting, login } = start();
  setting.value = true;
  await login.follow(true);
  await login.follow();
  expect(set).toEqual([true]);
});

test('what the system does not take is said, and tried again with the next change', async () => {
  let isBroken = true;
  const { told, setting, login } = start(() => {
    if (isBroken) throw new Error('full');
    return 'needs-approval';
  });
  setting.value = true;
  await login.follow();
  isBroken = false;
  await login.follow();
  expect(told).toEqual(['failed', 'needs-approval']);
});

test('where there is no such start nothing happens', async () => {
  const told: string[] = [];
  const login = createLoginStart({
    ...{ startAtLogin: null, wanted: () => true, log: () => undefined },
    onChanged: (state) => void told.push(state),
  });
  await login.follow(true);
  expect(told).toEqual([]);
});
