import { describe, expect, test } from 'vitest';
import { classifyGmailAnswer } from '../../main/mail/gmail-answer.ts';

const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);
const answer = (status: number, body: unknown, retryAfter = '') => ({
  status,
  retryAfter,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const error = (code: number, reason: string, message = 'text', status = '') => ({
  error: { code, message, status, errors: [{ domain: 'global', reason, message }] },
});
const detailed = (code: number, status: string, reason: string) => ({
  error: {
    code,
    message: 'text',
    status,
    details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }],
  },
});
const classify = (given: ReturnType<typeof answer>, ending = true) =>
  classifyGmailAnswer(given, ['ben@example.org'], ending, nowMs);

test('200 with the ID of the message is accepted for every recipient', () => {
  expect(classify(answer(200, { id: '18c', threadId: 'x', labelIds: ['SENT'] }))).toEqual({
    kind: 'accepted',
    reply: '200 18c',
    accepted: ['ben@example.org'],
    refused: [],
  });
});

test.each(['', '{}', '<html>Welcome to the hotel</html>', '{"id":""}', 'null'])(
  '200 with %j instead of a message decides nothing',
  (body) => {
    expect(classify(answer(200, body)).kind).toBe('unconfirmed');
  },
);

test("200 before the message was whole is nobody's yes", () => {
  expect(classify(answer(200, { id: '18c' }), false)).toMatchObject({ kind: 'deferred' });
});

test.each([
  [401, error(401, 'authError', 'Invalid Credentials'), 'authentication-rejected', 'authentication-rejected'],
  [403, error(403, 'insufficientPermissions'), 'rejected', 'scope-missing'],
  [403, detailed(403, 'PERMISSION_DENIED', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'), 'rejected', 'scope-missing'],
  [403, error(403, 'accessNotConfigured'), 'rejected', 'client-rejected'],
  [403, detailed(403, 'PERMISSION_DENIED', 'SERVICE_DISABLED'), 'rejected', 'client-rejected'],
  [403, error(403, 'domainPolicy'), 'rejected', 'consent-required'],
  [403, error(403, 'forbidden', 'Delegation denied for anna@example.com'), 'rejected', 'sender-rejected'],
  [403, error(403, 'forbidden'), 'rejected', 'message-rejected'],
  [403, error(403, 'rateLimitExceeded'), 'deferred', 'throttled'],
  [403, error(403, 'userRateLimitExceeded'), 'deferred', 'throttled'],
  [403, error(403, 'dailyLimitExceeded'), 'deferred', 'throttled'],
  [403, error(403, 'quotaExceeded'), 'deferred', 'throttled'],
  [429, error(429, 'rateLimitExceeded'), 'deferred', 'throttled'],
  [429, 'Too many', 'deferred', 'throttled'],
  [400, error(400, 'failedPrecondition', 'Mail service not enabled'), 'rejected', 'sender-rejected'],
  [400, error(400, 'invalidArgument', 'Recipient address required'), 'rejected', 'recipient-rejected'],
  [400, error(400, 'invalidArgument', 'Invalid To header'), 'rejected', 'recipient-rejected'],
  [400, error(400, 'invalidArgument'), 'rejected', 'message-rejected'],
  [400, '<html>', 'deferred', 'provider-response-invalid'],
  [404, error(404, 'notFound'), 'deferred', 'provider-response-invalid'],
  [302, '', 'deferred', 'provider-response-invalid'],
  [407, '', 'deferred', 'provider-response-invalid'],
  [408, '', 'deferred', 'provider-unreachable'],
  [413, '', 'rejected', 'message-too-large'],
] as const)('%i %j means %s %s, before and after the end', (status, body, kind, code) => {
  for (const ending of [true, false]) {
    const outcome = classify(answer(status, body), ending);
    expect(outcome).toMatchObject({ kind, code });
    expect(outcome.reply).toMatch(new RegExp(`^${status}`));
    if (outcome.kind === 'authentication-rejected') expect(outcome.tokenMayBeStale).toBe(true);
  }
});

test.each([500, 502, 503, 504])(
  '%i after the end says nothing about the message, before it a lot',
  (status) => {
    expect(classify(answer(status, error(status, 'backendError'))).kind).toBe('unconfirmed');
    expect(classify(answer(status, ''), false)).toMatchObject({
      kind: 'deferred',
      code: 'provider-unreachable',
    });
  },
);

describe('Retry-After', () => {
  test.each([
    ['120', '', 120_000],
    ['Sat, 21 Nov 2026 12:05:00 GMT', '', 300_000],
    ['', 'User-rate limit exceeded.  Retry after 2026-11-21T12:10:00.000Z', 600_000],
    ['9999999', '', 86_400_000],
    ['0', '', undefined],
    ['Sat, 21 Nov 2026 11:00:00 GMT', '', undefined],
    ['soon', '', undefined],
    ['', '', undefined],
  ])('of %j and a text of %j waits %j ms', (header, message, waitMs) => {
    const outcome = classify(answer(429, error(429, 'rateLimitExceeded', message), header));
    expect(outcome.kind === 'deferred' && outcome.retryAfterMs).toBe(waitMs);
  });
});

test.each<[number, unknown, string]>([
  [400, { error: {} }, '400'],
  [400, { error: { message: 'Bad', errors: [{}], details: [{}] } }, '400 Bad'],
  [
    400,
    { error: { message: 'Bad', errors: [{ reason: 'x' }], details: [{ reason: 'y' }, { reason: 'x' }] } },
    '400 x y Bad',
  ],
  [400, { error: { message: 'Bad', errors: [{ reason: '' }] } }, '400 Bad'],
  [404, 'none', '404'],
  [503, '<html>', '503'],
])('%i %j is shown in its own words, each reason once: %j', (status, body, reply) => {
  expect(classify(answer(status, body), false).reply?.trimEnd()).toBe(reply);
});

test('an error without words is about the message, as nothing else is known', () => {
  for (const body of [{ error: {} }, { error: { errors: [{}], details: [{}] } }]) {
    expect(classify(answer(400, body))).toMatchObject({ kind: 'rejected', code: 'message-rejected' });
  }
});

test('words of a limit count with a 403, not with a 400; both as status and as message', () => {
  const said = (members: object) => ({ error: { code: 1, ...members } });
  for (const members of [{ status: 'RESOURCE_EXHAUSTED' }, { message: 'Quota: rateLimitExceeded' }]) {
    expect(classify(answer(403, said(members))).kind).toBe('deferred');
    expect(classify(answer(400, said(members))).kind).toBe('rejected');
  }
});

test.each([300, 304, 399])('%i is no yes, whatever it says', (status) => {
  expect(classify(answer(status, { id: '18c' }))).toMatchObject({ code: 'provider-response-invalid' });
});

test('a wait that Gmail writes into its message is kept', () => {
  const message = 'User-rate limit exceeded.  Retry after 2026-11-21T12:05:00.000Z';
  expect(classify(answer(429, { error: { message } }))).toMatchObject({ retryAfterMs: 300_000 });
  expect(classify(answer(429, { error: { message: 'later' } }))).not.toHaveProperty('retryAfterMs');
});
