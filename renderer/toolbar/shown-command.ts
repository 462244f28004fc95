/** A command as toolbars and menus show it. */
export interface ShownCommand {
  readonly text: string;
  readonly run: () => void;
  /** Key that does the same, e.g. `F5`; `Mod+N` is Ctrl+N or ⌘N. */
  readonly shortcut?: string;
  /** Why it cannot be used just now; empty: that is plain to see. Absent: it can. */
  readonly offBecause?: string;
}
