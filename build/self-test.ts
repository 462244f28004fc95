import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { requireNode24 } from './require-node.ts';

// Runs the self-test of the app that `electron-builder --dir` has packaged for this computer, prints what it found, and ends with its
// exit code: node build/self-test.ts

/** Longer than all checks of the app take together. */
const withinMs = 10 * 60_000;

/** Answers where electron-builder lays the executable for this kind of computer, below its output folder. */
export function packagedExecutable(platform: NodeJS.Platform, arch: string): string {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  if (platform === 'win32') return join(`win${suffix}-unpacked`, 'SMTP Setup.exe');
  if (platform === 'darwin') return join(`mac${suffix}`, 'SMTP Setup.app', 'Contents', 'MacOS', 'SMTP Setup');
  return join(`linux${suffix}-unpacked`, 'smtp-setup');
}

async function selfTest(): Promise<number> {
  const release = resolve(import.meta.dirname, '..', 'release');
  const executable = join(release, packagedExecutable(process.platform, process.arch));
  if (!existsSync(executable)) {
    console.error(`error: ${executable} is not there. Run "npm run build" and "npx electron-builder --dir".`);
    return 66;
  }
  const report = join(release, 'self-test.json');
  await rm(report, { force: true });
  const child = spawn(executable, ['--selftest', '--out', report], { stdio: 'inherit', timeout: withinMs });
  const code = await new Promise<number | null>((done, failed) =>
    child.once('error', failed).once('close', done),
  );
  if (existsSync(report)) console.log(await readFile(report, 'utf8'));
  else console.error('error: the app wrote no report.');
  return existsSync(report) ? (code ?? 1) : 1;
}

if (import.meta.main) {
  requireNode24();
  process.exitCode = await selfTest();
}
