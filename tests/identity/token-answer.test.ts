import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTokenAnswer } from '../../main/identity/token-answer.ts';
import { runs } from '../helpers/effort.ts';

const weekSeconds = 604_800;

test('a token answer is taken with what else it says', () => {
  const answer = {
    access_token: 'at',
    token_type: 'Bearer',
    expires_in: 3_599,
    refresh_token: 'rt',
    scope: 's',
  };
  expect(parseTokenAnswer(answer)).toEqual(answer);
  expect(parseTokenAnswer({ access_token: 'at' })).toEqual({ access_token: 'at' });
});

test.each([
  null,
  {},
  { access_token: '' },
  { access_token: 5 },
  { access_token: null },
  { access_token: ['at'] },
  { access_token: 'at', token_type: 'mac' },
  { access_token: 'at', token_type: 'bearer ' },
  { access_token: 'at', token_type: '' },
  { access_token: 'at', token_type: null },
  { access_token: 'at', token_type: 5 },
])('nobody may use %j', (answer) => {
  expect(parseTokenAnswer(answer)).toBeNull();
});

test.each(['Bearer', 'bearer', 'BEARER'])('the type may be spelled %s, and stays as it is', (type) => {
  expect(parseTokenAnswer({ access_token: 'at', token_type: type })).toEqual({
    access_token: 'at',
    token_type: type,
  });
});

test.each<[unknown, number | undefined]>([
  [3_600, 3_600],
  ['3600', 3_600],
  [' 3600 ', 3_600],
  [3_599.9, 3_599],
  [0, 0],
  [-1, 0],
  [-0.5, 0],
  ['-7', 0],
  [weekSeconds, weekSeconds],
  [weekSeconds + 1, weekSeconds],
  [Number.MAX_VALUE, weekSeconds],
  ['1e99', weekSeconds],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  ['', undefined],
  [' ', undefined],
  ['soon', undefined],
  [null, undefined],
  [true, undefined],
  [[3_600], undefined],
])('a lifetime of %j seconds is taken as %j', (given, taken) => {
  const answer = parseTokenAnswer({ access_token: 'at', expires_in: given });
  expect(Object.hasOwn(answer ?? {}, 'expires_in')).toBe(taken !== undefined);
  // 0 and -0 are the same second.
  expect(answer?.['expires_in']).toSatisfy((seconds) => seconds === taken);
});

test('whatever an answer says, a token of it is a text, its lifetime a week at most, and nothing else is added', () => {
  const odd = fc.oneof(fc.jsonValue(), fc.double(), fc.string(), fc.constantFrom('Bearer', 'bearer', '3600'));
  const members = fc.constantFrom('access_token', 'token_type', 'expires_in', 'refresh_token', '__proto__');
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(members, fc.string()), odd), (body) => {
      const answer = parseTokenAnswer(body);
      if (!answer) return;
      expect(answer['access_token']).toBe(body['access_token']);
      expect(typeof answer['access_token']).toBe('string');
      expect(Object.keys(answer).filter((name) => !Object.hasOwn(body, name))).toEqual([]);
      const { expires_in: seconds } = answer as { expires_in?: number };
      if (seconds !== undefined) {
        expect(Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= weekSeconds).toBe(true);
      }
    }),
    runs({ quick: 500, full: 10_000 }),
  );
});
