import { expect, it } from 'vitest';
import { whileAttended } from '../../../main/electron/attended.ts';

it('an agent without a window asks nobody, and one whose window was opened does', async () => {
  const asked: string[] = [];
  let isAttended = false;
  const { openBrowser, notify } = whileAttended(() => isAttended, {
    openBrowser: async (url, browser) => void asked.push(`${url} ${browser}`),
    notify: ({ kind }) => void asked.push(kind),
  });
  notify({ kind: 'sign-in-needed', count: 1 });
  await expect(openBrowser('https://a.test/', 'firefox')).rejects.toMatchObject({
    code: 'browser-not-opened',
  });
  expect(asked).toEqual([]);
  isAttended = true;
  notify({ kind: 'sign-in-needed', count: 1 });
  await openBrowser('https://a.test/', 'firefox');
  expect(asked).toEqual(['sign-in-needed', 'https://a.test/ firefox']);
});
