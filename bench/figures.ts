import type { GoalName } from './goals.ts';

/** Median, least and most of what several rounds measured. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One figure of a goal: what was measured, and what it should be. */
export interface Figure {
  readonly what: string;
  /** `ns`, `ms`, `MB`, …; a plain ratio has none. */
  readonly unit: string;
  readonly measured: Spread;
  /** The median must not be above it, or not below it; null: the figure is only told. */
  readonly limit: { readonly atMost: number } | { readonly atLeast: number } | null;
}

/** A goal with its figures; it is met when all of them are. */
export interface Goal {
  /** `goal-1`, `goal-2`, …; what is told beside them has a name of its own. */
  readonly name: string;
  readonly what: string;
  /** The first is the ratio to the peer. Empty: it was skipped. */
  readonly figures: readonly Figure[];
  /** Why it was skipped, e.g. which peer is not installed; null: it was not. */
  readonly skipped: string | null;
}

/** How much is measured. */
export interface Extent {
  /** How often both sides take turns. */
  readonly rounds: number;
  /** As little as shows that the bench itself works; what it measures says nothing. */
  readonly quick: boolean;
  /** As long as it takes where a usual run is shortened. */
  readonly long: boolean;
}

/** What can be measured, by the name that `--only` takes. */
export interface Bench {
  readonly name: string;
  /** What it answers, besides figures of its own; one that it leaves out counts as skipped. */
  readonly goals: readonly GoalName[];
  readonly run: (extent: Extent) => Promise<readonly Goal[]>;
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    min: at(0),
    max: at(sorted.length - 1),
  };
}

/** Answers what two sides took in turns as one ratio for each round, so that a slow moment hits both. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Spread {
  return spreadOf(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}

/** Says whether a figure is what it should be. */
export function isMet({ measured, limit }: Figure): boolean {
  if (limit === null) return true;
  return 'atMost' in limit ? measured.median <= limit.atMost : measured.median >= limit.atLeast;
}

/** Says whether a goal is met; null: it was skipped, which counts as missed. */
export function goalMet({ figures, skipped }: Goal): boolean | null {
  return skipped === null ? figures.every(isMet) : null;
}
