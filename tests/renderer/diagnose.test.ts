import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addDiagnoseWords } from '../../renderer/diagnose/diagnose-words.ts';
import { itNote } from '../../renderer/diagnose/it-note.ts';
import { stepFacts } from '../../renderer/diagnose/step-facts.ts';
import { createFormat } from '../../renderer/use-format.ts';
import { diagnose } from '../../renderer/words/en/diagnose.ts';
import type { WordTree } from '../../renderer/words/pseudo.ts';
import { createWords } from '../../renderer/words/words.ts';
import type { WindowLanguage } from '../../renderer/words/words.ts';
import type { CheckStep } from '../../shared/diagnose.ts';
import { factsOf } from '../../shared/fix-cards/fill-in.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import { exampleProviders } from '../helpers/example-accounts.ts';
import { fakeAccount } from '../helpers/fake-app.ts';

const folder = resolve(import.meta.dirname, '../../renderer');
const wordsOf = (language: WindowLanguage) => {
  const words = createWords(language);
  addDiagnoseWords(words);
  return words.getFixedT(null, 'diagnose');
};
const ownWords = createWords('en').getFixedT(null, 'words');
const leaves = (tree: WordTree, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : leaves(value, `${path}${key}.`),
  );

describe('the words of Check, cards and the support bundle', () => {
  test('are all used', () => {
    const files = globSync('diagnose/**/*.{ts,tsx}', { cwd: folder });
    const source = files.map((path) => readFileSync(join(folder, path), 'utf8')).join('\n');
    const isUsed = (key: string) => {
      const section = key.split('.').slice(0, 1).join('.');
      return source.includes(`'${key}'`) || source.includes(`\`${section}.\${`);
    };
    expect(
      leaves(diagnose)
        .map(([key]) => key)
        .filter((key) => !isUsed(key)),
    ).toEqual([]);
  });

  test('say sign in, never log in, and are there in the test language', () => {
    const wrong = leaves(diagnose).filter(([, text]) =>
      /\blog[ -]?(in|on|out)\b|delivered|login/i.test(text),
    );
    expect(wrong).toEqual([]);
    expect(wordsOf('pseudo-rtl')('check.title')).toMatch(/^⟦.*⟧$/u);
    expect(wordsOf('de')('check.title')).toBe('Check');
  });

  test('are added once, and not before they are needed', () => {
    const words = createWords('en');
    expect(words.hasResourceBundle('en', 'diagnose')).toBe(false);
    addDiagnoseWords(words);
    addDiagnoseWords(words);
    expect(words.getResource('en', 'diagnose', 'check.title')).toBe('Check');
  });
});

describe('the note for IT', () => {
  const account = fakeAccount(7, {
    provider: 'microsoft',
    host: 'smtp.office365.com',
    user: 'invoices@contoso.test',
    signInAccount: 'ada@contoso.test',
  });
  const d = wordsOf('en');
  const client = exampleProviders.find(({ id }) => id === 'microsoft')?.client ?? null;
  const note = (symptom: Parameters<typeof fixCardFor>[0], who = account) => {
    const card = fixCardFor(symptom, factsOf(who, exampleProviders));
    return itNote(card, {
      account: who,
      client,
      title: 'Title',
      cause: 'Cause.',
      time: '20 Nov 2026',
      d,
      t: ownWords,
    });
  };

  test('has what happened, the steps, the commands, the client and all that is known', () => {
    const text = note({
      code: 'authentication-rejected',
      reply: '535 5.7.3 Authentication unsuccessful',
      detail: { step: 'authentication', correlationId: 'aaaa0000-bb11-2222-33cc-444444dddddd' },
    });
    for (const part of [
      'Account: 7 · invoices@contoso.test',
      'Server: smtp.office365.com:587',
      'What happened: Title. Cause.',
      'The server said: 535 5.7.3 Authentication unsuccessful',
      '2. Give ada@contoso.test the rights to the mailbox.',
      '    Add-RecipientPermission -Identity invoices@contoso.test -Trustee ada@contoso.test -AccessRights SendAs',
      `OAuth client: ${client?.clientId}`,
      'Step: Authentication',
      'Correlation ID: aaaa0000-bb11-2222-33cc-444444dddddd',
      'Time: 20 Nov 2026',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('{{');
  });

  test('is in the language of the window', () => {
    const card = fixCardFor({ code: 'consent-required' }, factsOf(account, exampleProviders));
    const text = itNote(card, {
      account,
      client,
      title: 'T',
      cause: '',
      time: 'now',
      d: wordsOf('pseudo-rtl'),
      t: ownWords,
    });
    expect(text.split('\n')[0]).toMatch(/^⟦/u);
  });
});

describe('what a step found', () => {
  const format = createFormat('en-GB');
  const step = (facts: CheckStep['facts'], more: Partial<CheckStep> = {}): CheckStep => ({
    ...{ name: 'tls', state: 'passed', durationMs: 1, facts },
    ...more,
  });
  const certificate = (validFromMs: number, validToMs: number) => ({
    certificate: { subject: 'mail.test', issuer: 'Test CA', names: [], validFromMs, validToMs },
  });
  const dayMs = 86_400_000;

  test.each([
    [certificate(0, Date.now() + dayMs), /^valid until /],
    [certificate(0, Date.UTC(2020, 0, 1)), /^expired on 1 Jan 2020/],
    [certificate(Date.now() + dayMs, Date.now() + 2 * dayMs), /^valid only from /],
  ])('says how long a certificate is good: %j', (facts, text) => {
    const [subject, validity] = stepFacts(step(facts), format, wordsOf('en'));
    expect(subject).toBe('Certificate for mail.test, issued by Test CA');
    expect(validity).toMatch(text);
  });

  test('says why a sender was not checked', () => {
    expect(stepFacts(step({}, { name: 'sender', state: 'not-checked' }), format, wordsOf('en'))).toEqual([
      'cannot be found out without sending',
    ]);
  });
});
