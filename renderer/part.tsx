import { useLayoutEffect } from 'react';
import type { ComponentType } from 'react';
import { createCell, useCell } from './cell.ts';

type Loading<Props> =
  | { readonly kind: 'absent' | 'loading' | 'failed' }
  | { readonly kind: 'loaded'; readonly Component: ComponentType<Props> };

/** What stands in for a part of the window gets while it is loaded, or because it could not be. */
export interface StandInProps {
  readonly hasFailed: boolean;
  readonly onTryAgain: () => void;
  readonly onGiveUp?: (() => void) | undefined;
}

const loads = new Set<() => Promise<void>>();

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
      loading.set({ kind: 'loaded', Component: await load() });
    } catch {
      loading.set({ kind: 'failed' });
    }
  };
  loads.add(ask);
  return (props) => {
    const now = useCell(loading);
    // Also after a failure: what could not be loaded ahead may be there now.
    useLayoutEffect(() => void ask(), []);
    if (now.kind === 'loaded') return <now.Component {...props} />;
    return (
      <StandIn hasFailed={now.kind === 'failed'} onTryAgain={() => void ask()} onGiveUp={props.onGiveUp} />
    );
  };
}

/** Loads every part that is not there yet, one after the other; what fails is tried again when it is shown. */
export async function loadParts(): Promise<void> {
  for (const load of loads) await load();
}
