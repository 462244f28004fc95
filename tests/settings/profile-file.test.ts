import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { profileFileText, readProfileFile } from '../../main/settings/profile-file.ts';

const document = { version: 1, accounts: [{ id: 1, host: 'mail.example.com', name: 'Zoë ✉' }] };
const format = z.strictObject({ version: z.literal(1), accounts: z.array(z.looseObject({ id: z.int() })) });
const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (bytes: Uint8Array) => readProfileFile('accounts.json', bytes, (value) => format.parse(value));
const good = bytesOf(profileFileText(document));

const failure = (bytes: Uint8Array) => {
  try {
    read(bytes);
  } catch (error) {
    return error;
  }
  return null;
};

describe('a profile file', () => {
  it('is read as it was written', () => {
    expect(read(good)).toEqual(document);
  });

  it('may be written by hand, without a checksum', () => {
    expect(read(bytesOf(JSON.stringify(document, null, 2)))).toEqual(document);
  });

  it('is compact JSON with its checksum first', () => {
    expect(profileFileText({ version: 1 })).toMatch(/^\{"checksum":"[0-9a-f]{8}","version":1\}$/);
  });

  it('is refused with any one bit flipped', () => {
    for (let bit = 0; bit < good.length * 8; bit += 1) {
      const flipped = good.slice();
      flipped[bit >> 3] = (good[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(failure(flipped), `bit ${bit}`).toMatchObject({ code: 'profile-unreadable' });
    }
  });

  it('is refused when it was cut anywhere', () => {
    for (let length = 0; length < good.length; length += 1) {
      expect(failure(good.slice(0, length)), `${length} bytes`).toMatchObject({ code: 'profile-unreadable' });
    }
  });

  it('is refused whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(failure(bytes)).toMatchObject({ code: 'profile-unreadable' });
      }),
    );
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(), /accounts\.json is empty/],
    ['NUL bytes', new Uint8Array(100), /not JSON/],
    ['null', bytesOf('null'), /not a JSON object/],
    ['a list', bytesOf('[]'), /not a JSON object/],
    ['a number', bytesOf('1'), /not a JSON object/],
    ['with a byte order mark', bytesOf(`\ufeff${JSON.stringify(document)}`), /not JSON/],
    ['Latin-1', Uint8Array.of(0x7b, 0x22, 0xe9, 0x22, 0x7d), /not UTF-8/],
    ['from the future', bytesOf('{"version":2,"things":[]}'), /newer version/],
    ['of another shape', bytesOf('{"version":1,"accounts":[{"id":"1"}]}'), /another shape.*accounts\.0\.id/],
    ['with another member', bytesOf('{"version":1,"accounts":[],"x":1}'), /another shape.*"x"/],
    ['without its version', bytesOf('{"accounts":[]}'), /another shape.*version/],
    ['with a checksum that is none', bytesOf('{"checksum":1,"version":1,"accounts":[]}'), /checksum/],
    ['with its checksum moved', bytesOf('{"version":1,"accounts":[],"checksum":"00000000"}'), /checksum/],
    ['with something behind it', bytesOf(`${profileFileText(document)}x`), /not JSON/],
    ['with a space behind it', bytesOf(`${profileFileText(document)} `), /checksum/],
  ])('is refused when it is %s', (_, bytes, reason) => {
    const error = failure(bytes);
    expect(error).toMatchObject({ code: 'profile-unreadable', detail: { file: 'accounts.json' } });
    expect(String(error)).toMatch(reason);
  });

  it('is refused without a piece of it in the message', () => {
    const secret = '{"version":1,"accounts":[{"id":"hunter2"}], hunter2';
    expect(String(failure(bytesOf(secret)))).not.toContain('hunter2');
    expect(String(failure(bytesOf(secret.replace(', hunter2', '}'))))).not.toContain('hunter2');
  });
});
