import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { extractFile, listPackage } from '@electron/asar';
import { firstScreenFiles, firstScreenLimitBytes } from './first-screen.ts';
import { iconFindings } from './icon-files.ts';
import {
  archiveLimitBytes,
  besideFindings,
  debFindings,
  packageFindings,
  sizeFindings,
} from './package-findings.ts';
import type { DebParts } from './package-findings.ts';
import { fuseFindings, readFuses, sentinel } from './read-fuses.ts';

// Builds the package on a stub of Electron's runtime and looks inside: which files the archive holds, which fuses the binary carries,
// how big it is, whether every system has its icon, and what a deb brings beside the app. It proves what electron-builder was told and what it packed; nothing of it runs.
// What stands behind `--` goes to electron-builder, e.g. `-- -c.electronFuses.runAsNode=true`.

const root = resolve(import.meta.dirname, '..');
const work = join(root, '.cache', 'package-check');
const stub = join(work, 'stub');
const output = join(work, 'release');
const executable = 'smtp-setup';
/** What makes debs, as far as it is needed here: it keeps what it was given. */
const debTool = join(stub, 'fpm');
const debKeeper = `#!/bin/sh
here=$(dirname "$0")
printf '%s\\n' "$@" > "$here/deb-argv"
while [ $# -gt 0 ]; do
  case "$1" in
    --after-install | --after-remove) cp "$2" "$here/deb$1" ;;
    --package) : > "$2" ;;
  esac
  shift
done
`;

const { values, positionals } = parseArgs({
  options: {
    'no-build': { type: 'boolean', default: false },
    // Looks at the package of the last time.
    'no-pack': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

/** Enough of a runtime for electron-builder: the files it copies, and a binary with all nine fuses at Electron's default. */
async function makeStub(): Promise<void> {
  await mkdir(join(stub, 'resources'), { recursive: true });
  await mkdir(join(stub, 'locales'), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from(`stub ${sentinel}`),
    Buffer.from([1, 9]),
    Buffer.from('101100011 end'),
  ]);
  const binary = join(stub, 'electron');
  await writeFile(binary, wire);
  await chmod(binary, 0o755);
  await writeFile(debTool, debKeeper, { mode: 0o755 });
  await writeFile(join(stub, 'version'), 'stub');
  await writeFile(join(stub, 'LICENSE'), 'stub');
  await writeFile(join(stub, 'LICENSES.chromium.html'), 'stub');
}

/** Runs one of the project's own programs; what it prints is shown only when it fails. */
async function run(name: string, script: string, argv: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [script, ...argv], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CUSTOM_FPM_PATH: debTool },
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const code = await new Promise<number | null>((done, failed) =>
    child.on('error', failed).on('close', done),
  );
  if (code === 0) return;
  console.error(output.join('').trimEnd());
  throw new Error(`${name} failed (exit code ${code}).`);
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) => stat(join(entry.parentPath, entry.name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}

function readIcon(path: string): Buffer | null {
  const file = join(root, 'build', path);
  return existsSync(file) ? readFileSync(file) : null;
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;

async function pack(): Promise<void> {
  await rm(work, { recursive: true, force: true });
  await makeStub();
  if (!values['no-build']) await run('The build', join(root, 'build', 'bundle.ts'), []);
  await run('electron-builder', join(root, 'node_modules', 'electron-builder', 'cli.js'), [
    ...['--linux', 'deb', '--x64', '--publish', 'never'],
    `-c.electronDist=${stub}`,
    `-c.directories.output=${output}`,
    ...positionals,
  ]);
}

async function readDeb(): Promise<DebParts> {
  const kept = (name: string) => readFile(join(stub, `deb${name}`), 'utf8');
  const argv = (await kept('-argv')).split('\n');
  const end = '=/usr/share/man/man1/smtp-setup.1.gz';
  const manual = argv.find((each) => each.endsWith(end))?.slice(0, -end.length);
  return {
    argv,
    afterInstall: await kept('--after-install'),
    afterRemove: await kept('--after-remove'),
    manual: manual === undefined ? null : gunzipSync(await readFile(join(root, manual))).toString('utf8'),
  };
}

async function check(): Promise<boolean> {
  if (!values['no-pack']) await pack();
  const unpacked = join(output, 'linux-unpacked');
  const archive = join(unpacked, 'resources', 'app.asar');
  const files = listPackage(archive, { isPack: false });
  const { size: archiveBytes } = await stat(archive);
  const firstScreen = firstScreenFiles(join(root, 'out', 'renderer'));
  const firstScreenBytes = firstScreen.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  for (const file of files) console.log(file);
  const manifest: unknown = JSON.parse(extractFile(archive, 'package.json').toString('utf8'));
  const findings = [
    ...packageFindings(files, manifest),
    ...fuseFindings(readFuses(await readFile(join(unpacked, executable)))),
    ...iconFindings(readIcon),
    ...sizeFindings([
      { name: 'app.asar', bytes: archiveBytes, limitBytes: archiveLimitBytes },
      { name: 'the first screen (gzip)', bytes: firstScreenBytes, limitBytes: firstScreenLimitBytes },
    ]),
  ];
  findings.push(...besideFindings(await readdir(join(unpacked, 'resources'), { recursive: true })));
  findings.push(...debFindings(await readDeb(), await readFile(join(root, 'docs', 'smtp-setup.1'), 'utf8')));
  if (((await stat(join(unpacked, 'resources', 'bin', 'smtp-setup'))).mode & 0o111) === 0)
    findings.push('resources/bin/smtp-setup cannot be started');
  console.log(`app.asar ${kilobytes(archiveBytes)} of ${kilobytes(archiveLimitBytes)}`);
  console.log(
    `first screen ${kilobytes(firstScreenBytes)} of ${kilobytes(firstScreenLimitBytes)} (gzip, ${firstScreen.length} files)`,
  );
  for (const part of ['main', 'preload', 'renderer']) {
    console.log(`out/${part} ${kilobytes(await folderBytes(join(root, 'out', part)))}`);
  }
  for (const finding of findings) console.error(`wrong: ${finding}`);
  return findings.length === 0;
}

try {
  const good = await check();
  console.log(good ? 'package: as it should be' : 'package: not as it should be');
  process.exitCode = good ? 0 : 1;
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
