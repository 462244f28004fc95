import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { fuseFindings, readFuses } from './read-fuses.ts';
import { requireNode24 } from './require-node.ts';

// Runs the self-test of the app that `electron-builder --dir` has packaged for this computer, with a sandbox beside it to sign in and send
// at, looks at its fuses, prints what it found, and ends with 0 when every check has passed: node build/self-test.ts

/** Longer than all checks of the app take together. */
const withinMs = 10 * 60_000;

/** Answers where electron-builder lays the executable for this kind of computer, below its output folder. */
export function packagedExecutable(platform: NodeJS.Platform, arch: string): string {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  if (platform === 'win32') return join(`win${suffix}-unpacked`, 'SMTP Setup.exe');
  if (platform === 'darwin') return join(`mac${suffix}`, 'SMTP Setup.app', 'Contents', 'MacOS', 'SMTP Setup');
  return join(`linux${suffix}-unpacked`, 'smtp-setup');
}

/** Answers the file of a packaged app that carries its fuses. */
export function fuseFile(platform: NodeJS.Platform, executable: string): string {
  if (platform !== 'darwin') return executable;
  const contents = dirname(dirname(executable));
  return join(contents, 'Frameworks', 'Electron Framework.framework', 'Electron Framework');
}

async function selfTest(): Promise<number> {
  const release = resolve(import.meta.dirname, '..', 'release');
  const executable = join(release, packagedExecutable(process.platform, process.arch));
  if (!existsSync(executable)) {
    console.error(`error: ${executable} is not there. Run "npm run build" and "npx electron-builder --dir".`);
    return 66;
  }
  // Only Linux is looked at by package:check, and there on a stub.
  const wrong = fuseFindings(readFuses(await readFile(fuseFile(process.platform, executable))));
  for (const finding of wrong) console.error(`error: ${finding}`);
  if (wrong.length > 0) return 1;
  const report = join(release, 'self-test.json');
  await rm(report, { force: true });
  // Only now, for its packages do not even parse on an old Node.
  const { startSelfTestSandbox } = await import('./self-test/sandbox.ts');
  const sandbox = await startSelfTestSandbox();
  try {
    const argv = ['--selftest', '--out', report, `--selftest-sandbox=${sandbox.file}`];
    const child = spawn(executable, argv, { stdio: 'inherit', timeout: withinMs });
    const code = await new Promise<number | null>((done, failed) =>
      child.once('error', failed).once('close', done),
    );
    const text = existsSync(report) ? await readFile(report, 'utf8') : null;
    if (text !== null) console.log(text);
    const verdict = selfTestVerdict(code, text);
    if (verdict !== null) console.error(`error: ${verdict}`);
    return verdict === null ? 0 : code || 1;
  } finally {
    await sandbox.close();
  }
}

const report = z.object({
  checks: z.array(z.object({ name: z.string(), outcome: z.string(), seen: z.string() })).min(1),
});

/**
 * Answers why the packaged app is not good, in a sentence; null: it is. Here all was given, so a check that was skipped is no good.
 *
 * @param text the report of the app; null: it wrote none
 */
export function selfTestVerdict(code: number | null, text: string | null): string | null {
  if (text === null) return 'the app wrote no report.';
  const bad = report.parse(JSON.parse(text)).checks.filter(({ outcome }) => outcome !== 'passed');
  if (bad.length > 0)
    return `not passed: ${bad.map(({ name, outcome, seen }) => `${name} (${outcome}: ${seen})`).join('; ')}`;
  if (code === null) return 'the app was killed.';
  return code === 0 ? null : `the app ended with ${code}.`;
}

if (import.meta.main) {
  requireNode24();
  process.exitCode = await selfTest();
}
