/** The modules of the window, in the order in which they are offered. */
export const modules = ['accounts', 'compose', 'outbox', 'settings'] as const;
export type Module = (typeof modules)[number];

export interface TabState {
  readonly open: readonly Module[];
  /** null: all tabs are closed. */
  readonly active: Module | null;
}

export const allTabs: TabState = { open: modules, active: 'accounts' };

/** Shows a module, opening its tab at the end where it has none. */
export function openTab(tabs: TabState, module: Module): TabState {
  return { open: tabs.open.includes(module) ? tabs.open : [...tabs.open, module], active: module };
}

/** Closes a tab; the one to its right, else to its left, comes forward. */
export function closeTab(tabs: TabState, module: Module): TabState {
  const index = tabs.open.indexOf(module);
  if (index < 0) return tabs;
  const open = tabs.open.filter((other) => other !== module);
  const active = tabs.active === module ? (open[Math.min(index, open.length - 1)] ?? null) : tabs.active;
  return { open, active };
}

/** Answers the tabs as they were remembered; what makes no sense gives all tabs. */
export function parseTabs(value: unknown): TabState {
  if (typeof value !== 'object' || value === null || !('open' in value) || !Array.isArray(value.open)) {
    return allTabs;
  }
  const remembered: readonly unknown[] = value.open;
  const open = remembered
    .flatMap((name) => modules.filter((module) => module === name))
    .filter((module, index, list) => list.indexOf(module) === index);
  if (open.length === 0) return allTabs;
  const active = 'active' in value ? open.find((module) => module === value.active) : undefined;
  return { open, active: active ?? open[0] ?? null };
}
