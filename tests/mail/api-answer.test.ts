import { expect, test } from 'vitest';
import { parseJson, retryAfterMs } from '../../main/mail/api-answer.ts';

const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);
const dayMs = 86_400_000;

test('a body is JSON or nothing', () => {
  expect(parseJson('{"a":1}')).toEqual({ a: 1 });
  for (const text of ['', '<html>', '{', 'undefined']) expect(parseJson(text)).toBeNull();
});

test.each<[string, string, number | undefined]>([
  ['1', '', 1_000],
  ['120', '', 120_000],
  ['0', '', undefined],
  ['', '', undefined],
  ['soon', '', undefined],
  ['-5', '', undefined],
  ['86400', '', dayMs],
  ['86401', '', dayMs],
  ['9999999', '', dayMs],
  ['99999999', '', undefined],
  ['Sat, 21 Nov 2026 12:01:00 GMT', '', 60_000],
  ['Sat, 21 Nov 2026 12:00:00 GMT', '', undefined],
  ['Sat, 21 Nov 2026 11:59:00 GMT', '', undefined],
  ['Wed, 21 Nov 2035 12:00:00 GMT', '', dayMs],
  ['', '2026-11-21T12:05:00.000Z', 300_000],
  ['', 'soon', undefined],
  ['60', '2026-11-21T12:05:00.000Z', 60_000],
  ['x', '2026-11-21T12:05:00.000Z', undefined],
])('Retry-After %j, or in the text %j, is a wait of %j ms', (header, text, ms) => {
  expect(retryAfterMs(header, nowMs, text)).toBe(ms);
});
