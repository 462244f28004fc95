import { describe, expect, test } from 'vitest';
import { submitBySmtp } from '../../main/mail/smtp.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import { messageFile, submissionRequest } from '../helpers/submission-request.ts';

const text = 'Subject: cut\r\n\r\n.dot\r\nHello\r\n';

// A client cannot know what the other side got out of a burst that was cut; it knows what it handed over.
describe.each([
  ['fin', ['PIPELINING']],
  ['fin', []],
  ['reset', ['PIPELINING']],
  ['reset', []],
] as const)('a connection that ends by %s, with %j offered', (cutBy, offers) => {
  test('at any byte never makes a double and never a false "sent"', async () => {
    const message = await messageFile(text);
    const whole = await startSmtpScript({ offers });
    await submitBySmtp(await submissionRequest(whole.port, { message }));
    await expect.poll(() => whole.received().includes('QUIT')).toBe(true);
    const sessionBytes = whole.received().indexOf('QUIT');
    const kinds = new Map<string, number>();
    const cutAt = async (cutAfterBytes: number) => {
      const server = await startSmtpScript({ offers, cutAfterBytes, cutBy });
      const request = await submissionRequest(server.port, { message });
      const outcome = await submitBySmtp(request);
      const ended = request.endings.length === 1;
      const serverHasIt = server.messages().length === 1;
      // All bytes were handed over: only a complete reply may say what became of them.
      if (outcome.kind === 'deferred')
        expect([cutAfterBytes, ended, serverHasIt]).toEqual([cutAfterBytes, false, false]);
      if (outcome.kind === 'accepted') expect([cutAfterBytes, serverHasIt]).toEqual([cutAfterBytes, true]);
      if (outcome.kind === 'unconfirmed') expect([cutAfterBytes, ended]).toEqual([cutAfterBytes, true]);
      expect(['deferred', 'accepted', 'unconfirmed']).toContain(outcome.kind);
      kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
      await server.close();
    };
    for (let bytes = 1; bytes <= sessionBytes; bytes += 8) {
      await Promise.all(
        Array.from({ length: Math.min(8, sessionBytes - bytes + 1) }, (_, index) => cutAt(bytes + index)),
      );
    }
    expect([...kinds.values()].reduce((sum, count) => sum + count, 0)).toBe(sessionBytes);
    expect(kinds.get('deferred')).toBeGreaterThan(50);
    expect(kinds.get('unconfirmed')).toBeGreaterThan(0);
  });
});

test.each([250, 550, 451])('a reply of %i that is cut before its end decides nothing', async (code) => {
  const reply = `${code}-2.0.0 Queued\r\n${code} 2.0.0 as 1\r\n`;
  for (const close of ['end', 'resetAndDestroy'] as const) {
    for (let length = 0; length <= reply.length; length += 1) {
      const server = await startSmtpScript({
        answers: { message: () => null },
        onConnection: (socket) =>
          socket.on('data', (bytes: Buffer) => {
            if (!bytes.toString().endsWith('.\r\n')) return;
            // The part is written out before the end, so that even a reset does not take it back.
            if (length === 0) socket[close]();
            else socket.write(reply.slice(0, length), () => setImmediate(() => socket[close]()));
          }),
      });
      const request = await submissionRequest(server.port);
      const outcome = await submitBySmtp(request);
      const decided = { 250: 'accepted', 550: 'rejected', 451: 'deferred' }[code];
      if (length < reply.length) expect([length, outcome.kind]).toEqual([length, 'unconfirmed']);
      else expect([decided, 'unconfirmed']).toContain(outcome.kind);
      if (length === reply.length && close === 'end') expect(outcome.kind).toBe(decided);
      await server.close();
    }
  }
});
