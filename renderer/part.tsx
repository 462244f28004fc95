import { useLayoutEffect } from 'react';
import type { ComponentType } from 'react';
import { createCell, useCell } from './cell.ts';

/**
 * Why a part is not there: nobody answers just now, or somebody does but the part is gone, as after an update of the page.
 */
export type PartFailure = 'unreachable' | 'gone';

type Loading<Props> =
  | { readonly kind: 'absent' | 'loading' }
  | { readonly kind: 'failed'; readonly failure: PartFailure }
  | { readonly kind: 'loaded'; readonly Component: ComponentType<Props> };

/** What stands in for a part of the window gets while it is loaded, or because it could not be. */
export interface StandInProps {
  readonly failure: PartFailure | null;
  readonly onTryAgain: () => void;
  readonly onGiveUp?: (() => void) | undefined;
}

const loads = new Set<() => Promise<void>>();

// A browser remembers for good that a module could not be loaded, so it is asked only while its host answers.
async function hostAnswers(): Promise<boolean> {
  try {
    const answer = await fetch(new URL('icon.svg', document.baseURI), { cache: 'no-store' });
    return answer.ok;
  } catch {
    return false;
  }
}

/**
 * Makes a component of what `load` imports, so that the first screen stays small.
 *
 * It is loaded when it is first shown, or ahead by `loadParts`; a failure is shown by the stand-in, which can try again.
 */
export function createPart<Props extends object>(
  StandIn: ComponentType<StandInProps>,
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props & { readonly onGiveUp?: () => void }> {
  const loading = createCell<Loading<Props>>({ kind: 'absent' });
  const ask = async () => {
    const { kind } = loading.value();
    if (kind === 'loading' || kind === 'loaded') return;
    loading.set({ kind: 'loading' });
    try {
      if (await hostAnswers()) loading.set({ kind: 'loaded', Component: await load() });
      else loading.set({ kind: 'failed', failure: 'unreachable' });
    } catch {
      loading.set({ kind: 'failed', failure: 'gone' });
    }
  };
  loads.add(ask);
  return (props) => {
    const now = useCell(loading);
    // Also after a failure: what could not be loaded ahead may be there now.
    useLayoutEffect(() => void ask(), []);
    if (now.kind === 'loaded') return <now.Component {...props} />;
    return (
      <StandIn
        failure={now.kind === 'failed' ? now.failure : null}
        onTryAgain={() => void ask()}
        onGiveUp={props.onGiveUp}
      />
    );
  };
}

/** Loads every part that is not there yet, one after the other; what fails is tried again when it is shown. */
export async function loadParts(): Promise<void> {
  for (const load of loads) await load();
}
