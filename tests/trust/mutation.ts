import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { toolScript } from '../../build/steps.ts';
import type { MutationArea } from './mutation-areas.ts';

/** A fault that no test noticed. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  /** What stood there was exchanged by this. */
  readonly replacement: string;
}

/** How many of the faults that were put into an area its tests found. */
export interface MutationScore {
  readonly found: number;
  readonly all: number;
  readonly survivors: readonly Survivor[];
}

const report = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.object({
          status: z.string(),
          replacement: z.string().default(''),
          location: z.object({ start: z.object({ line: z.number() }) }),
        }),
      ),
    }),
  ),
});

/** Answers what a report of Stryker says; faults that cannot be run, or that a comment excuses, count on neither side. */
export function readMutationReport(value: unknown): MutationScore {
  const mutants = Object.entries(report.parse(value).files).flatMap(([file, { mutants }]) =>
    mutants.map((mutant) => ({ file, ...mutant })),
  );
  const isFound = ({ status }: { status: string }) => status === 'Killed' || status === 'Timeout';
  const isMissed = ({ status }: { status: string }) => status === 'Survived' || status === 'NoCoverage';
  const found = mutants.filter(isFound).length;
  const survivors = mutants
    .filter(isMissed)
    .map(({ file, location, replacement }) => ({ file, line: location.start.line, replacement }));
  return { found, all: found + survivors.length, survivors };
}

/**
 * Puts faults into an area, one after the other, and answers how many of them its tests found.
 *
 * @throws {Error} the tests fail without any fault, or the tool does not run
 */
export async function mutate(root: string, area: MutationArea): Promise<MutationScore> {
  const folder = join(root, '.cache', 'trust', 'mutation');
  const reportFile = join(folder, `${area.name}.json`);
  const configFile = join(folder, `${area.name}.config.json`);
  await mkdir(folder, { recursive: true });
  await rm(reportFile, { force: true });
  const tests = area.tests.filter((path) => existsSync(join(root, path)));
  const config = {
    ...{ testRunner: 'vitest', coverageAnalysis: 'perTest', concurrency: 2, mutate: area.sources },
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'tests/trust/mutation.config.ts', related: false },
    reporters: ['json'],
    jsonReporter: { fileName: reportFile },
    ...{ tempDirName: '.cache/stryker', cleanTempDir: 'always', incremental: false },
    ignorePatterns: ['.cache', 'out', 'release', 'coverage'],
    // Types are looked at elsewhere; the compiler of this version has no interface that the tool could use.
    ...{ disableTypeChecks: false, tsconfigFile: 'none.json' },
    ...{ allowConsoleColors: false, timeoutMS: 10_000 },
  };
  await writeFile(configFile, JSON.stringify(config));
  const { code, output } = await run(root, [configFile], tests);
  if (!existsSync(reportFile)) throw new Error(`${area.name}: exit code ${code}\n${output.slice(-4_000)}`);
  return readMutationReport(JSON.parse(await readFile(reportFile, 'utf8')));
}

function run(root: string, argv: readonly string[], tests: readonly string[]) {
  const script = toolScript(root, '@stryker-mutator/core', 'stryker');
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    let output = '';
    const child = spawn(process.execPath, [script, 'run', ...argv], {
      cwd: root,
      env: { ...process.env, MUTATION_TESTS: tests.join(' '), TRUST: 'mutation', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => void (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
