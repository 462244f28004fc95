import * as fc from 'fast-check';
import { sendThroughs, tlsMethods } from '../../shared/account.ts';
import type { AccountDraft } from '../../shared/account.ts';

// What breaks tables: quotes, delimiters, what spreadsheets run, spaces, other scripts, and what looks like a number.
const awkward = fc.constantFrom(
  '"',
  "'",
  ',',
  ';',
  '\t',
  '=',
  '+',
  '-',
  '@',
  ' ',
  '\\',
  '0',
  'ß',
  '日',
  '＝',
  '\u00a0',
);
const character = fc.oneof(awkward, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }));

/** Any text of one line that a field takes. */
export function anyLine(max: number): fc.Arbitrary<string> {
  return fc
    .array(character, { maxLength: 12 })
    .map((characters) =>
      characters
        .join('')
        .replaceAll(/[\r\n\0]/g, ' ')
        .slice(0, max),
    )
    .map((text) => text.toWellFormed());
}

/** Any account of this form, whether or not it makes sense. */
export function anyDraft(providers: readonly string[]): fc.Arbitrary<AccountDraft> {
  return fc.record({
    provider: fc.constantFrom('none', ...providers),
    host: anyLine(255),
    port: fc.integer({ min: 1, max: 65_535 }),
    user: anyLine(320),
    businessObject: anyLine(128),
    columnName: anyLine(128),
    columnValue: anyLine(256),
    tls: fc.boolean(),
    tlsMethod: fc.constantFrom(...tlsMethods),
    enabled: fc.boolean(),
    senderName: anyLine(256),
    replyTo: anyLine(320),
    from: anyLine(320),
    signInAccount: anyLine(320),
    alternateServer: anyLine(255),
    timeoutMs: fc.option(fc.integer({ min: 1_000, max: 3_600_000 })),
    sendThrough: fc.constantFrom(...sendThroughs),
    sendPasswordUnencrypted: fc.boolean(),
  });
}

const host = fc.constantFrom(
  'mail.example.com',
  'smtp.example.org',
  '192.0.2.7',
  '2001:db8::1',
  'exämple.test',
);
const tidyLine = (max: number) => anyLine(max).map((text) => text.trim());
const address = fc.stringMatching(/^[a-z]{1,8}$/).map((name) => `${name}@example.com`);

/** Any account with a password or nothing that can be saved as it is; its key is left out. */
export const anyGoodDraft: fc.Arbitrary<AccountDraft> = fc.record({
  provider: fc.constant('none'),
  host,
  port: fc.integer({ min: 1, max: 65_535 }),
  user: address,
  businessObject: fc.constant(''),
  columnName: fc.constant(''),
  columnValue: fc.constant(''),
  tls: fc.boolean(),
  tlsMethod: fc.constantFrom(...tlsMethods),
  enabled: fc.boolean(),
  senderName: tidyLine(256),
  replyTo: fc.oneof(fc.constant(''), address),
  from: fc.oneof(fc.constant(''), address),
  signInAccount: fc.constant(''),
  alternateServer: fc.oneof(fc.constant(''), host),
  timeoutMs: fc.option(fc.integer({ min: 1_000, max: 3_600_000 })),
  sendThrough: fc.constant('smtp'),
  sendPasswordUnencrypted: fc.boolean(),
});
