import { describe, expect, it } from 'vitest';
import { isLoopbackHost, normalizeHost, parseServerName } from '../../main/accounts/host-name.ts';
import { isHost } from '../../shared/host.ts';

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

describe('a server with or without its port', () => {
  it.each([
    ['mail.example.com', 'mail.example.com', null],
    ['mail.example.com:2525', 'mail.example.com', 2525],
    ['mail.example.com.:25', 'mail.example.com.', 25],
    ['192.0.2.7:465', '192.0.2.7', 465],
    ['2001:db8::1', '2001:db8::1', null],
    ['[2001:db8::1]', '2001:db8::1', null],
    ['[2001:db8::1]:587', '2001:db8::1', 587],
    // Without brackets this is an address whose last group happens to look like a port.
    ['2001:db8::1:587', '2001:db8::1:587', null],
  ])('%s is %s and %s', (text, host, port) => {
    expect(parseServerName(text)).toEqual({ host, port });
  });

  it.each([
    '',
    ':25',
    'mail.example.com:',
    'mail.example.com:0',
    'mail.example.com:65536',
    'mail.example.com:smtp',
    'mail.example.com:-1',
    'mail.example.com: 25',
    'mail example.com:25',
    'smtp://mail.example.com:25',
    'mail.example.com:25/path',
    '[mail.example.com]:25',
    'user@mail.example.com:25',
    'a:b:25',
  ])('is not %j', (text) => {
    expect(parseServerName(text)).toBeNull();
  });
});
