/** Does some work and answers how long one piece of it took, in the unit of the bench. */
type Side = (round: number) => number | Promise<number>;

/**
 * Lets several sides do the same work in turns, and answers what each took by round.
 *
 * They change places from round to round, and a first round is not counted: it warms up.
 */
export async function inTurns<Name extends string>(
  rounds: number,
  sides: Readonly<Record<Name, Side>>,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(sides) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await sides[name](round);
      if (round > 0) taken[name].push(value);
    }
  }
  return taken;
}

const nsInMs = 1e6;

/** Answers how many nanoseconds one call takes, measured over many. */
export function nsEach<Value>(values: readonly Value[], call: (value: Value) => unknown): number {
  const startMs = performance.now();
  for (const value of values) call(value);
  return ((performance.now() - startMs) * nsInMs) / values.length;
}

const nsInUs = 1_000;

/** As `nsEach`, of what the thread had of the processor: what never waits is not slowed by what else runs. */
export function cpuNsEach<Value>(values: readonly Value[], call: (value: Value) => unknown): number {
  const before = process.threadCpuUsage();
  for (const value of values) call(value);
  const { user, system } = process.threadCpuUsage(before);
  return ((user + system) * nsInUs) / values.length;
}
