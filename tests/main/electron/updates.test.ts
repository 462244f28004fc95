import { EventEmitter } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isSignedByTeam, namesPublisher, readInstalledCopy } from '../../../main/electron/installed-copy.ts';
import { createUpdates } from '../../../main/electron/updates.ts';
import type { Updater } from '../../../main/electron/updates.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

interface Start {
  readonly compared?: boolean;
  /** After that the library gives up, for PowerShell does not run any more. */
  readonly givesUp?: boolean;
  readonly newer?: string | null;
  readonly breaks?: boolean;
}

/** The library as far as it is used; `compared`: PowerShell runs, so that a signature is really looked at. */
function setUp({ compared = true, givesUp = false, newer = '2.0.0', breaks = false }: Start = {}) {
  const events: string[] = [];
  const library = Object.assign(new EventEmitter(), {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    disableWebInstaller: false,
    allowDowngrade: true,
    logger: null as Updater['logger'],
    checkForUpdates: async () =>
      newer === null ? null : { isUpdateAvailable: true, updateInfo: { version: newer } },
    downloadUpdate: async () => {
      library.emit('download-progress', { percent: 12.5 });
      const fault = await library.verifyUpdateCodeSignature(['CN=Contoso'], 'C:\\update.exe');
      if (fault !== null) throw new Error(fault);
      return [];
    },
    verifyUpdateCodeSignature: async (_names: string[], path: string): Promise<string | null> => {
      if (compared) library.logger?.info(`LiteralPath: ${path}. Update Path: ${path}`);
      if (!compared || givesUp)
        library.logger?.warn('Cannot execute ConvertTo-Json: x. Ignoring signature validation due to …');
      return null;
    },
    quitAndInstall: (isSilent: boolean, isRunAfter: boolean) => {
      events.push(`install ${isSilent} ${isRunAfter}`);
      if (breaks) library.emit('error', new Error('no installer'));
    },
  });
  const updates = createUpdates({
    app: { quit: () => void events.push('quit'), relaunch: () => void events.push('relaunch') },
    copy: async () => ({
      isPackaged: true,
      platform: 'win32',
      hasSource: true,
      isPerUser: true,
      isSigned: true,
    }),
    isAttended: () => true,
    loadUpdater: async () => {
      events.push('loaded');
      return library as unknown as Updater;
    },
    log: () => undefined,
  });
  return { ...updates, library, events };
}

it('the library is loaded at the first check, once, and does nothing by itself', async () => {
  const { port, library, events } = setUp();
  expect(events).toEqual([]);
  expect(await port.check()).toBe('2.0.0');
  await port.check();
  expect(events).toEqual(['loaded']);
  expect(library).toMatchObject({
    autoDownload: false,
    autoInstallOnAppQuit: false,
    disableWebInstaller: true,
    // Older versions are not taken.
    allowDowngrade: false,
  });
  // An error event that nobody listens to would end the app.
  expect(() => library.emit('error', new Error('offline'))).not.toThrow();
});

it('where the library answers nothing, there is nothing newer', async () => {
  expect(await setUp({ newer: null }).port.check()).toBeNull();
});

it('a comparison that the library did not bring to its end is none', async () => {
  await expect(setUp({ givesUp: true }).port.download(() => undefined)).rejects.toThrow(
    'could not be compared',
  );
  const path = join(import.meta.dirname, '../../../node_modules/electron-updater/out');
  const text = await readFile(join(path, 'windowsExecutableCodeSignatureVerifier.js'), 'utf8');
  // Each of its ways to pass over a fault says so first.
  expect(text.split('Ignoring signature validation').length - 1).toBe(2);
});

it('a download tells how far it is, and passes only where its signature was compared', async () => {
  const good = setUp();
  const percents: number[] = [];
  await good.port.download((percent) => void percents.push(percent));
  expect(percents).toEqual([12.5]);
  await expect(setUp({ compared: false }).port.download(() => undefined)).rejects.toThrow(
    'could not be compared',
  );
});

it('the line that proves the comparison is the one of the installed library', async () => {
  const path = join(import.meta.dirname, '../../../node_modules/electron-updater/out');
  const text = await readFile(join(path, 'windowsExecutableCodeSignatureVerifier.js'), 'utf8');
  const line = text.indexOf('logger.info(`LiteralPath: ');
  expect(line).toBeGreaterThan(text.indexOf('data.Status === 0'));
  expect(line).toBeLessThan(text.indexOf('for (const name of publisherNames)'));
});

it('install lets the app end in good order first', async () => {
  const { port, leave, events } = setUp();
  await port.check();
  port.install();
  expect(events).toEqual(['loaded', 'quit']);
  leave(false);
  expect(events).toEqual(['loaded', 'quit', 'install true true']);
});

it('an ordinary end installs nothing, nor does one after somebody kept the window open', async () => {
  const { port, leave, stay, events } = setUp();
  leave(false);
  await port.check();
  port.install();
  stay();
  leave(false);
  expect(events).toEqual(['quit', 'loaded', 'quit', 'quit']);
});

it('an installer that cannot be started leaves the person with the app as it was', async () => {
  const { port, leave, events } = setUp({ breaks: true });
  await port.check();
  port.install();
  leave(false);
  expect(events.slice(2)).toEqual(['install true true', 'relaunch', 'quit']);
});

it('who started the app while it ended gets it back, from the installer where that runs', async () => {
  const ended = setUp();
  ended.leave(true);
  expect(ended.events).toEqual(['relaunch', 'quit']);
  const { port, leave, events } = setUp();
  await port.check();
  port.install();
  leave(true);
  expect(events).toEqual(['loaded', 'quit', 'install true true']);
});

const update = 'owner: contoso\nprovider: generic\nurl: https://updates.contoso.example\n';

it('what was installed is read from the files beside it', async () => {
  const resourcesPath = await temporaryFolder();
  const copy = (platform: NodeJS.Platform, said = '') =>
    readInstalledCopy({
      ...{ platform, resourcesPath },
      isPackaged: true,
      describeSignature: async () => said,
    });
  const nothing = { isPackaged: true, hasSource: false, isPerUser: false, isSigned: false };
  expect(await copy('win32')).toEqual({ ...nothing, platform: 'win32' });
  await writeFile(join(resourcesPath, 'app-update.yml'), `${update}publisherName:\n  - CN=Contoso, C=CH\n`);
  await writeFile(join(resourcesPath, 'install-kind'), 'nsis-per-user\r\n');
  expect(await copy('win32')).toMatchObject({ hasSource: true, isPerUser: true, isSigned: true });
  expect(await copy('darwin')).toMatchObject({ hasSource: true, isPerUser: true, isSigned: false });
  expect(await copy('darwin', 'Identifier=x\nTeamIdentifier=AB12CD34EF\n')).toMatchObject({ isSigned: true });
});

it.each([
  [`${update}publisherName:\n  - CN=Contoso, O=Contoso, C=CH\n`, true],
  [`${update}publisherName:\r\n- CN=Contoso\r\n`, true],
  [`${update}publisherName: Contoso\n`, true],
  [`${update}publisherName: []\n`, false],
  [`${update}publisherName:\n`, false],
  [`${update}publisherName:\nupdaterCacheDirName: x\n`, false],
  [`${update}# publisherName: Contoso\n`, false],
  [update, false],
  ['', false],
])('whether app-update.yml names a publisher: %j', (text, expected) => {
  expect(namesPublisher(text)).toBe(expected);
});

it.each([
  ['Executable=/Applications/x\nTeamIdentifier=AB12CD34EF\n', true],
  ['Signature=adhoc\nTeamIdentifier=not set\n', false],
  ['code object is not signed at all', false],
])('whether macOS names a team: %j', (text, expected) => {
  expect(isSignedByTeam(text)).toBe(expected);
});
