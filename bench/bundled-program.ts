import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundlePrograms } from '../build/bundle.ts';

const root = resolve(import.meta.dirname, '..');
const bundles = join(root, '.cache', 'bench');

/** Where V8 keeps what it compiled; the round that is not counted fills it. */
export const compileCache = join(bundles, 'compiled');

/**
 * Builds a program as the installed app is built, so that reading and stripping hundreds of sources is not measured with it.
 *
 * @param source below the root of the project, e.g. `main/cli.ts`
 * @returns the built file, to be started with Node
 */
export async function bundledProgram(name: string, source: string): Promise<string> {
  const folder = join(bundles, name);
  await bundlePrograms({ [name]: join(root, source) }, join(folder, 'out'));
  // The app reads its version two folders above itself, and it is in one file or in several.
  for (const place of [bundles, folder]) {
    mkdirSync(place, { recursive: true });
    copyFileSync(join(root, 'package.json'), join(place, 'package.json'));
  }
  return join(folder, 'out', `${name}.js`);
}
