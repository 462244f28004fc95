import { parseArgs } from 'node:util';
import { requireNode24 } from '../build/require-node.ts';
import { big } from './big.ts';
import { goalMet, jsonLine, textLines } from './figures.ts';
import type { Bench, Goal } from './figures.ts';
import { history } from './history.ts';
import { enqueue, longOutbox } from './outbox.ts';
import { routing } from './routing.ts';
import { start } from './start.ts';

/** All that is measured, each against what a user would take instead. */
const benches: readonly Bench[] = [start, routing, history, enqueue, longOutbox, big];

const leastRounds = 5;
const usageError = 64;

requireNode24();
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: String(leastRounds) },
  },
});
const wanted = benches.filter(({ name }) => values.only === undefined || name === values.only);
const rounds = Number(values.rounds);
if (wanted.length === 0 || !Number.isInteger(rounds) || rounds < 1) {
  const names = benches.map(({ name }) => name).join(', ');
  console.error(`usage: npm run bench -- [--json] [--rounds N] [--only NAME], NAME being one of: ${names}`);
  process.exit(usageError);
}

const goals: Goal[] = [];
for (const bench of wanted) {
  for (const goal of await bench.run(rounds)) {
    goals.push(goal);
    for (const line of values.json ? [jsonLine(goal)] : textLines(goal)) console.log(line);
  }
}
if (!values.json) console.log(`${goals.filter(goalMet).length} of ${goals.length} goals are met.`);
