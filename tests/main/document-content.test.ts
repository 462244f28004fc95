import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { createContentCheck, createContentNoting } from '../../main/document-content.ts';

const bytes = Buffer.from('What the person has attached.');
const pieces = [bytes.subarray(0, 7), bytes.subarray(7, 7), bytes.subarray(7)];

function noted() {
  const noting = createContentNoting();
  for (const piece of pieces) noting.add(piece);
  return noting;
}

test('what is noted of a document does not depend on its pieces', () => {
  const noting = noted();
  expect(noting.sizeBytes()).toBe(bytes.length);
  expect(noting.end()).toEqual({
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    crc32: crc32(bytes),
  });
  expect(createContentNoting().end()).toMatchObject({ sizeBytes: 0, crc32: 0 });
});

test.each([
  ['this version', {}],
  ['an earlier version, which counted no checksum', { crc32: undefined }],
])('each changed bit of a document of %s is noticed', (_version, known) => {
  const content = { ...noted().end(), ...known };
  const isSame = (parts: readonly Uint8Array[]) => {
    const check = createContentCheck(content);
    for (const part of parts) check.add(part);
    return check.isSame();
  };
  expect(isSame(pieces)).toBe(true);
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(isSame([changed])).toBe(false);
  }
  expect(isSame([bytes.subarray(1)])).toBe(false);
  expect(isSame(pieces.toReversed())).toBe(false);
});
