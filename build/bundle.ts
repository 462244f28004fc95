import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { builtinsAsObjects } from './builtins-as-objects.ts';
import { requireNode24 } from './require-node.ts';
import { saveBuildStamp } from './build-stamp.ts';
import { writeDebFiles } from './deb-files.ts';

const root = resolve(import.meta.dirname, '..');
const target = 'node24';

/** Builds the page into `out/renderer`, as both hosts serve it. */
export async function bundleRenderer(): Promise<void> {
  const { build } = await import('vite');
  await build({ configFile: join(root, 'renderer', 'vite.config.ts'), logLevel: 'warn' });
}

/** Builds the preload into one CommonJS file: in a sandboxed window it may load nothing but `electron`. */
export async function bundlePreload(): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target,
      outDir: join(root, 'out', 'preload'),
      emptyOutDir: true,
      rolldownOptions: {
        input: { preload: join(root, 'preload', 'preload.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  });
}

/** Builds the main process into `out/main`; everything but Electron and Node's own modules is inside. */
export async function bundleMain(): Promise<void> {
  await bundlePrograms({ main: join(root, 'main', 'main.ts') }, join(root, 'out', 'main'));
}

/**
 * Builds programs for Node or Electron as the main process is built.
 *
 * @param input names of programs and their sources
 * @param outDir emptied before
 */
export async function bundlePrograms(input: Readonly<Record<string, string>>, outDir: string): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [builtinsAsObjects()],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target,
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input,
        external: ['electron', /^electron\//, ...builtinModules, /^node:/],
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // What is loaded late stays apart: the entry must be evaluated before Electron is ready.
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  });
}

/**
 * Builds the thread that composes messages into one CommonJS file beside the main process, which hands its text over: a thread
 * may load nothing from the archive of an installed app.
 */
export async function bundleComposeWorker(): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target,
      outDir: join(root, 'out', 'main'),
      // The main process was built into the same folder just before.
      emptyOutDir: false,
      rolldownOptions: {
        input: { 'compose-worker': join(root, 'main', 'mail', 'compose-worker.ts') },
        external: [...builtinModules, /^node:/],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  });
}

const bundles = [
  { name: 'page', entry: 'renderer/main.tsx', bundle: bundleRenderer },
  { name: 'preload', entry: 'preload/preload.ts', bundle: bundlePreload },
  { name: 'main', entry: 'main/main.ts', bundle: bundleMain },
  { name: 'compose worker', entry: 'main/mail/compose-worker.ts', bundle: bundleComposeWorker },
] as const;

/**
 * Builds everything, one after the other, and notes from which sources.
 *
 * @param tell takes one line for each
 */
export async function bundleAll(tell: (line: string) => void): Promise<void> {
  // Taken before: what changes meanwhile must be built again.
  const saveStamp = saveBuildStamp(root);
  for (const { name, entry, bundle } of bundles) {
    if (!existsSync(join(root, entry))) {
      tell(`${name}: left out, ${entry} does not exist`);
      continue;
    }
    const startedAtMs = performance.now();
    await bundle();
    tell(`${name}: built in ${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s`);
  }
  await writeDebFiles(root);
  saveStamp();
}

if (import.meta.main) {
  requireNode24();
  try {
    await bundleAll(console.log);
  } catch (error) {
    // Vite's own message shows the place in the source; its stack is about Vite.
    console.error(`error: the build failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
