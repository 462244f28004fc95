import { expect, test } from 'vitest';
import { classifyGmailAnswer } from '../../main/mail/gmail-answer.ts';
import { classifyGraphAnswer } from '../../main/mail/graph-answer.ts';
import type { SubmissionOutcome } from '../../main/mail/submission.ts';
import { errorCatalog } from '../../shared/errors.ts';
import { changedBytes, changedValue } from '../helpers/damage.ts';
import { effort, seed, tried } from '../helpers/effort.ts';
import { createRandom } from '../helpers/repeatable-random.ts';

const answers = effort({ quick: 500, full: 5_000 });
const random = createRandom(seed);
const { pick, chance, upTo } = random;
const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);
const to = ['ben@example.org'];
const dayMs = 86_400_000;

const names = [
  ...[
    'rateLimitExceeded',
    'insufficientPermissions',
    'domainPolicy',
    'failedPrecondition',
    'Delegation denied',
  ],
  ...['ErrorSendAsDenied', 'ErrorMessageSizeExceeded', 'ApplicationThrottled', 'ErrorAccessDenied', 'x', ''],
  ...[
    'Recipient address required',
    '\u202e\u0007\u001b[31m',
    'Retry after 2026-11-21T12:05:00Z',
    'z'.repeat(20_000),
  ],
];
const grammar = () => {
  const name = pick(names);
  return pick<unknown>([
    { id: '18c', threadId: 'x' },
    { error: { code: name, message: pick(names), status: pick(names), errors: [{ reason: name }] } },
    { error: { code: 403, message: name, details: [{ reason: pick(names) }, { reason: name }] } },
    { error: name },
    { error: { code: name, innerError: { 'request-id': 'x' } } },
  ]);
};
const body = () => {
  if (chance(0.15))
    return pick([
      '',
      '<html>Welcome to the hotel</html>',
      '[',
      'null',
      '"sent"',
      '\u0000',
      '{'.repeat(5_000),
    ]);
  const value = chance(0.5) ? grammar() : changedValue(random, grammar());
  const text = JSON.stringify(value) ?? '';
  return chance(0.2) ? changedBytes(random, Buffer.from(text)).toString() : text;
};
const status = () =>
  chance(0.9) ? pick([200, 202, 204, 301, 400, 401, 403, 404, 408, 413, 429, 500, 503]) : 200 + upTo(399);
const retryAfter = () =>
  pick(['', '', '5', '-5', '1e9', '99999999999', 'soon', 'Sat, 21 Nov 2026 12:01:00 GMT', 'NaN', '0']);

/** What has to hold of any answer: only a yes is a yes, and what may have been taken is nobody's to send again. */
function faultsOf(outcome: SubmissionOutcome, ending: boolean, isYes: boolean, code: number): string[] {
  const waitMs = 'retryAfterMs' in outcome ? outcome.retryAfterMs : undefined;
  const known = 'code' in outcome ? errorCatalog[outcome.code] : null;
  return [
    ...(outcome.kind === 'accepted' && !(ending && isYes) ? ['nobody said yes'] : []),
    ...(outcome.kind !== 'accepted' && ending && isYes ? ['a yes was not heard'] : []),
    ...(outcome.kind === 'unconfirmed' && !ending ? ['it had not left'] : []),
    ...(ending &&
    (code < 300 || code >= 500) &&
    outcome.kind === 'deferred' &&
    code !== 408 &&
    outcome.code !== 'throttled'
      ? ['it might be sent twice']
      : []),
    ...(outcome.kind === 'deferred' && !known?.retried ? ['waits for what nobody tries again'] : []),
    ...(outcome.kind === 'rejected' && known?.retried ? ['is given up and tried again'] : []),
    ...(waitMs !== undefined && !(waitMs > 0 && waitMs <= dayMs) ? ['waits for ever, or not at all'] : []),
    ...(/[\p{Cc}\u202a-\u202e]/u.test(outcome.reply ?? '') ? ['control characters are shown'] : []),
  ];
}

const patience = { timeout: 10 * 60_000 };

/** Expects no faults, and tells with what there were some. */
function expectNone(faults: readonly string[], tried: object): void {
  expect({ ...tried, faults }).toEqual({ ...tried, faults: [] });
}

test(
  `${answers.toLocaleString('en')} answers of something like Gmail decide nothing that they do not say`,
  patience,
  () => {
    for (let number = 0; number < answers; number += 1) {
      const [answer, ending] = [{ status: status(), retryAfter: retryAfter(), body: body() }, chance(0.5)];
      const outcome = classifyGmailAnswer(answer, to, ending, nowMs);
      let id: unknown = null;
      try {
        id = (JSON.parse(answer.body) as { id?: unknown } | null)?.id;
      } catch {
        // No JSON, no yes.
      }
      const isYes = answer.status >= 200 && answer.status < 300 && typeof id === 'string' && id !== '';
      const faults = faultsOf(outcome, ending, isYes, answer.status);
      expectNone(faults, { seed, number, answer, ending, outcome });
    }
    tried(answers);
  },
);

test(
  `${answers.toLocaleString('en')} answers of something like Graph decide nothing that they do not say`,
  patience,
  () => {
    for (let number = 0; number < answers; number += 1) {
      const headers = {
        'retry-after': retryAfter(),
        'request-id': pick(names),
        'www-authenticate': pick(names),
      };
      const [answer, ending] = [{ status: status(), headers, body: body() }, chance(0.5)];
      const outcome = classifyGraphAnswer(answer, to, ending, nowMs);
      const faults = faultsOf(outcome, ending, answer.status === 202, answer.status);
      expectNone(faults, { seed, number, answer, ending, outcome });
    }
    tried(answers);
  },
);
