import { describe, expect, it } from 'vitest';
import { browserCandidates } from '../../main/chosen-browser.ts';
import { signInBrowsers } from '../../shared/settings.ts';

const windows = {
  PROGRAMFILES: String.raw`C:\Program Files`,
  'ProgramFiles(x86)': String.raw`C:\Program Files (x86)`,
  LOCALAPPDATA: String.raw`C:\Users\anna\AppData\Local`,
};
const linux = { PATH: '/usr/local/bin:/usr/bin:.:bin::/snap/bin' };

describe('the browser that sign-ins open in', () => {
  it.each([
    [
      'chrome',
      [
        String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
        String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
        String.raw`C:\Users\anna\AppData\Local\Google\Chrome\Application\chrome.exe`,
      ],
    ],
    [
      'edge',
      [
        String.raw`C:\Program Files\Microsoft\Edge\Application\msedge.exe`,
        String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
        String.raw`C:\Users\anna\AppData\Local\Microsoft\Edge\Application\msedge.exe`,
      ],
    ],
    [
      'firefox',
      [
        String.raw`C:\Program Files\Mozilla Firefox\firefox.exe`,
        String.raw`C:\Program Files (x86)\Mozilla Firefox\firefox.exe`,
        String.raw`C:\Users\anna\AppData\Local\Mozilla Firefox\firefox.exe`,
      ],
    ],
    ['safari', []],
  ] as const)('is looked for on Windows where it installs itself: %s', (browser, commands) => {
    const found = browserCandidates({ browser, platform: 'win32', env: windows });
    expect(found).toEqual(commands.map((command) => ({ command, args: [] })));
  });

  it('is found on Windows in absolute folders only', () => {
    const env = { ProgramFiles: 'Programs', LocalAppData: '' };
    expect(browserCandidates({ browser: 'chrome', platform: 'win32', env })).toEqual([]);
  });

  it.each([
    ['chrome', 'Google Chrome'],
    ['edge', 'Microsoft Edge'],
    ['firefox', 'Firefox'],
    ['safari', 'Safari'],
  ] as const)('is asked for by its name on macOS: %s', (browser, name) => {
    expect(browserCandidates({ browser, platform: 'darwin', env: {} })).toEqual([
      { command: '/usr/bin/open', args: ['-a', name] },
    ]);
  });

  it.each([
    ['chrome', ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser']],
    ['edge', ['microsoft-edge-stable', 'microsoft-edge']],
    ['firefox', ['firefox', 'firefox-esr']],
    ['safari', []],
  ] as const)('is looked for on Linux in the absolute folders of PATH: %s', (browser, names) => {
    expect(browserCandidates({ browser, platform: 'linux', env: linux })).toEqual(
      names.flatMap((name) =>
        ['/usr/local/bin', '/usr/bin', '/snap/bin'].map((folder) => ({
          command: `${folder}/${name}`,
          args: [],
        })),
      ),
    );
  });

  it.each(['win32', 'darwin', 'linux'] as const)(
    "is the system's own on %s unless one is chosen",
    (platform) => {
      expect(browserCandidates({ browser: 'system', platform, env: { ...windows, ...linux } })).toEqual([]);
      for (const browser of signInBrowsers) {
        for (const { command } of browserCandidates({ browser, platform, env: {} })) {
          expect(command).toBe('/usr/bin/open');
        }
      }
    },
  );
});
