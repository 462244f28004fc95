import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../services.tsx';

/** macOS writes keys as signs, without anything between them. */
const macSigns: Readonly<Partial<Record<string, string>>> = {
  Mod: '⌘',
  Alt: '⌥',
  Shift: '⇧',
  Backspace: '⌫',
  Delete: '⌦',
  Enter: '↩',
  Plus: '+',
};

/**
 * Answers how a key is written for people.
 *
 * @param shortcut `F5`, `Mod+N` (Ctrl, on macOS Cmd), `Alt+I`, `Delete`
 */
export function shortcutText(shortcut: string, isMac: boolean, t: TFunction): string {
  const parts = shortcut.split('+');
  if (isMac) return parts.map((part) => macSigns[part] ?? part).join('');
  const names: Readonly<Partial<Record<string, string>>> = {
    Mod: t('shell.keys.control'),
    Alt: t('shell.keys.alt'),
    Shift: t('shell.keys.shift'),
    Delete: t('shell.keys.delete'),
    Enter: t('shell.keys.enter'),
    Plus: '+',
  };
  return parts.map((part) => names[part] ?? part).join('+');
}

/** Answers a function that writes keys as people know them, and what `aria-keyshortcuts` calls them. */
export function useShortcuts() {
  const { t } = useTranslation();
  const isMac = useAppState((state) => state.host.platform === 'macos');
  return {
    textOf: (shortcut: string) => shortcutText(shortcut, isMac, t),
    ariaOf: (shortcut: string) => shortcut.replace('Mod', isMac ? 'Meta' : 'Control'),
  };
}
