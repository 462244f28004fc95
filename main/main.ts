// First, so that whatever fails in another module is caught.
import './electron/catch-crashes.ts';
import './steady-memory.ts';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { app, protocol } from 'electron';
import { defaultProfileFolder } from './cli/profile-folder.ts';
import { appScheme } from './electron/app-protocol.ts';
import { isAnything, parseHandOver, sortArguments } from './electron/handed-over.ts';
import type { HandedOver, HandOver } from './electron/handed-over.ts';
import { parseLaunch } from './electron/launch.ts';
import type { Launch } from './electron/launch.ts';
import { disarmSwitches } from './electron/switches.ts';
import { appId, productName } from './electron/words.ts';

// Electron reads paths, schemes and switches as soon as this file has been evaluated; nothing of it may wait for a promise, and
// waiting here for ready would wait for ever, because ready waits for this file.

const usageError = 64;
const profileError = 78;
const nothing: HandedOver = { links: [], paths: [] };

const launch = parseLaunch(process.argv.slice(process.defaultApp ? 2 : 1));
const refusedSwitches = app.isPackaged ? disarmSwitches(app.commandLine) : [];

if ('mistake' in launch) end(usageError, launch.mistake);
else if (refusedSwitches.length > 0)
  end(
    usageError,
    `SMTP Setup does not start with a switch that takes away its protection. (--${refusedSwitches.join(', --')})`,
  );
// A second process on Chromium's folder could write back a `Local State` without the key that another has just made, and with it
// every secret of the profile would be lost: until commands have a folder of their own, they do not run here.
else if (launch.mode === 'command')
  end(usageError, 'This executable only opens the window so far; the command line is a program of its own.');
else start(launch);

function start(wanted: Launch): void {
  app.setName(productName);
  // Windows puts notifications and the taskbar button under this name.
  app.setAppUserModelId(appId);
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([appScheme]);

  const profileFolder = openFolders(wanted);
  if (profileFolder === null) return;
  const handed = sortArguments(wanted.words, process.cwd());
  const handOver = { v: 1, mode: wanted.mode, ...handed } satisfies HandOver;
  // One process per folder of Chromium; a self-test has a folder of its own.
  if (wanted.mode !== 'self-test' && !app.requestSingleInstanceLock(handOver)) {
    app.exit(0);
    return;
  }
  const open = takeHandedOver(isAnything(handed) ? [handed] : []);
  void app
    .whenReady()
    .then(() => import('./boot.ts'))
    .then(({ boot }) => open(boot({ launch: wanted, profileFolder })));
}

/**
 * Listens to what the system and other starts of the app hand over; macOS does so before ready too.
 *
 * @returns how to take it, from the beginning on
 */
function takeHandedOver(first: readonly HandedOver[]): (take: (handed: HandedOver) => void) => void {
  const early = [...first];
  let hand: (handed: HandedOver) => void = (handed) => void early.push(handed);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    hand(sortArguments([url], '/'));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    hand({ links: [], paths: [path] });
  });
  // Whoever starts the app a second time wants to see it, unless it was the system at log-in.
  app.on('second-instance', (_event, _argv, _folder, other: unknown) => {
    const told = parseHandOver(other);
    if (told?.mode !== 'agent') hand(told ?? nothing);
  });
  return (take) => {
    hand = take;
    for (const handed of early) take(handed);
  };
}

/** Answers the profile folder; Chromium's own files stand in a folder of it, so that each profile has its own key and lock. */
function openFolders({ mode, profile }: Launch): string | null {
  const folder =
    profile !== null
      ? resolve(profile)
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
