import { useSyncExternalStore } from 'react';

const darkQuery = matchMedia('(prefers-color-scheme: dark)');

function subscribeDark(listener: () => void): () => void {
  darkQuery.addEventListener('change', listener);
  return () => darkQuery.removeEventListener('change', listener);
}

// The browser answers the system's accent as a colour of its own keyword; there is no other way to ask.
function systemAccent(): string | null {
  if (!CSS.supports('color', 'AccentColor')) return null;
  const probe = document.createElement('span');
  probe.style.color = 'AccentColor';
  document.body.append(probe);
  const parts =
    getComputedStyle(probe)
      .color.match(/\d+(\.\d+)?/g)
      ?.map(Number) ?? [];
  probe.remove();
  const [r, g, b] = parts;
  if (r === undefined || g === undefined || b === undefined) return null;
  return `#${[r, g, b].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

let accentOfSystem: string | null | undefined;

/** Answers what the system prefers; its accent only where the window is a program of its own. */
export function useSystemLook(takesAccent: boolean): {
  readonly prefersDark: boolean;
  readonly accent: string | null;
} {
  const prefersDark = useSyncExternalStore(subscribeDark, () => darkQuery.matches);
  if (!takesAccent) return { prefersDark, accent: null };
  accentOfSystem ??= systemAccent();
  return { prefersDark, accent: accentOfSystem };
}
