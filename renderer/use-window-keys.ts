import { useEffect, useEffectEvent } from 'react';
import { useAppState, useServices } from './services.tsx';
import type { Module } from './tabs/tab-state.ts';

/** Ctrl/Cmd+W closes the active tab and Ctrl/Cmd+comma opens Settings, unless a dialog is open. */
export function useWindowKeys(show: (module: Module) => void, close: (module: Module) => void): void {
  const { tabs } = useServices();
  const isMac = useAppState((state) => state.host.platform === 'macos');
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const primary = isMac ? event.metaKey : event.ctrlKey;
    if (
      !primary ||
      event.altKey ||
      event.shiftKey ||
      document.querySelector('[role=dialog],[role=alertdialog]')
    ) {
      return;
    }
    const { active } = tabs.value();
    if (event.key.toLowerCase() === 'w' && active) close(active);
    else if (event.key === ',') show('settings');
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
