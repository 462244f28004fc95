import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutShortSecrets, findSecret, spellingsOf } from '../../main/diagnose/secret-search.ts';

const secret = 'canary-0123456789-äöü+/="x';

describe('the search for secrets', () => {
  test.each([
    ['as it is', secret],
    ['amid other text', `before ${secret} after`],
    ['in a URL', `https://x.test/?p=${encodeURIComponent(secret)}`],
    ['in a form', new URLSearchParams({ p: secret }).toString()],
    ['in JSON', JSON.stringify({ p: secret })],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 after one byte', Buffer.from(`a${secret}`).toString('base64')],
    ['in base64 after two bytes', Buffer.from(`ab${secret}zz`).toString('base64')],
    ['in base64url', Buffer.from(`user=x\u0001auth=Bearer ${secret}\u0001\u0001`).toString('base64url')],
    ['in hex', Buffer.from(secret).toString('hex')],
    ['in capital hex', Buffer.from(secret).toString('hex').toUpperCase()],
  ])('finds one %s', (_how, text) => {
    expect(findSecret({ a: ['nothing', { b: text }] }, ['other-secret', secret])).toBe('a[1].b');
  });

  test('finds nothing where there is nothing, and does not look at names of members', () => {
    expect(findSecret({ [secret]: 'text', list: [1, null, true, {}] }, [secret, ''])).toBeNull();
  });

  test('finds a number, and a short secret only where it stands alone', () => {
    expect(findSecret({ pin: 1234 }, ['1234'])).toBe('pin');
    expect(findSecret({ a: 'code 1234!' }, ['1234'])).toBe('a');
    expect(findSecret({ a: 'port 12345', b: 'x1234' }, ['1234'])).toBeNull();
  });

  test('finds what looks like a token, whosever it is', () => {
    const jwt = `eyJ${'a'.repeat(40)}.${'b'.repeat(60)}.${'c'.repeat(43)}`;
    for (const text of [
      jwt,
      `ya29.${'x'.repeat(60)}`,
      `1//0${'y'.repeat(50)}`,
      '-----BEGIN RSA PRIVATE KEY-----',
    ])
      expect(findSecret({ log: [text] }, [])).toBe('log[0]');
    expect(findSecret({ a: 'eyJ is how JSON begins in base64', b: 'https://x.test//path' }, [])).toBeNull();
  });

  test.each([0, 1, 2, 3])('finds a secret of eight characters in base64 after %i bytes', (before) => {
    const text = Buffer.from(`${'-'.repeat(before)}Tr0ub4d&...`).toString('base64');
    expect(findSecret({ text }, ['Tr0ub4d&'])).toBe('text');
  });

  test('finds any secret anywhere', () => {
    const plain = fc
      .string({ unit: 'grapheme', minLength: 8, maxLength: 40 })
      .filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(plain, fc.string(), fc.string(), (wanted, before, after) => {
        const text = `${before}${wanted}${after}`;
        expect(findSecret({ text }, [wanted])).toBe('text');
        expect(
          findSecret({ text: Buffer.from(`${before}${wanted}${after}`).toString('hex') }, [wanted]),
        ).toBe('text');
        const encoded = Buffer.from(text).toString('base64');
        expect(findSecret({ text: encoded }, [wanted])).toBe('text');
      }),
    );
  });

  test('goes through a large profile once, not once for each secret', () => {
    const secrets = Array.from({ length: 2_000 }, (_, index) => `secret-${index}-${'x'.repeat(24)}`);
    const value = Array.from({ length: 20_000 }, (_, index) => ({
      host: `mail${index}.example.test`,
      port: index,
    }));
    expect(findSecret(value, secrets)).toBeNull();
    expect(findSecret([...value, { host: 'secret-1999-xxxxxxxxxxxxxxxxxxxxxxxx' }], secrets)).toBe(
      '[20000].host',
    );
  });
});

test('short secrets are cut where they stand alone, so that none is found any more', () => {
  const value = { a: ['code 1234!', 'x1234', 1234, 12_345, true, null], b: { none: 'none, nonesuch' } };
  expect(cutShortSecrets(value, ['none', '1234', 'a secret that is long'])).toEqual({
    ...{ a: ['code …!', 'x1234', '…', 12_345, true, null], b: { none: '…, nonesuch' } },
  });
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 7 })), fc.string(), (secrets, text) => {
      const words = secrets.filter((secret) => secret !== '…');
      const given = { text: [text, ...words].join(' ') };
      expect(findSecret(cutShortSecrets(given, words), words)).toBeNull();
    }),
  );
});

test('a short secret has one spelling: encoded, it would be found everywhere', () => {
  expect(spellingsOf('1234')).toEqual(['1234']);
  expect(spellingsOf(secret).every((text) => text.length >= 8)).toBe(true);
});
