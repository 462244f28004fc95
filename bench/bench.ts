import { parseArgs } from 'node:util';
import { requireNode24 } from '../build/require-node.ts';
import { big } from './big.ts';
import { goalMet } from './figures.ts';
import type { Bench, Extent, Goal } from './figures.ts';
import { firstSnapshot } from './first-snapshot.ts';
import { goalNames, goals } from './goals.ts';
import type { GoalName } from './goals.ts';
import { grid } from './grid.ts';
import { history } from './history.ts';
import { idle } from './idle.ts';
import { enqueue, longOutbox } from './outbox.ts';
import { jsonLine, tableLines, textLines } from './report.ts';
import { drawPlots } from './draw-plots.ts';
import { queue, relayed } from './queueing.ts';
import { routing } from './routing.ts';
import { signIn } from './sign-in.ts';
import { size } from './size.ts';
import { farServer, sendingCpu, throughput } from './sending.ts';
import { start } from './start.ts';

/** All that is measured, each against what a user would take instead. */
const benches: readonly Bench[] = [
  size,
  enqueue,
  big,
  firstSnapshot,
  start,
  routing,
  grid,
  longOutbox,
  history,
  signIn,
  idle,
  farServer,
  sendingCpu,
  throughput,
  queue,
  relayed,
];

const usualRounds = 5;
const usageError = 64;

requireNode24();
const flag = { type: 'boolean', default: false } as const;
const { values } = parseArgs({
  options: {
    json: flag,
    quick: flag,
    long: flag,
    plots: flag,
    only: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const { only } = values;
const wanted = benches.filter(
  (bench) => only === undefined || bench.name === only || bench.goals.some((name) => name === only),
);
const rounds = Number(values.rounds ?? (values.quick ? 1 : usualRounds));
if (wanted.length === 0 || !Number.isInteger(rounds) || rounds < 1) {
  const names = benches.map(({ name, goals: own }) => [name, ...own].join(' or ')).join(', ');
  console.error('usage: npm run bench -- [--json] [--only NAME] [--rounds N] [--quick | --long] [--plots]');
  console.error(`NAME is one of: ${names}.`);
  process.exit(usageError);
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const skipped = (name: GoalName, why: string): Goal => ({
  ...{ name, what: goals[name], figures: [], skipped: why },
});

/** A bench that fails takes none of the others with it. */
async function answersOf(bench: Bench, extent: Extent): Promise<readonly Goal[]> {
  try {
    const answers = await bench.run(extent);
    const answered = new Set(answers.map(({ name }) => name));
    const rest = bench.goals.filter((name) => !answered.has(name));
    return [...answers, ...rest.map((name) => skipped(name, `"${bench.name}" does not answer it`))];
  } catch (error) {
    process.exitCode = 1;
    console.error(`error: ${bench.name}: ${reasonOf(error)}`);
    return bench.goals.map((name) => skipped(name, `"${bench.name}" failed: ${reasonOf(error)}`));
  }
}

const measured: Goal[] = [];
const tell = (goal: Goal) => {
  measured.push(goal);
  for (const line of values.json ? [jsonLine(goal)] : textLines(goal)) console.log(line);
};
for (const bench of wanted) {
  for (const goal of await answersOf(bench, { rounds, quick: values.quick, long: values.long })) tell(goal);
}
const nobodys = goalNames.filter((name) => !benches.some(({ goals: own }) => own.includes(name)));
if (only === undefined) for (const name of nobodys) tell(skipped(name, 'nothing measures it yet'));

// The bars want all goals; one alone changes nothing.
if (values.plots && only === undefined) await drawPlots(measured);
if (!values.json) {
  const inOrder = goalNames.flatMap((name) => measured.filter((goal) => goal.name === name));
  console.log(['', ...tableLines(inOrder)].join('\n'));
  console.log(`${inOrder.filter(goalMet).length} of ${inOrder.length} goals are met.`);
  if (values.quick) console.log('A quick run shows only that the bench works.');
}
