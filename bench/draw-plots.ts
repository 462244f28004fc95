import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Figure, Goal } from './figures.ts';
import { goalNames, goals } from './goals.ts';
import { measureGrowth } from './growth.ts';
import { barPlot, growthPlot } from './plot.ts';

const folder = resolve(import.meta.dirname, '../docs/plots');

/** How far a figure is from its limit: 1 is the limit itself, less is better. */
function ofLimit({ measured, limit }: Figure): number | null {
  if (limit === null) return null;
  if ('atLeast' in limit) return limit.atLeast / measured.median;
  return limit.atMost === 0 ? null : measured.median / limit.atMost;
}

/** Answers for each goal the figure that is nearest to its limit, or farthest beyond it. */
function tightest(measured: readonly Goal[]) {
  return goalNames.flatMap((name) => {
    const values = measured
      .filter((goal) => goal.name === name)
      .flatMap(({ figures }) => figures.flatMap((figure) => ofLimit(figure) ?? []));
    return values.length === 0
      ? []
      : [{ name: `${name.replace('goal-', '')}  ${goals[name]}`, value: Math.max(...values) }];
  });
}

/** Writes the plots of `docs/performance.md`: how far each goal is from its limit, and how costs grow. */
export async function drawPlots(measured: readonly Goal[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('goals.svg', barPlot('Each goal, of its limit (less is better)', tightest(measured)));
  write('growth.svg', growthPlot('What more of it costs', await measureGrowth()));
}
