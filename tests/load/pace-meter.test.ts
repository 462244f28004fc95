import { expect, test } from 'vitest';
import type { SmtpEvent } from '../../sandbox/log.ts';
import { createPaceMeter } from './pace-meter.ts';

const event = (kind: SmtpEvent['kind'], session: string, more: Partial<SmtpEvent> = {}): SmtpEvent => {
  return { kind, session, port: 'starttls', atMs: 0, ...more };
};
const signedIn = (session: string, user = 'ben@contoso.test') => event('auth', session, { user, ok: true });

test('of connections count those that are signed in at the same time, by mailbox', () => {
  const meter = createPaceMeter();
  const refused = event('auth', 'c', { user: 'ben@contoso.test', ok: false });
  meter.take(0, [event('connect', 'a'), signedIn('a'), signedIn('b', 'Ben@contoso.test'), refused], []);
  meter.take(
    0,
    [event('close', 'a'), event('close', 'c'), signedIn('d'), signedIn('e', 'kay@store.test')],
    [],
  );
  expect(meter.measured()).toEqual([
    { mailbox: 'ben@contoso.test', connections: 2, messagesPerMinute: 0 },
    { mailbox: 'kay@store.test', connections: 1, messagesPerMinute: 0 },
  ]);
});

test('of messages count those within any minute, not by the minutes of the clock', () => {
  const meter = createPaceMeter();
  const senders = (count: number) => Array.from({ length: count }, () => 'ben@contoso.test');
  meter.take(30_000, [], senders(20));
  meter.take(89_999, [], senders(15));
  meter.take(90_000, [], senders(19));
  expect(meter.measured()).toMatchObject([{ messagesPerMinute: 35 }]);
});
