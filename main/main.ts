// First, so that whatever fails in another module is caught.
import './electron/catch-crashes.ts';
import './steady-memory.ts';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { app, protocol, shell } from 'electron';
import { defaultProfileFolder } from './cli/profile-folder.ts';
import { appScheme } from './electron/app-protocol.ts';
import { isAnything, parseHandOver, sortArguments } from './electron/handed-over.ts';
import type { HandedOver, HandOver, Start } from './electron/handed-over.ts';
import { launchFrom, parseLaunch } from './electron/launch.ts';
import type { Launch } from './electron/launch.ts';
import { disarmSwitches } from './electron/switches.ts';
import { appId, productName } from './electron/words.ts';

// Electron reads paths, schemes and switches as soon as this file has been evaluated; nothing of it may wait for a promise, and
// waiting here for ready would wait for ever, because ready waits for this file.

const usageError = 64;
const profileError = 78;
const nothing = { links: [], paths: [] } as const satisfies HandedOver;

const launch = parseLaunch(process.argv.slice(process.defaultApp ? 2 : 1));
const refusedSwitches = app.isPackaged ? disarmSwitches(app.commandLine) : [];

if ('mistake' in launch) end(usageError, launch.mistake);
else if (refusedSwitches.length > 0)
  end(
    usageError,
    `SMTP Setup does not start with a switch that takes away its protection. (--${refusedSwitches.join(', --')})`,
  );
else if (launch.mode === 'command') startCommand(launch.words);
else start(launch);

/**
 * Carries out a command, with a folder of its own for Chromium: a second process on that of the profile could write back a
 * `Local State` without the key that another has just made, and with it every secret of the profile would be lost.
 */
function startCommand(words: readonly string[]): void {
  const own = mkdtempSync(join(tmpdir(), 'smtp-setup-command-'));
  app.setName(productName);
  app.enableSandbox();
  app.setPath('userData', own);
  app.setPath('sessionData', own);
  removeAtEnd(own);
  void app
    .whenReady()
    .then(() => import('./electron/run-command.ts'))
    .then(({ runShellCommand }) => {
      // Otherwise macOS shows an icon for the time of a command.
      app.dock?.hide();
      return runShellCommand({ app, shell, words });
    })
    // Not app.quit(), which loses the exit code.
    .then((code) => app.exit(code));
}

function removeAtEnd(folder: string): void {
  app.on('quit', () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Windows keeps what is open; nobody needs the folder, and it goes with the other temporary files.
    }
  });
}

function start(given: Launch): void {
  const folder = leaveFolder();
  const wanted = launchFrom(folder, given);
  app.setName(productName);
  // Windows puts notifications and the taskbar button under this name.
  app.setAppUserModelId(appId);
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([appScheme]);

  const profileFolder = openFolders(wanted);
  if (profileFolder === null) return;
  if (wanted.mode === 'self-test' && wanted.profile === null) removeAtEnd(profileFolder);
  const handed = sortArguments(wanted.words, folder);
  const handOver = { v: 1, mode: wanted.mode, ...handed } satisfies HandOver;
  // One process per folder of Chromium; a self-test has a folder of its own.
  if (wanted.mode !== 'self-test' && !app.requestSingleInstanceLock(handOver)) {
    app.exit(0);
    return;
  }
  const open = takeHandedOver(isAnything(handed) ? [{ mode: 'window', ...handed }] : []);
  void app
    .whenReady()
    .then(() => import('./boot.ts'))
    .then(({ boot }) => {
      if (wanted.mode === 'host') app.dock?.hide();
      return open(boot({ launch: wanted, profileFolder }));
    });
}

/**
 * Listens to what the system and other starts of the app hand over; macOS does so before ready too.
 *
 * @returns how to take it, from the beginning on
 */
function takeHandedOver(first: readonly Start[]): (take: (start: Start) => void) => void {
  const early = [...first];
  let hand: (start: Start) => void = (start) => void early.push(start);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    hand({ mode: 'window', ...sortArguments([url], '/') });
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    hand({ mode: 'window', links: [], paths: [path] });
  });
  app.on('second-instance', (_event, _argv, _folder, other: unknown) => {
    const { mode, links, paths } = parseHandOver(other) ?? { mode: 'window', ...nothing };
    hand({ mode, links, paths });
  });
  return (take) => {
    hand = take;
    for (const start of early) take(start);
  };
}

/**
 * Answers the folder of the start and goes home from there.
 *
 * It is that of a document that was opened with the app, e.g. of downloads or on a stick: nobody could take it away as long as the app
 * runs, and Windows would look there first for what is started by its name alone, as the updater does with PowerShell.
 */
function leaveFolder(): string {
  let folder = homedir();
  try {
    folder = process.cwd();
    process.chdir(homedir());
  } catch {
    // One of the two is not there any more; then relative names lead nowhere, or it stays where it is.
  }
  return folder;
}

/** Answers the profile folder; Chromium's own files stand in a folder of it, so that each profile has its own key and lock. */
function openFolders({ mode, profile }: Launch): string | null {
  const folder =
    profile !== null
      ? profile
      : mode === 'self-test'
        ? mkdtempSync(join(tmpdir(), 'smtp-setup-self-test-'))
        : defaultProfileFolder({ platform: process.platform, env: process.env, homeFolder: homedir() });
  const own = join(folder, 'electron');
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
  } catch {
    end(profileError, 'The profile folder cannot be made.');
    return null;
  }
  app.setPath('userData', own);
  app.setPath('sessionData', own);
  return folder;
}

function end(code: number, message: string): void {
  process.stderr.write(`${message}\n`);
  app.exit(code);
}
