import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { watchMessageBytes } from '../../main/relay/message-bytes.ts';
import { runs } from '../helpers/effort.ts';

function look(...chunks: readonly string[]) {
  const bytes = watchMessageBytes();
  for (const chunk of chunks) bytes.look(Buffer.from(chunk, 'latin1'));
  return { fault: bytes.fault(), has8Bit: bytes.has8Bit() };
}

test.for([
  [['a\r\nb\r\n'], null],
  [['a\r', '\nb\r', '\n'], null],
  [['a\nb\r\n'], 'bare-line-end'],
  [['a\rb\r\n'], 'bare-line-end'],
  [['a\r', '\r\n'], 'bare-line-end'],
  [['\n'], 'bare-line-end'],
  [['a\0b\r\n'], 'nul'],
] as const)('%j has the fault %s', ([chunks, fault]) => {
  expect(look(...chunks).fault).toBe(fault);
});

test('a message has a fault exactly where a CR or LF stands alone or a NUL stands, however it is cut', () => {
  const part = fc.constantFrom('a', '.', '\r', '\n', '\r\n', '\0', 'ü');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), fc.nat(30), (parts, cut) => {
      const text = `${parts.join('')}\r\n`;
      const isFaulty = /\0|(?<!\r)\n|\r(?!\n)/.test(text);
      const found = look(text.slice(0, cut), text.slice(cut));
      expect(found.fault !== null).toBe(isFaulty);
      expect(found.has8Bit).toBe(text.includes('ü'));
    }),
    runs({ quick: 2_000, full: 10_000 }),
  );
});
