import { expect, test } from 'vitest';
import { likelyCause } from '../../main/identity/likely-cause.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import { noFacts } from '../../shared/fix-cards/fill-in.ts';

const dayMs = 24 * 60 * 60_000;
const refused = { code: 'grant-revoked', detail: { error: 'invalid_grant', status: 400 } } as const;
const after = (days: number, provider = 'google') => ({
  ...{ provider, signedInAtMs: 1_000_000, nowMs: 1_000_000 + days * dayMs },
});

test.each<[string, Parameters<typeof likelyCause>, string]>([
  [
    'a week after the sign-in Google ends what a project in Testing got',
    [refused, after(7.2)],
    'testing-seven-days',
  ],
  ['as the next renewal finds out', [refused, after(8.4)], 'testing-seven-days'],
  ['not before', [refused, after(6.9)], ''],
  ['nor much later', [refused, after(9)], ''],
  ['nor at Microsoft', [refused, after(7.2, 'microsoft')], ''],
  ['nor where nobody wrote the sign-in down', [refused, { ...after(7.2), signedInAtMs: undefined }], ''],
  [
    'nor where Google gives another reason',
    [{ ...refused, detail: { ...refused.detail, suberror: 'invalid_rapt' } }, after(7.2)],
    '',
  ],
  ['nor where the administrator decides', [{ code: 'consent-required', detail: undefined }, after(7.2)], ''],
])('%s', (_name, [error, ended], likely) => {
  expect(likelyCause(error, ended)).toBe(likely);
});

test('the card of such an end says how to make a sign-in last', () => {
  const detail = { ...refused.detail, likely: likelyCause(refused, after(7.2)) };
  const card = fixCardFor({ code: refused.code, detail }, { ...noFacts, provider: 'google' });
  expect([card.id, card.steps.map(({ key }) => key)]).toEqual([
    'google-testing-ended',
    ['publishTestingProject', 'signInAgain'],
  ]);
});
