import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader } from '../../main/owner/frames.ts';

test('lines of JSON come out whole, however the bytes were cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ text: fc.string({ unit: 'binary' }), number: fc.integer() }), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      (frames, sizes) => {
        const bytes = Buffer.from(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(''));
        const read: unknown[] = [];
        const reader = createFrameReader(
          () => 10_000,
          (frame) => void read.push(frame),
        );
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          reader.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(read).toEqual(frames);
      },
    ),
  );
});

test('a line that grows beyond the limit is refused before its end has come', () => {
  const reader = createFrameReader(
    () => 10,
    () => undefined,
  );
  reader.push(Buffer.from('"12345678"\n"1234'));
  expect(() => reader.push(Buffer.from('5678"'))).not.toThrow();
  expect(() => reader.push(Buffer.from('9'))).toThrow(expect.objectContaining({ code: 'invalid-request' }));
});

test('what is not JSON is refused without being repeated', () => {
  const reader = createFrameReader(
    () => 100,
    () => undefined,
  );
  expect(() => reader.push(Buffer.from('secret\n'))).toThrow('A line on the local socket is not JSON.');
});
