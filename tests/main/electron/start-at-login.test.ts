import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoginItemSettings, Settings } from 'electron';
import { expect, it } from 'vitest';
import { createStartAtLogin, desktopEntry, ownProgram } from '../../../main/electron/start-at-login.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** Where the folder that a Linux user chose cannot be named. */
const onWindows = process.platform === 'win32';

interface Computer {
  readonly platform: NodeJS.Platform;
  readonly isPackaged?: boolean;
  readonly status?: LoginItemSettings['status'];
  readonly profileFolder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

async function setUp({ platform, isPackaged = true, status = 'enabled', profileFolder, env = {} }: Computer) {
  const home = await temporaryFolder();
  const items: Settings[] = [];
  const startAtLogin = createStartAtLogin({
    app: {
      isPackaged,
      getPath: () => home,
      getLoginItemSettings: () => ({ status }),
      setLoginItemSettings: (settings) => void items.push(settings),
    },
    ...{ platform, env, execPath: '/opt/SMTP Setup/smtp-setup', profileFolder: profileFolder ?? null },
  });
  return { home, items, startAtLogin, autostart: join(home, '.config', 'autostart') };
}

it('Windows starts the executable with the switch of the agent, under a name of its own', async () => {
  const { items, startAtLogin } = await setUp({ platform: 'win32' });
  expect(await startAtLogin?.set(true)).toBe('on');
  expect(await startAtLogin?.set(false)).toBe('off');
  const name = 'smtp-setup-agent';
  // Taken away is only what has the same name and arguments.
  expect(items).toEqual([
    { openAtLogin: true, args: ['--agent'], name },
    { openAtLogin: false, args: ['--agent'], name },
  ]);
});

it('Windows is told another profile in quotes, beside that of the default one', async () => {
  const profileFolder = 'C:\\Mail of Ada';
  const { items, startAtLogin } = await setUp({ platform: 'win32', profileFolder });
  await startAtLogin?.set(true);
  expect(items[0]?.args).toEqual(['--agent', '--profile', '"C:\\Mail of Ada"']);
  expect(items[0]?.name).toMatch(/^smtp-setup-agent-[0-9a-f]{8}$/);
});

it.each([
  ['enabled', 'on'],
  ['requires-approval', 'needs-approval'],
] as const)('macOS that answers %s is told as %s', async (status, expected) => {
  const { items, startAtLogin } = await setUp({ platform: 'darwin', status });
  expect(await startAtLogin?.set(true)).toBe(expected);
  expect(await startAtLogin?.set(false)).toBe('off');
  expect(items).toEqual([{ openAtLogin: true }, { openAtLogin: false }]);
});

it('macOS that passes the app over is an error that names the setting', async () => {
  const { startAtLogin } = await setUp({ platform: 'darwin', status: 'not-found' });
  await expect(startAtLogin?.set(true)).rejects.toMatchObject({
    code: 'setting-invalid',
    field: 'startAgentAtLogin',
  });
});

it('a Linux desktop finds a file that starts the agent, until it is taken away', async () => {
  const { startAtLogin, autostart } = await setUp({ platform: 'linux' });
  expect(await startAtLogin?.set(false)).toBe('off');
  expect(await startAtLogin?.set(true)).toBe('on');
  expect(await readdir(autostart)).toEqual(['smtp-setup-agent.desktop']);
  expect(await readFile(join(autostart, 'smtp-setup-agent.desktop'), 'utf8')).toBe(
    [
      ...['[Desktop Entry]', 'Type=Application', 'Name=SMTP Setup'],
      ...['Exec="/opt/SMTP Setup/smtp-setup" --agent', 'Terminal=false', 'NoDisplay=true', ''],
    ].join('\n'),
  );
  expect(await startAtLogin?.set(false)).toBe('off');
  expect(await readdir(autostart)).toEqual([]);
});

it.skipIf(onWindows)(
  'an AppImage is started by its own path, which stays, in the folder that the user chose',
  async () => {
    const config = await temporaryFolder();
    const env = {
      ...{ APPIMAGE: '/home/ada/SMTP-Setup.AppImage', APPDIR: '/opt/SMTP Setup' },
      XDG_CONFIG_HOME: config,
    };
    const { startAtLogin } = await setUp({ platform: 'linux', env });
    await startAtLogin?.set(true);
    const text = await readFile(join(config, 'autostart', 'smtp-setup-agent.desktop'), 'utf8');
    expect(text).toContain('\nExec=/home/ada/SMTP-Setup.AppImage --agent\n');
  },
);

it.each([{}, { APPDIR: '/tmp/.mount_term' }, { APPDIR: '/opt/SMTP' }])(
  'the AppImage of another program that started us, with %j, is not what is started',
  (folder) => {
    const env = { APPIMAGE: '/home/ada/Terminal.AppImage', ...folder };
    expect(ownProgram(env, '/opt/SMTP Setup/smtp-setup')).toBe('/opt/SMTP Setup/smtp-setup');
  },
);

it.skipIf(onWindows)(
  'a folder that cannot be written is an error that names the setting, and no path',
  async () => {
    const config = join(await temporaryFolder(), 'file');
    await writeFile(config, '');
    const { startAtLogin } = await setUp({ platform: 'linux', env: { XDG_CONFIG_HOME: config } });
    const error = await startAtLogin?.set(true).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'setting-invalid', field: 'startAgentAtLogin' });
    expect(String(error)).not.toContain(config);
  },
);

it.each([
  ['/a b/c', '"/a b/c"'],
  // Once for the quotes of Exec, once for the values of the file.
  ['/a$b', String.raw`"/a\\$b"`],
  [String.raw`/a\b`, String.raw`"/a\\\\b"`],
  ['/50%', '"/50%%"'],
  ['/a"b`', String.raw`"/a\\"b\\` + '`"'],
])('a path such as %s is written so that desktops read it', (path, expected) => {
  expect(desktopEntry([path])).toContain(`\nExec=${expected}\n`);
});

it.each([
  ['a build of developers', { platform: 'linux', isPackaged: false }],
  ['macOS with another profile, for it hands over no arguments', { platform: 'darwin', profileFolder: '/p' }],
] as const)('%s has no such start', async (_, computer) => {
  expect((await setUp(computer)).startAtLogin).toBeNull();
});
