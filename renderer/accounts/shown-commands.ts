import type { TFunction } from 'i18next';
import type { AccountRow } from '../../shared/account.ts';
import type { ShownCommand } from '../toolbar/shown-command.ts';
import type { AccountTargets } from './account-targets.ts';

/** What each command of the SMTP Setup screen does. */
export interface AccountActions {
  readonly close: () => void;
  readonly refresh: () => void;
  readonly add: () => void;
  readonly edit: () => void;
  readonly duplicate: () => void;
  readonly remove: () => void;
  readonly enable: () => void;
  readonly disable: () => void;
  readonly signIn: (account: AccountRow) => void;
  readonly signOut: () => void;
  readonly check: () => void;
  readonly sendTest: (account: AccountRow) => void;
  readonly whichAccount: () => void;
  readonly copyText: () => void;
  readonly copyCsv: () => void;
  readonly selectAll: () => void;
  readonly undo: () => void;
  readonly importFile: () => void;
  readonly exportFile: () => void;
  readonly chooseColumns: () => void;
  readonly resetColumns: () => void;
  readonly supportBundle: () => void;
  /** Switches the protocol log of an account on for an hour, or off. */
  readonly protocolLog: (account: AccountRow) => void;
}

export type AccountCommandId = keyof AccountActions;
export type AccountCommands = Readonly<Record<AccountCommandId, ShownCommand>>;

interface Options {
  readonly targets: AccountTargets;
  readonly selectedCount: number;
  readonly shownCount: number;
  /** What Undo takes back; null: nothing. */
  readonly undoText: string | null;
  readonly managedBy: string;
  readonly isMac: boolean;
  readonly t: TFunction;
}

/** A command that is on where it has something to work on. */
const where = (isOn: boolean, because = '') => (isOn ? {} : { offBecause: because });

/** Answers the commands of the SMTP Setup screen as they are just now: for the toolbar and for the menus. */
export function shownCommands(actions: AccountActions, options: Options): AccountCommands {
  const { targets, selectedCount, shownCount, undoText, isMac, t } = options;
  const { single } = targets;
  const word = (id: Exclude<AccountCommandId, 'close' | 'refresh' | 'undo'>) => t(`accounts.toolbar.${id}`);
  // Why nothing can be changed is plain to see, unless all that is selected is the administrator's.
  const isTheirs = selectedCount > 0 && targets.managed.length === selectedCount;
  const ofOwn = (rows: readonly AccountRow[]) => where(rows.length > 0, isTheirs ? options.managedBy : '');
  return {
    close: { text: t('shell.close'), run: actions.close, shortcut: 'Mod+W' },
    refresh: { text: t('shell.refresh'), run: actions.refresh, shortcut: isMac ? 'Mod+R' : 'F5' },
    add: { text: word('add'), run: actions.add, shortcut: 'Mod+N' },
    remove: {
      text: word('remove'),
      run: actions.remove,
      shortcut: isMac ? 'Mod+Backspace' : 'Delete',
      ...ofOwn(targets.removable),
    },
    edit: { text: word('edit'), run: actions.edit, shortcut: 'F2', ...where(single !== null) },
    duplicate: {
      text: word('duplicate'),
      run: actions.duplicate,
      shortcut: 'Mod+D',
      ...where(single !== null),
    },
    signIn: {
      text: word('signIn'),
      run: () => {
        if (single) actions.signIn(single);
      },
      shortcut: isMac ? 'Mod+I' : 'Alt+I',
      ...where(single !== null),
    },
    signOut: { text: word('signOut'), run: actions.signOut, ...where(targets.signedIn.length > 0) },
    check: { text: word('check'), run: actions.check, ...where(single !== null) },
    sendTest: {
      text: word('sendTest'),
      run: () => {
        if (single) actions.sendTest(single);
      },
      ...where(single?.enabled === true),
    },
    whichAccount: { text: word('whichAccount'), run: actions.whichAccount },
    enable: { text: word('enable'), run: actions.enable, ...ofOwn(targets.toEnable) },
    disable: { text: word('disable'), run: actions.disable, ...ofOwn(targets.toDisable) },
    copyText: {
      text: word('copyText'),
      run: actions.copyText,
      shortcut: 'Mod+C',
      ...where(selectedCount > 0),
    },
    copyCsv: { text: word('copyCsv'), run: actions.copyCsv, ...where(selectedCount > 0) },
    selectAll: {
      text: word('selectAll'),
      run: actions.selectAll,
      shortcut: 'Mod+A',
      ...where(shownCount > 0),
    },
    undo: {
      text: undoText ?? t('shell.undo'),
      run: actions.undo,
      shortcut: 'Mod+Z',
      ...where(undoText !== null),
    },
    importFile: { text: word('importFile'), run: actions.importFile },
    exportFile: { text: word('exportFile'), run: actions.exportFile },
    chooseColumns: { text: word('chooseColumns'), run: actions.chooseColumns },
    resetColumns: { text: word('resetColumns'), run: actions.resetColumns },
    supportBundle: { text: word('supportBundle'), run: actions.supportBundle },
    protocolLog: {
      text:
        single?.protocolLogUntilMs === undefined
          ? word('protocolLog')
          : t('accounts.toolbar.protocolLogStop'),
      run: () => {
        if (single) actions.protocolLog(single);
      },
      ...where(single !== null),
    },
  };
}
