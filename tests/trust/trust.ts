import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toolScript } from '../../build/steps.ts';
import { mutationAreas } from './mutation-areas.ts';
import { mutate } from './mutation.ts';
import { subjects } from './subjects.ts';
import type { ProofProgram, Subject } from './subjects.ts';
import { readTestReport, shownFigures, wantedMutationPercent } from './figures.ts';
import type { SubjectFigures } from './figures.ts';

// `npm run trust [-- --quick] [--only NAME] [--seed N]`: everything that docs/security.md promises, attacked at full size.

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
  },
});
const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.cache', 'trust');
const seed = Number(values.seed);
const names = [...subjects.map(({ name }) => name), 'mutation'];
const unknown = values.only.filter((name) => !names.includes(name));
if (!Number.isSafeInteger(seed) || seed < 1 || unknown.length > 0) {
  process.stderr.write(`error: --seed wants a whole number from 1 on, --only one of ${names.join(', ')}.\n`);
  process.exit(64);
}
const isWanted = (name: string) => values.only.length === 0 || values.only.includes(name);
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Runs a script under this Node and answers how it ended, with all that it wrote. */
function run(script: string, argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
  return new Promise<{ readonly ok: boolean; readonly output: string }>((done) => {
    let output = '';
    // In CI a test has a second go; here what fails once is broken.
    const { CI: _, ...environment } = process.env;
    const child = spawn(process.execPath, [script, ...argv], {
      cwd: root,
      env: { NODE_COMPILE_CACHE: join(root, '.cache', 'compile'), ...environment, NO_COLOR: '1', ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => done({ ok: false, output: error.message }));
    child.once('close', (code) => done({ ok: code === 0, output }));
  });
}

/** Runs the tests of all subjects together, so that both cores have something to do until the end. */
async function runTests(all: readonly Subject[]): Promise<(subject: Subject) => SubjectFigures> {
  // Without a file to run, vitest would run all that there are.
  if (all.length === 0) return () => ({ tried: 0, broken: [], skipped: 0 });
  const [reportFile, casesFile] = [join(folder, 'report.json'), join(folder, 'cases')];
  await Promise.all([reportFile, casesFile].map((path) => rm(path, { force: true })));
  const { output } = await run(
    toolScript(root, 'vitest'),
    [
      ...['run', ...all.flatMap(({ tests }) => tests), '--reporter=json', `--outputFile=${reportFile}`],
      // A test that names no time of its own has as long as its cases take.
      '--testTimeout=900000',
    ],
    { TRUST: values.quick ? 'quick' : 'full', TRUST_SEED: String(seed), TRUST_REPORT: casesFile },
  );
  if (!existsSync(reportFile)) {
    const broken = [`the tests did not run: ${output.slice(-2_000)}`];
    return () => ({ tried: 0, broken, skipped: 0 });
  }
  const cases = existsSync(casesFile) ? readFileSync(casesFile, 'utf8') : '';
  const report: unknown = JSON.parse(readFileSync(reportFile, 'utf8'));
  return ({ tests }) => readTestReport({ root, tests, report, cases });
}

interface ProgramFigures extends SubjectFigures {
  /** What it said last. */
  readonly lines: readonly string[];
}

async function runProgram({ script, argv }: ProofProgram): Promise<ProgramFigures> {
  const seeded = script.includes('crash') ? ['--seed', String(seed)] : [];
  const { ok, output } = await run(join(root, script), [...argv, ...seeded]);
  const lines = output.trim().split('\n').slice(-6);
  const tried = Number.parseInt(lines.at(-1) ?? '', 10);
  if (ok && tried > 0) return { tried, broken: [], skipped: 0, lines };
  return { tried: 1, broken: [`${script} ${argv.join(' ')}`], skipped: 0, lines };
}

/** One after the other: each of them measures. */
async function runPrograms(programs: readonly ProofProgram[]): Promise<readonly ProgramFigures[]> {
  const figures: ProgramFigures[] = [];
  for (const program of programs) figures.push(await runProgram(program));
  return figures;
}

const percentOf = ({ found, all }: { readonly found: number; readonly all: number }): number =>
  Math.floor((1_000 * found) / all) / 10;

/** Tests the tests; null: that was not asked for. */
async function proveTests(): Promise<{ readonly found: number; readonly all: number } | null> {
  if (values.quick || !isWanted('mutation')) return null;
  const total = { found: 0, all: 0 };
  for (const area of mutationAreas) {
    const { found, all, survivors } = await mutate(root, area);
    total.found += found;
    total.all += all;
    say(shownFigures(`mutation: ${area.name}`, `${area.sources.length} files`, all, found));
    if (percentOf({ found, all }) < wantedMutationPercent) {
      broken += 1;
      say(`    BROKEN: the tests find fewer than ${wantedMutationPercent} % of these faults`);
    }
    for (const { file, line, replacement } of survivors.slice(0, 3))
      say(`    ${file}:${line} ${JSON.stringify(replacement.slice(0, 80))}`);
  }
  return total;
}

const startedAtMs = performance.now();
await mkdir(folder, { recursive: true });
const built =
  existsSync(join(root, 'out', 'main', 'main.js')) || (await run(join(root, 'build', 'bundle.ts'), [])).ok;
if (!built) {
  process.stderr.write('error: The bundles cannot be built. Run "npm run build".\n');
  process.exit(1);
}
say(`seed ${seed}${values.quick ? ', quick' : ''}; again: npm run trust -- --only NAME --seed ${seed}`);
say(shownFigures('subject', 'what is tried against it', 'tried', 'held'));
let tried = 0;
let broken = 0;
function tell({ name, attacks }: Subject, parts: readonly SubjectFigures[]): void {
  const triedHere = parts.reduce((sum, part) => sum + part.tried, 0);
  const brokenHere = parts.flatMap((part) => part.broken);
  const skipped = parts.reduce((sum, part) => sum + part.skipped, 0);
  tried += triedHere;
  broken += brokenHere.length;
  say(shownFigures(name, attacks, triedHere, triedHere - brokenHere.length));
  if (skipped > 0) say(`    ${skipped} tests cannot run here`);
  for (const each of brokenHere) say(`    BROKEN: ${each}`);
}

const wanted = subjects.filter(({ name }) => isWanted(name));
const byTests = await runTests(wanted);
const running = wanted.flatMap((subject) =>
  values.quick || !subject.programs ? [] : [{ subject, figures: runPrograms(subject.programs) }],
);
for (const subject of wanted) {
  if (!running.some((each) => each.subject === subject)) tell(subject, [byTests(subject)]);
}
// Programs wait as much as they work: beside them there is time to test the tests.
const mutation = await proveTests().catch((error: unknown) => {
  broken += 1;
  say(`    BROKEN: mutation: ${String(error)}`);
  return null;
});
for (const { subject, figures } of running) {
  const parts = await figures;
  for (const line of parts.flatMap(({ lines }) => lines)) say(`    ${line}`);
  tell(subject, [byTests(subject), ...parts]);
}
const percent = mutation && percentOf(mutation);
say(`${((performance.now() - startedAtMs) / 60_000).toFixed(1)} minutes`);
say(
  `${tried.toLocaleString('en')} checks, ${broken} broken, mutation ${percent === null ? 'not run' : `${percent} %`}`,
);
process.exitCode = broken === 0 && (tried > 0 || wanted.length === 0) ? 0 : 1;
