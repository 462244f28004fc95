import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReplyReader, parseReply, replyLine } from '../../main/mail/smtp-reply.ts';
import { shownStart } from '../../main/shown-text.ts';

describe('a reply', () => {
  test('has a code, an enhanced code and a text', () => {
    expect(parseReply('550 5.1.1 No such user\r\n')).toEqual({
      code: 550,
      enhanced: '5.1.1',
      lines: ['No such user'],
    });
  });

  test('of several lines is one reply, with the codes taken from each line', () => {
    const reply = parseReply('535-5.7.8 Username and Password not accepted.\r\n535 5.7.8  https://help');
    expect(reply).toEqual({
      code: 535,
      enhanced: '5.7.8',
      lines: ['Username and Password not accepted.', 'https://help'],
    });
  });

  test('may have no text at all', () => {
    expect(parseReply('250')).toEqual({ code: 250, enhanced: null, lines: [''] });
  });

  test('whose two codes disagree keeps the reply code only', () => {
    expect(parseReply('250 5.1.1 odd')?.enhanced).toBeNull();
  });

  test.each(['hello', '', '99 too short', '650 too high', '250-one\r\n550 other', '2500 long'])(
    'is not %j',
    (text) => {
      expect(parseReply(text)).toBeNull();
    },
  );

  test('becomes one line without control characters, of which people see 500 characters', () => {
    const reply = parseReply(`550-5.7.1 a\u0007b\u202e\r\n550 ${'x'.repeat(900)}`);
    const line = reply ? replyLine(reply) : '';
    expect(line).toMatch(/^550 5\.7\.1 a b x+$/);
    expect(line).toHaveLength(914);
    expect(shownStart(line)).toHaveLength(500);
  });
});

describe('the codes of a reply', () => {
  test.each([
    ['550 5.12.133 text', '5.12.133', 'text'],
    ['550 5.1.1', '5.1.1', ''],
    ['550 5.1.1   text', '5.1.1', 'text'],
    ['550 5.1.1text', null, '5.1.1text'],
    ['550 x5.1.1 text', null, 'x5.1.1 text'],
    ['550 5.1.1234 text', null, '5.1.1234 text'],
    ['550 3.1.1 text', null, '3.1.1 text'],
  ])('%j has the enhanced code %j', (text, enhanced, line) => {
    expect(parseReply(text)).toMatchObject({ enhanced, lines: [line] });
  });

  test('end at a line feed, with or without its carriage return', () => {
    const two = { code: 250, enhanced: null, lines: ['a', 'b'] };
    for (const text of ['250-a\n250 b', '250-a\n250 b\n', '250-a\r\n250 b\r\n'])
      expect(parseReply(text)).toEqual(two);
    expect(parseReply('250 a\n\n')).toBeNull();
  });
});

describe('a reader', () => {
  test('keeps a carriage return within a line, and takes off one at its end', () => {
    expect(createReplyReader().push(Buffer.from('250 a\rb\r\n')).replies).toMatchObject([
      { lines: ['a\rb'] },
    ]);
  });

  test('takes an empty line for no reply', () => {
    expect(createReplyReader().push(Buffer.from('\n250 ok\r\n'))).toEqual({ replies: [], malformed: true });
  });

  const line = (bytes: number, separator: string) => `250${separator}${'x'.repeat(bytes - 6)}\r\n`;
  const most = 65_536;

  test.each([
    [most, false],
    [most + 1, true],
  ])('has room for one line of 65,536 bytes: %i', (bytes, malformed) => {
    expect(createReplyReader().push(Buffer.from(line(bytes, ' '))).malformed).toBe(malformed);
    expect(createReplyReader().push(Buffer.from('x'.repeat(bytes))).malformed).toBe(malformed);
  });

  test.each([
    [most, false],
    [most + 1, true],
  ])('and for a reply of so many bytes in all: %i', (bytes, malformed) => {
    const reader = createReplyReader();
    expect(reader.push(Buffer.from(line(40_000, '-'))).malformed).toBe(false);
    expect(reader.push(Buffer.from('250 '.padEnd(bytes - 40_000, 'x'))).malformed).toBe(malformed);
    const again = createReplyReader();
    again.push(Buffer.from(line(40_000, '-')));
    expect(again.push(Buffer.from(line(bytes - 40_000, ' '))).malformed).toBe(malformed);
    // What comes after a reply begins anew.
    const fresh = createReplyReader();
    fresh.push(Buffer.from(line(40_000, ' ')));
    expect(fresh.push(Buffer.from(line(40_000, ' '))).replies).toHaveLength(1);
  });

  test('answers the same replies wherever the bytes were split', () => {
    const texts = ['220 hi', '250-a\r\n250-b ü\r\n250 c', '421 4.3.2 bye', '354'];
    const bytes = Buffer.from(texts.map((text) => `${text}\r\n`).join(''));
    const expected = texts.map(parseReply);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
        const reader = createReplyReader();
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const replies = edges
          .slice(1)
          .flatMap((end, index) => reader.push(bytes.subarray(edges[index], end)).replies);
        expect(replies).toEqual(expected);
      }),
    );
  });

  test('takes nothing for a reply that has no line end yet', () => {
    const reader = createReplyReader();
    expect(reader.push(Buffer.from('250 2.0.0 Queued\r')).replies).toEqual([]);
    expect(reader.push(Buffer.from('\n')).replies).toHaveLength(1);
  });

  test('stops at bytes that are not SMTP, and answers nothing that follows', () => {
    const reader = createReplyReader();
    expect(reader.push(Buffer.from('250 fine\r\nHTTP/1.1 200 OK\r\n'))).toMatchObject({
      replies: [{ code: 250 }],
      malformed: true,
    });
    expect(reader.push(Buffer.from('250 late\r\n'))).toEqual({ replies: [], malformed: true });
  });

  test('gives up on a reply that never ends', () => {
    const reader = createReplyReader();
    const lines = Buffer.from('250-more and more\r\n'.repeat(1_000));
    const arrived = Array.from({ length: 5 }, () => reader.push(lines));
    expect(arrived.at(-1)).toEqual({ replies: [], malformed: true });
    expect(createReplyReader().push(Buffer.alloc(70_000, 'x')).malformed).toBe(true);
  });
});
