import { describe, expect, it } from 'vitest';
import { importText } from '../../main/settings/import-text.ts';
import {
  besideSealed,
  looksLikeJson,
  profileText,
  readProfileDocument,
} from '../../main/settings/profile-document.ts';
import { sealText } from '../../main/settings/sealed-export.ts';
import { systemRandom } from '../helpers/system-ports.ts';

const contents = { nextId: 3, settings: { theme: 'dark' }, accounts: [{ id: 1 }, { id: 2 }] };

describe('an exported profile', () => {
  it('has an account a line', () => {
    expect(profileText(contents, null)).toBe(
      '{\n  "format": "smtp-setup-profile",\n  "version": 1,\n  "nextId": 3,\n  "settings": {\n    "theme": "dark"\n  },\n' +
        '  "accounts": [\n    {"id":1},\n    {"id":2}\n  ]\n}\n',
    );
    expect(profileText({ nextId: 1, settings: {}, accounts: [] }, null)).toContain(
      '"settings": {},\n  "accounts": []\n}',
    );
  });

  it('is read as it was written, and knows what its secrets were sealed beside', async () => {
    const beside = besideSealed(contents);
    const random = systemRandom;
    const sealed = await sealText('x', { passphrase: 'y', beside, random, cost: { N: 2 ** 14, r: 1, p: 1 } });
    const text = profileText(contents, sealed);
    expect(readProfileDocument(text)).toEqual({ ...contents, sealed, beside });
    // Set out by another program, it is the same document.
    expect(readProfileDocument(JSON.stringify(JSON.parse(text)))).toEqual({ ...contents, sealed, beside });
    for (const [from, to] of [
      ['dark', 'light'],
      ['"id":1', '"id":4'],
      ['"nextId": 3', '"nextId": 4'],
    ] as const) {
      expect(readProfileDocument(text.replace(from, to)).beside).not.toBe(beside);
    }
  });

  it.each([
    ['', '1: value expected'],
    ['[]', '1: the file is no export of this app'],
    ['{"accounts": []}', '1: the file is no export of this app'],
    ['{"format": "other", "version": 1}', '1: the file is no export of this app'],
    [
      '{"format": "smtp-setup-profile",\n"version": 2}',
      '2: the file was written by a newer version of this app',
    ],
    ['{"format": "smtp-setup-profile",\n"version": 1,\n"more": 1}', '3: more is not known here'],
    ['{"format": "smtp-setup-profile",\n"version": 1,\n"__proto__": {}}', '3: __proto__ is not known here'],
    ['{"format": "smtp-setup-profile",\n"version": 1,\n"settings": []}', '3: settings must be an object'],
    ['{"format": "smtp-setup-profile",\n"version": 1,\n"settings": null}', '3: settings must be an object'],
    ['{"format": "smtp-setup-profile",\n"version": 1,\n"accounts": {}}', '3: accounts must be a'],
    ['{"format": "smtp-setup-profile",\n"version": 1,\n"nextId": 1e9}', '3: nextId must be 1000000 or less'],
    ['{"format": "smtp-setup-profile",\n"version": 1,\n"nextId": 0}', '3: nextId must be 1 or more'],
    [
      '{"format": "smtp-setup-profile",\n"version": 1,\n"sealed": {\n"kdf": "md5"}}',
      '4: sealed.kdf must be scrypt',
    ],
    [
      `{"format": "smtp-setup-profile","version": 1,"accounts": [${'1,'.repeat(100_000)}1]}`,
      '1: accounts must have',
    ],
  ])('is refused: %#', (text, message) => {
    expect(() => readProfileDocument(text)).toThrow(
      expect.objectContaining({
        code: 'import-refused',
        message: expect.stringContaining(`line ${message}`),
      }),
    );
  });

  it('may hold as little as its format', () => {
    expect(readProfileDocument('{"format": "smtp-setup-profile", "version": 1}')).toMatchObject({
      ...{ nextId: 1, settings: {}, accounts: [], sealed: null },
    });
  });
});

describe('the text of a file', () => {
  const text = 'Größe,€\r\n';
  const utf16be = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 BE', utf16be],
    ['Windows-1252', Buffer.from([0x47, 0x72, 0xf6, 0xdf, 0x65, 0x2c, 0x80, 0x0d, 0x0a])],
  ])('is found in %s', (_, bytes) => {
    expect(importText(bytes)).toBe(text);
  });

  it.each([
    ['UTF-16 that is cut', Buffer.from([0xff, 0xfe, 0x41]), 'UTF-16'],
    ['UTF-16 with half a character', Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]), 'UTF-16'],
    ['another text behind the mark of UTF-8', Buffer.from([0xef, 0xbb, 0xbf, 0xf6, 0x41]), 'UTF-8'],
    ['more than 16 MB', Buffer.alloc(16 * 1024 * 1024 + 1, 0x20), 'larger than 16 MB'],
  ])('is refused for %s', (_, bytes, message) => {
    expect(() => importText(bytes)).toThrow(
      expect.objectContaining({ code: 'import-refused', message: expect.stringContaining(message) }),
    );
  });

  it('is taken for JSON by its first character', () => {
    expect([' \n{', '[', 'a{', '"{"', ''].map(looksLikeJson)).toEqual([true, true, false, false, false]);
  });
});
