import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const cacheFolder = resolve(import.meta.dirname, '../../.cache/chromium');

interface Unpacked {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

// The package unpacks to the temporary folder of its process and reuses whatever lies there, so it runs in a
// process of its own with a folder of its own; the rename at the end makes it safe with parallel workers.
async function unpackInto(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const script = "const { default: c } = await import('@sparticuz/chromium'); await c.executablePath();";
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
  });
  await writeFile(join(folder, 'fonts', 'fonts.conf'), fontsConfiguration);
}

// The package's own fonts.conf names folders of another machine; Open Sans comes with it and looks much like
// Segoe UI, so that pictures are the same wherever they are taken. A relative cache folder would be relative to the
// working directory, unlike a relative font folder: it goes by an environment variable.
const fontsConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  ${['Segoe UI', 'system-ui', 'sans-serif']
    .map(
      (name) =>
        `<alias binding="same"><family>${name}</family><prefer><family>Open Sans</family></prefer></alias>`,
    )
    .join('\n  ')}
</fontconfig>
`;

async function packageVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const found: unknown = JSON.parse(await readFile(join(entry, '../../package.json'), 'utf8'));
  if (typeof found === 'object' && found !== null && 'version' in found) return String(found.version);
  throw new Error('@sparticuz/chromium has no version.');
}

async function unpackOnce(): Promise<Unpacked> {
  const fonts = createHash('sha256').update(fontsConfiguration).digest('hex').slice(0, 8);
  const folder = join(cacheFolder, `${await packageVersion()}-${fonts}`);
  if (!existsSync(folder)) {
    const partial = `${folder}.partial-${process.pid}`;
    await unpackInto(partial);
    try {
      await rename(partial, folder);
    } catch (error) {
      // Another worker was first: its copy is as good as ours.
      await rm(partial, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
      XDG_CACHE_HOME: join(folder, 'cache'),
    },
  };
}

/**
 * Starts a Chromium for tests: the one that `CHROMIUM_PATH` names, else the one that npm installed, unpacked once.
 *
 * The caller closes it. Runs everywhere on Linux x64; elsewhere `CHROMIUM_PATH` has to be set.
 */
export async function launchChromium(): Promise<Browser> {
  const named = process.env['CHROMIUM_PATH'];
  // The package's own arguments run everything in one process, which dies when a context is closed.
  const args = ['--no-sandbox', '--font-render-hinting=none'];
  if (named) return await chromium.launch({ executablePath: named, args });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium for this computer comes with npm: set CHROMIUM_PATH to an installed one.');
  }
  const { executablePath, env } = await unpackOnce();
  return await chromium.launch({ executablePath, args, env: { ...definedEnvironment(), ...env } });
}

let shared: Promise<Browser> | null = null;

/** The Chromium of this process, for whoever leaves it as it was; it ends with the process. */
export async function sharedChromium(): Promise<Browser> {
  shared ??= launchChromium();
  return await shared;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
