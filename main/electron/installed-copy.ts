import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { InstalledCopy } from '../ports.ts';

interface Deps {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  /** `process.resourcesPath`. */
  readonly resourcesPath: string;
  /** What macOS says of the signature of a program; in tests a stand-in. */
  readonly describeSignature?: (program: string) => Promise<string>;
}

/** What the Windows installer for one user writes beside the archive (`build/installer.nsh`); an MSI does not. */
const perUserMark = 'nsis-per-user';

/** Answers what is known of the copy of the app that runs, from the files that its installer and its build left beside it. */
export async function readInstalledCopy(deps: Deps): Promise<InstalledCopy> {
  const { isPackaged, platform, resourcesPath, describeSignature = codesign } = deps;
  // Started from its sources, the folder is the one of Electron itself.
  if (!isPackaged) return { isPackaged, platform, hasSource: false, isPerUser: false, isSigned: false };
  const source = await textOf(join(resourcesPath, 'app-update.yml'));
  const kind = await textOf(join(resourcesPath, 'install-kind'));
  return {
    ...{ isPackaged, platform },
    hasSource: /^provider:\s*\S/m.test(source),
    isPerUser: platform === 'darwin' || kind.trim() === perUserMark,
    isSigned:
      platform === 'darwin'
        ? isSignedByTeam(await describeSignature(dirname(dirname(resourcesPath))).catch(() => ''))
        : namesPublisher(source),
  };
}

/** Says whether `app-update.yml` names whose signature a newer version must carry: without it the library compares none. */
export function namesPublisher(text: string): boolean {
  return /^publisherName:(?:[ \t]*[^\s#[]|[ \t]*\r?\n[ \t]*- *[^\s#])/m.test(text);
}

/** Says whether `codesign --display` names a team; an ad-hoc signature has none, and macOS would refuse the update at its end. */
export function isSignedByTeam(text: string): boolean {
  return /^TeamIdentifier=(?!not set)\S/m.test(text);
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

async function codesign(program: string): Promise<string> {
  const run = promisify(execFile);
  // It writes all of it to standard error.
  const { stderr } = await run('/usr/bin/codesign', ['--display', '--verbose=2', program], {
    timeout: 10_000,
  });
  return stderr;
}
