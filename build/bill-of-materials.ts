import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

// `node build/bill-of-materials.ts`: writes what the app is made of, in CycloneDX, to standard output.

const billFormat = z.looseObject({
  components: z.array(
    z.looseObject({
      'bom-ref': z.string(),
      name: z.string(),
      version: z.string(),
      properties: z.array(z.looseObject({ name: z.string() })).optional(),
    }),
  ),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});
const lockFormat = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), dev: z.boolean().default(false) }),
  ),
});

/**
 * Answers a bill of materials without what only the tools need.
 *
 * `npm sbom --omit=dev` leaves out whatever a tool needs too, though it is inside the app (npm 11.19): so the lock file decides.
 *
 * @param bill what `npm sbom --sbom-format=cyclonedx` says
 * @param lock package-lock.json
 */
export function billOfApp(bill: unknown, lock: unknown): z.infer<typeof billFormat> {
  const inside = new Set(
    Object.entries(lockFormat.parse(lock).packages)
      .filter(([path, { dev }]) => path !== '' && !dev)
      .map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${version}`),
  );
  const whole = billFormat.parse(bill);
  const components = whole.components
    .filter(({ name, version }) => inside.has(`${name}@${version}`))
    .map(({ properties = [], ...component }) => ({
      ...component,
      properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
    }));
  const known = new Set(components.map((component) => component['bom-ref']));
  const tools = new Set(whole.components.map((each) => each['bom-ref']).filter((ref) => !known.has(ref)));
  const dependencies = whole.dependencies
    .filter(({ ref }) => !tools.has(ref))
    .map((each) => ({ ...each, dependsOn: each.dependsOn.filter((ref) => known.has(ref)) }));
  return { ...whole, components, dependencies };
}

/** Asks npm, and answers the bill of materials of the app as it is installed here. */
export async function writtenBill(root: string): Promise<z.infer<typeof billFormat>> {
  const script = process.env['npm_execpath'];
  const [program, before] = script === undefined ? ['npm', []] : [process.execPath, [script]];
  const argv = [...before, 'sbom', '--sbom-format=cyclonedx'];
  const { stdout } = await promisify(execFile)(program, argv, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  return billOfApp(JSON.parse(stdout), JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
}

if (import.meta.main) {
  const bill = await writtenBill(resolve(import.meta.dirname, '..'));
  process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
}
