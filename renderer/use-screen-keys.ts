import { useEffect, useEffectEvent } from 'react';
import { useAppState } from './services.tsx';

/** Keys of a screen as `F5`, `Mod+f` (Ctrl, on macOS Cmd) or `Alt+i`; false lets the key go on to the page. */
export type ScreenKeys = Readonly<Partial<Record<string, () => boolean | void>>>;

/** Says whether keys belong to a dialog just now. */
export function isDialogOpen(): boolean {
  return document.querySelector('[role=dialog],[role=alertdialog],[role=menu]') !== null;
}

/** Runs keys wherever the focus is on the screen; a dialog that is open keeps them. */
export function useScreenKeys(keys: ScreenKeys): void {
  const isMac = useAppState((state) => state.host.platform === 'macos');
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const primary = isMac ? event.metaKey : event.ctrlKey;
    const held = `${primary ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}`;
    const run = event.shiftKey
      ? undefined
      : keys[`${held}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`];
    if (!run || isDialogOpen() || run() === false) return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** Says whether the key press belongs to a text field, which has its own undo. */
export function isInTextField(): boolean {
  return document.activeElement?.matches('input, textarea, [contenteditable]') ?? false;
}
