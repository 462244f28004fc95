import { expect, test } from 'vitest';
import { classifyGraphAnswer, refusalOfGraph } from '../../main/mail/graph-answer.ts';

const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);
const requestId = 'aaaa0000-bb11-2222-33cc-444444dddddd';
const answer = (status: number, body: unknown = '', headers: Readonly<Record<string, string>> = {}) => ({
  ...{ status, headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const named = (code: string, message = 'text') => ({ error: { code, message } });
const classify = (given: ReturnType<typeof answer>, ending = true) =>
  classifyGraphAnswer(given, ['ben@example.org'], ending, nowMs);

test('202 is accepted for every recipient, once the message had left', () => {
  const to = ['ben@example.org'];
  const reply = `202 Accepted ${requestId}`;
  const taken = answer(202, '', { 'request-id': requestId });
  expect(classify(taken)).toEqual({ kind: 'accepted', reply, accepted: to, refused: [] });
  expect(classify(answer(202))).toMatchObject({ kind: 'accepted', reply: '202 Accepted' });
  expect(classify(answer(202), false)).toEqual({
    ...{ kind: 'deferred', code: 'provider-response-invalid', reply: '202' },
  });
});

test.each([200, 201, 204, 301, 302, 399])('%i is no word about the message', (status) => {
  expect(refusalOfGraph(answer(status, named('ErrorSendAsDenied')), nowMs)).toBeNull();
  expect(classify(answer(status))).toEqual({ kind: 'unconfirmed', reply: String(status) });
  expect(classify(answer(status), false)).toMatchObject({ code: 'provider-response-invalid' });
});

test.each([
  [400, 'ErrorSendAsDenied', 'rejected', 'sender-rejected'],
  [403, 'ErrorSendOnBehalfOfDenied', 'rejected', 'sender-rejected'],
  [404, 'MailboxNotEnabledForRESTAPI', 'rejected', 'sender-rejected'],
  [404, 'MailboxNotHosted', 'rejected', 'sender-rejected'],
  [404, 'ErrorMailboxNotFound', 'rejected', 'sender-rejected'],
  [404, 'ErrorNonExistentMailbox', 'rejected', 'sender-rejected'],
  [404, 'ErrorInvalidUser', 'rejected', 'sender-rejected'],
  [404, 'Request_ResourceNotFound', 'rejected', 'sender-rejected'],
  [403, 'ErrorAccountSuspend', 'rejected', 'sender-rejected'],
  [400, 'ErrorMessageSizeExceeded', 'rejected', 'message-too-large'],
  [400, 'ErrorAttachmentSizeLimitExceeded', 'rejected', 'message-too-large'],
  [400, 'RequestEntityTooLarge', 'rejected', 'message-too-large'],
  [400, 'MaximumRequestLengthExceeded', 'rejected', 'message-too-large'],
  [413, '', 'rejected', 'message-too-large'],
  [400, 'ErrorInvalidRecipients', 'rejected', 'recipient-rejected'],
  [400, 'ErrorRecipientNotFound', 'rejected', 'recipient-rejected'],
  [403, 'ConditionalAccessBlocked', 'rejected', 'consent-required'],
  [403, 'AppNotAllowed', 'rejected', 'consent-required'],
  [403, 'ServicePrincipalIsDisabled', 'rejected', 'consent-required'],
  [403, 'ErrorAccessDenied', 'rejected', 'scope-missing'],
  [403, 'SomethingNew', 'rejected', 'scope-missing'],
  [400, 'ErrorAccessDenied', 'rejected', 'scope-missing'],
  [404, 'Authorization_RequestDenied', 'rejected', 'scope-missing'],
  [400, 'Forbidden', 'rejected', 'scope-missing'],
  [400, 'ErrorSomething', 'rejected', 'message-rejected'],
  [404, 'ErrorSomething', 'deferred', 'provider-response-invalid'],
  [400, '', 'deferred', 'provider-response-invalid'],
  [403, '', 'deferred', 'provider-response-invalid'],
  [407, '', 'deferred', 'provider-response-invalid'],
  [408, 'ErrorSomething', 'deferred', 'provider-unreachable'],
  [429, '', 'deferred', 'throttled'],
  [503, 'ApplicationThrottled', 'deferred', 'throttled'],
  [400, 'TooManyRequests', 'deferred', 'throttled'],
  [400, 'MailboxConcurrency', 'deferred', 'throttled'],
  [400, 'ErrorSubmissionQuotaExceeded', 'deferred', 'throttled'],
  [400, 'ErrorMessageLimit', 'deferred', 'throttled'],
  [401, 'InvalidAuthenticationToken', 'authentication-rejected', 'authentication-rejected'],
] as const)('%i %s means %s: %s', (status, name, kind, code) => {
  const refusal = refusalOfGraph(answer(status, named(name)), nowMs);
  expect(refusal).toMatchObject({ kind, code });
  expect(refusal?.reply).toBe([status, name, 'text'].join(' ').replace(/ {2}/, ' '));
  if (refusal?.kind === 'authentication-rejected') expect(refusal.tokenMayBeStale).toBe(true);
  if (refusal?.kind === 'deferred') expect(refusal.concernsMailbox ?? false).toBe(code === 'throttled');
});

test.each(['<html>', '', 'null', '{}', '{"error":"x"}', '{"error":{"code":5}}'])(
  '400 with %j comes from something else than Graph',
  (body) => {
    expect(refusalOfGraph(answer(400, body), nowMs)).toMatchObject({
      kind: 'deferred',
      code: 'provider-response-invalid',
    });
  },
);

test.each([500, 502, 503, 504])(
  '%i after the end says nothing about the message, before it a lot',
  (status) => {
    const down = answer(status, named('ErrorSomething'));
    expect(classify(down)).toEqual({ kind: 'unconfirmed', reply: `${status} ErrorSomething text` });
    expect(classify(down, false)).toMatchObject({ kind: 'deferred', code: 'provider-unreachable' });
  },
);

test.each([499, 408, 400])('%i decides after the end as it does before', (status) => {
  const refused = answer(status, named('ErrorSomething'));
  expect(classify(refused)).toEqual(classify(refused, false));
  expect(classify(refused).kind).not.toBe('unconfirmed');
});

test('how long to wait is as the answer says, for a mailbox that is too fast and a service that is down', () => {
  for (const status of [429, 503]) {
    const wait = answer(status, '', { 'retry-after': '120' });
    expect(refusalOfGraph(wait, nowMs)).toMatchObject({ retryAfterMs: 120_000 });
    expect(refusalOfGraph(answer(status), nowMs)).not.toHaveProperty('retryAfterMs');
  }
});

test('a challenge is somebody to be asked, with what is asked of them', () => {
  const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };
  const text = Buffer.from(JSON.stringify(claims)).toString('base64');
  const header = `Bearer realm="", error="insufficient_claims", claims="${text}"`;
  const refusal = refusalOfGraph(answer(401, named('x'), { 'www-authenticate': header }), nowMs);
  expect(refusal).toMatchObject({ code: 'sign-in-required', claims: JSON.stringify(claims) });
  const plain = refusalOfGraph(answer(401, named('x'), { 'www-authenticate': 'Bearer realm=""' }), nowMs);
  expect(plain).not.toHaveProperty('claims');
});

test.each([
  [requestId, true],
  ['abcdef12', true],
  ['a'.repeat(64), true],
  ['a'.repeat(65), false],
  ['abcdef1', false],
  [`x ${requestId}`, false],
  [`${requestId} canary`, false],
  ['', false],
] as const)('the number %j of a request is kept: %s', (id, isKept) => {
  const refusal = refusalOfGraph(answer(400, named('x'), { 'request-id': id }), nowMs);
  expect(refusal && 'detail' in refusal ? refusal.detail : null).toEqual(isKept ? { requestId: id } : null);
});
