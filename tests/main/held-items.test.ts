import { expect, test } from 'vitest';
import { correctedCodes, heldAfterSignIn, mayRecode, renewedCodes } from '../../main/held-items.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxState } from '../../shared/message.ts';

test.each<[Parameters<typeof heldAfterSignIn>[0], ErrorCode | null]>([
  [{ stage: 'signed-in' }, null],
  [{ stage: 'cancelled', failure: { code: 'sign-in-cancelled' } }, 'sign-in-cancelled'],
  [{ stage: 'timed-out', failure: { code: 'sign-in-timed-out' } }, 'sign-in-timed-out'],
  [{ stage: 'wrong-account', failure: { code: 'wrong-account' } }, 'wrong-account'],
  [{ stage: 'failed', failure: { code: 'authorization-denied' } }, 'sign-in-cancelled'],
  [{ stage: 'failed', failure: { code: 'provider-unreachable' } }, 'sign-in-required'],
])('after %j items are held as %s', (end, code) => {
  expect(heldAfterSignIn(end)).toBe(code);
});

test.each<[OutboxState, ErrorCode | null, ErrorCode, boolean]>([
  ['queued', null, 'sign-in-required', true],
  ['queued', 'deferred', 'sign-in-cancelled', true],
  ['held', 'sign-in-required', 'sign-in-required', false],
  ['held', 'sign-in-required', 'wrong-account', true],
  ['held', 'vault-unreadable', 'sign-in-required', false],
  ['held', 'vault-unreadable', 'sign-in-cancelled', true],
  ['held', 'account-disabled', 'sign-in-cancelled', false],
  ['held', 'sign-in-cancelled', 'sign-in-timed-out', false],
  ['sending', null, 'sign-in-required', false],
  ['sent', null, 'sign-in-required', false],
  ['failed', 'message-rejected', 'sign-in-cancelled', false],
])('an item that is %s because of %s takes %s: %s', (state, because, code, takes) => {
  expect(mayRecode({ state, because }, code)).toBe(takes);
});

test.each<[ErrorCode, boolean, boolean]>([
  ['sign-in-required', true, false],
  ['sign-in-cancelled', true, false],
  ['vault-unreadable', true, false],
  ['consent-required', true, true],
  ['client-rejected', true, false],
  ['password-required', true, false],
  ['account-invalid', true, true],
  ['authentication-rejected', true, true],
  ['sender-rejected', true, true],
  ['account-disabled', false, false],
  ['policy-invalid', false, false],
])(
  'what is held for %s goes on after a new secret: %s, after a correction: %s',
  (code, renewed, corrected) => {
    expect([renewedCodes.has(code), correctedCodes.has(code)]).toEqual([renewed, corrected]);
  },
);
