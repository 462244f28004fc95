import { describe, expect, it } from 'vitest';
import { browserCommand } from '../../main/loopback/browser-command.ts';

const url = 'https://login.example.com/authorize?client_id=a&scope=b%20c&state=%22x%22';

describe('the program that shows a page', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string, string[]]>([
    ['linux', {}, 'xdg-open', [url]],
    ['linux', { BROWSER: '' }, 'xdg-open', [url]],
    ['linux', { BROWSER: '  ' }, 'xdg-open', [url]],
    ['darwin', {}, '/usr/bin/open', [url]],
    ['win32', {}, String.raw`C:\Windows\System32\rundll32.exe`, ['url.dll,FileProtocolHandler', url]],
    [
      'win32',
      { SystemRoot: String.raw`D:\Win` },
      String.raw`D:\Win\System32\rundll32.exe`,
      ['url.dll,FileProtocolHandler', url],
    ],
    ['linux', { BROWSER: 'firefox' }, 'firefox', [url]],
    ['darwin', { BROWSER: 'firefox --new-window' }, 'firefox', ['--new-window', url]],
    [
      'win32',
      { BROWSER: String.raw`"C:\Program Files\B\b.exe" -p 'my work'` },
      String.raw`C:\Program Files\B\b.exe`,
      ['-p', 'my work', url],
    ],
    ['linux', { BROWSER: 'open-it --url=%s --quiet' }, 'open-it', [`--url=${url}`, '--quiet']],
  ])('on %s with %j is %s', (platform, env, command, args) => {
    expect(browserCommand({ platform, env, url })).toEqual({ command, args });
  });

  it('may have spaces in its path', () => {
    const path = '/home/anna/my scripts/open it';
    const isFile = (text: string) => text === path;
    expect(browserCommand({ platform: 'linux', env: { BROWSER: path }, url, isFile })).toEqual({
      command: path,
      args: [url],
    });
  });

  it('gets the page as one argument whatever is in it', () => {
    const odd = 'https://example.com/?a=$&b=%s&c=;rm';
    expect(browserCommand({ platform: 'linux', env: { BROWSER: 'x %s' }, url: odd }).args).toEqual([odd]);
  });
});
