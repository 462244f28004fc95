import type { AppFailure } from '../call.ts';
import type { Cell } from '../cell.ts';

export interface ShownFailure {
  readonly key: number;
  readonly failure: AppFailure;
}

/** Adds a failure in front; the same one again takes the place of the one before. */
export function report(list: Cell<readonly ShownFailure[]>, failure: AppFailure): void {
  const isSame = (shown: ShownFailure) =>
    shown.failure.code === failure.code &&
    shown.failure.field === failure.field &&
    shown.failure.message === failure.message;
  list.update((shown) => [
    { key: Math.max(0, ...shown.map(({ key }) => key)) + 1, failure },
    ...shown.filter((other) => !isSame(other)),
  ]);
}

export function dismiss(list: Cell<readonly ShownFailure[]>, key: number): void {
  list.update((shown) => shown.filter((other) => other.key !== key));
}
