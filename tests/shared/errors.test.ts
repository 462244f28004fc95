import { expect, test } from 'vitest';
import { AppError, errorCatalog, toFailure } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';

const codes = Object.keys(errorCatalog) as ErrorCode[];
const those = (holds: (entry: (typeof errorCatalog)[ErrorCode]) => boolean) =>
  codes.filter((code) => holds(errorCatalog[code]));

test('the outbox tries again by itself after these failures, and after no others', () => {
  expect(those(({ retried }) => retried)).toEqual([
    ...['provider-unreachable', 'provider-response-invalid', 'vault-unavailable', 'server-unreachable'],
    ...['tls-failed', 'deferred', 'throttled', 'storage-full', 'storage-unusable'],
  ]);
});

test('a script that asks for a wait gets the exit code for it, and only then', () => {
  expect(those(({ exitCode }) => exitCode === 75)).toEqual([
    ...['provider-unreachable', 'provider-response-invalid', 'server-unreachable', 'tls-failed'],
    ...['deferred', 'throttled'],
  ]);
  expect(those(({ exitCode }) => exitCode === 64)).toEqual(['invalid-request']);
  expect(those(({ exitCode }) => exitCode < 64 || exitCode > 78)).toEqual([]);
});

test('every failure has a way out: a sentence of its own', () => {
  const ways = codes.map((code) => errorCatalog[code].wayOut);
  expect(ways.filter((way) => !/^[A-Z].{9,}\.$/.test(way))).toEqual([]);
});

test('a failure keeps its code, sentence, remedy, field and detail, and nothing of its cause', () => {
  const cause = new Error('canary');
  const error = new AppError('key-taken', 'Taken.', { cause, field: 'host', detail: { accountId: 7 } });
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.cause]).toEqual(['AppError', cause]);
  expect(toFailure(error)).toEqual({
    ...{ code: 'key-taken', message: 'Taken.', remedy: 'correct-input' },
    ...{ field: 'host', detail: { accountId: 7 } },
  });
  const plain = new AppError('internal', 'x');
  expect(Object.hasOwn(plain, 'cause')).toBe(false);
  expect(Object.keys(toFailure(plain))).toEqual(['code', 'message', 'remedy']);
});

test.each([new Error('canary'), 'canary', null, undefined, { code: 'key-taken', message: 'canary' }])(
  'whatever else is thrown is internal and says nothing of itself: %j',
  (thrown) => {
    expect(toFailure(thrown)).toEqual({
      code: 'internal',
      message: 'Something unexpected went wrong.',
      remedy: 'report',
    });
  },
);
