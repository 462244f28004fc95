import { expect, test } from 'vitest';
import { openTokenEndpoint } from '../../main/identity/token-endpoint.ts';
import type { Step } from '../../main/identity/provider-error.ts';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { changedBytes, changedValue } from '../helpers/damage.ts';
import { effort, seed, tried } from '../helpers/effort.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRandom } from '../helpers/repeatable-random.ts';

const answers = effort({ quick: 500, full: 10_000 });
const random = createRandom(seed);
const { pick, chance, upTo } = random;
const tokenUrl = 'https://id.example.com/token';
const secret = 'canary-refresh-token-0123456789';
const form = `grant_type=refresh_token&refresh_token=${secret}&client_id=client`;

const errors = [
  ...[
    'invalid_grant',
    'interaction_required',
    'login_required',
    'consent_required',
    'invalid_client',
    'slow_down',
  ],
  ...[
    'server_error',
    'temporarily_unavailable',
    'access_denied',
    'invalid_request',
    'strange words',
    secret,
    '',
  ],
];
const grammar = (): unknown =>
  pick<unknown>([
    { access_token: 'at', token_type: 'Bearer', expires_in: 3_599, refresh_token: 'rt', scope: 'mail' },
    {
      access_token: 'at',
      token_type: pick(['bearer', 'mac', '', 5]),
      expires_in: pick([-1, 1e308, '3600', 'soon', null]),
    },
    {
      error: pick(errors),
      error_description: `AADSTS5007${upTo(9)}: ${pick(errors)} ${secret}`,
      error_codes: [upTo(900_000)],
    },
    { error: pick(errors), suberror: pick(errors), claims: '{"access_token":{}}', correlation_id: secret },
  ]);
const body = () => {
  if (chance(0.1))
    return pick([
      '',
      '<p>invalid_grant</p>',
      `<html>${secret}</html>`,
      '[',
      'null',
      '['.repeat(5_000),
      'x'.repeat(300_000),
    ]);
  const text = JSON.stringify(chance(0.5) ? grammar() : changedValue(random, grammar())) ?? '';
  return chance(0.2) ? changedBytes(random, Buffer.from(text)).toString() : text;
};
const status = () =>
  chance(0.9) ? pick([200, 200, 200, 400, 400, 401, 403, 404, 429, 500, 503]) : 200 + upTo(399);
const withoutBody = new Set([204, 205, 304]);
const grantErrors = new Set(['invalid_grant', 'interaction_required', 'login_required', 'consent_required']);
const steps: readonly Step[] = ['refresh', 'redeem', 'revoke'];

/** Codes that end what the person granted: the app asks for a new sign-in, so nothing else may bring them. */
const endsGrant: ReadonlySet<ErrorCode> = new Set(['grant-revoked', 'consent-required']);

test(
  `${answers.toLocaleString('en')} answers of something like a token endpoint give a token, or a failure that is true`,
  { timeout: 20 * 60_000 },
  async () => {
    const clock = createFakeClock();
    let taken = 0;
    for (let number = 0; number < answers; number += 1) {
      const [code, text, step] = [status(), body(), pick(steps)];
      const headers = { 'retry-after': pick(['5', 'soon', secret]), location: `https://evil.test/${secret}` };
      let asked = 0;
      const fetch = async () => {
        asked += 1;
        return new Response(withoutBody.has(code) ? null : text, { status: code, headers });
      };
      const endpoint = openTokenEndpoint({ fetch, clock, endpoints: [tokenUrl], step });
      const shown = { seed, number, code, text: text.slice(0, 2_000), step };
      const end = await endpoint
        .run(() => endpoint.post(tokenUrl, { body: form }))
        .catch((error: unknown) => error);
      expect({ ...shown, asked, sleeping: clock.sleeping() }).toEqual({ ...shown, asked: 1, sleeping: 0 });
      if (!(end instanceof Error)) {
        taken += 1;
        const { body: answer } = end as { body: Record<string, unknown> | null };
        expect({
          ...shown,
          isGood: code < 300 && (step === 'revoke' || typeof answer?.['access_token'] === 'string'),
        }).toEqual({
          ...{ ...shown, isGood: true },
        });
        continue;
      }
      if (!(end instanceof AppError)) throw end;
      const found = { ...shown, failure: end.code };
      expect({ ...found, isKnown: end.code !== 'internal' }).toEqual({ ...found, isKnown: true });
      const told = JSON.stringify([
        end.message,
        end.detail,
        end.cause instanceof Error ? end.cause.message : null,
      ]);
      expect({ ...found, leaks: told.includes(secret) ? told : null }).toEqual({
        ...found,
        leaks: null,
      });
      if (!endsGrant.has(end.code)) continue;
      // Only the four errors of a grant, in JSON and with a status of the request, end it.
      const { error, suberror } = JSON.parse(text) as { error?: string; suberror?: string };
      const isSaid = [error, suberror].some(
        (each) => each === 'admin_policy_enforced' || grantErrors.has(each ?? ''),
      );
      expect({ ...found, isSaid: isSaid && code >= 300 && code < 500 && code !== 429 }).toEqual({
        ...found,
        isSaid: true,
      });
    }
    expect(taken).toBeGreaterThan(answers / 20);
    tried(answers);
  },
);
