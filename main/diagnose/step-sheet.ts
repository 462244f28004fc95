import { checkStepNames } from '../../shared/diagnose.ts';
import type { CheckStep, CheckStepName, CheckStepState, StepFacts } from '../../shared/diagnose.ts';

/** The steps of one Check while they are gone through. */
export interface StepSheet {
  /** @param atMs when it began, where that was not now; epoch milliseconds, as everywhere here */
  readonly begin: (name: CheckStepName, atMs?: number) => void;
  /** @param atMs when it ended, where that was not now */
  readonly pass: (name: CheckStepName, facts?: StepFacts, atMs?: number) => void;
  readonly fail: (name: CheckStepName, facts?: StepFacts) => void;
  /** Says that a step is not gone through, and why. */
  readonly skip: (name: CheckStepName, state: 'not-needed' | 'not-checked') => void;
  /** Adds what was found, whatever the step's state. */
  readonly add: (name: CheckStepName, facts: StepFacts) => void;
  readonly nowMs: () => number;
  /** The step that is being gone through; null: none. */
  readonly running: () => CheckStepName | null;
  /** Whatever has not come to an end was not reached. */
  readonly end: () => void;
  readonly steps: () => readonly CheckStep[];
}

interface Entry {
  state: CheckStepState;
  startedAtMs: number | null;
  durationMs: number | null;
  facts: StepFacts;
}

/** Answers a sheet on which every step waits; `onChanged` is told of every change. */
export function createStepSheet(nowMs: () => number, onChanged: () => void): StepSheet {
  const entries = new Map<CheckStepName, Entry>(
    checkStepNames.map((name) => [
      name,
      { state: 'waiting', startedAtMs: null, durationMs: null, facts: {} },
    ]),
  );
  // Every name of the list is in the map.
  const entryOf = (name: CheckStepName) => entries.get(name) as Entry;

  function settle(
    name: CheckStepName,
    state: CheckStepState,
    facts: StepFacts = {},
    atMs: number = nowMs(),
  ): void {
    const entry = entryOf(name);
    if (entry.state === 'running' && state !== 'running' && entry.startedAtMs !== null)
      entry.durationMs = Math.max(0, atMs - entry.startedAtMs);
    entry.state = state;
    entry.facts = { ...entry.facts, ...facts };
    onChanged();
  }

  return {
    begin: (name, atMs = nowMs()) => {
      const entry = entryOf(name);
      entry.startedAtMs = atMs;
      entry.durationMs = null;
      settle(name, 'running', {}, atMs);
    },
    pass: (name, facts, atMs) => settle(name, 'passed', facts, atMs),
    fail: (name, facts) => {
      settle(name, 'failed', facts);
      // What stands after it cannot have been reached, even where it was begun.
      for (const later of checkStepNames.slice(checkStepNames.indexOf(name) + 1)) {
        const { state } = entryOf(later);
        if (state === 'running' || state === 'waiting') settle(later, 'not-reached');
      }
    },
    skip: (name, state) => settle(name, state),
    add: (name, facts) => settle(name, entryOf(name).state, facts),
    nowMs,
    running: () => checkStepNames.find((name) => entryOf(name).state === 'running') ?? null,
    end: () => {
      for (const name of checkStepNames) {
        const { state } = entryOf(name);
        if (state === 'running' || state === 'waiting') settle(name, 'not-reached');
      }
    },
    steps: () =>
      checkStepNames.flatMap((name) => {
        const { state, durationMs, facts } = entryOf(name);
        // Few have one, and the others need not hear of it.
        return name === 'proxy' && facts.proxy === undefined ? [] : [{ name, state, durationMs, facts }];
      }),
  };
}
