import { describe, expect, it } from 'vitest';
import { isHost, isLoopbackHost, normalizeHost } from '../../main/accounts/host-name.ts';

describe('a host', () => {
  it.each([
    'mail.example.com',
    'localhost',
    'MAIL01',
    'mail_server.local',
    'mail.example.com.',
    'bücher.example',
    '192.0.2.7',
    '2001:db8::1',
    '[2001:db8::1]',
    '3com.com',
    '1.2.3.example',
  ])('may be %s', (host) => {
    expect(isHost(host)).toBe(true);
  });

  it.each([
    '',
    ' ',
    'mail example.com',
    'smtp://mail.example.com',
    'mail.example.com:587',
    'mail.example.com/path',
    'user@mail.example.com',
    '-mail.example.com',
    'mail-.example.com',
    'mail..example.com',
    '.example.com',
    '256.1.1.1',
    '1.2.3',
    '[mail.example.com]',
    '[192.0.2.7]',
    '[2001:db8::1',
    'a'.repeat(64),
    `${'abcdefg.'.repeat(32)}com`,
    'mail\u0000.example.com',
  ])('is never %j', (host) => {
    expect(isHost(host)).toBe(false);
  });

  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.8.9.10', '::1', '[::1]'])(
    '%s is this computer',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  it.each([
    'mail.localhost',
    'localhost.',
    'localhost.example.com',
    '127.0.0.1.example.com',
    '127.0.0.999',
    '127.1',
    '128.0.0.1',
    '0.0.0.0',
    '::',
    '::2',
    '::ffff:127.0.0.1',
    '',
    'mail',
  ])('%j is not this computer', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });

  it('is the same with brackets, final dot and capitals', () => {
    expect(normalizeHost(' Mail.Example.COM. ')).toBe(normalizeHost('mail.example.com'));
    expect(normalizeHost('[2001:DB8::1]')).toBe('2001:db8::1');
  });
});
