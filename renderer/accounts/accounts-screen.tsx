import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCell } from '../cell.ts';
import { report } from '../failures/failure-list.ts';
import { DataGrid } from '../grid/data-grid.tsx';
import { shownColumns } from '../grid/grid-layout.ts';
import { noSelection, selectAll, selectOnly } from '../grid/selection.ts';
import { useGridLayout } from '../grid/use-grid-layout.ts';
import type { MenuPlace } from '../grid/use-grid-pointer.ts';
import { createPart } from '../part.tsx';
import { DialogNotThere } from '../part-stand-ins.tsx';
import { useAppState, useServices } from '../services.tsx';
import { isInTextField, useScreenKeys } from '../use-screen-keys.ts';
import { directionOf } from '../words/words.ts';
import { accountsGrid } from './account-columns.tsx';
import { AccountMenu } from './account-menu.tsx';
import { AccountsSummary } from './accounts-summary.tsx';
import { AccountsToolbar } from './accounts-toolbar.tsx';
import { managedBy } from './managed-by.ts';
import { NoAccounts, NoMatch } from './no-accounts.tsx';
import { shownCommands } from './shown-commands.ts';
import { useAccountCommands } from './use-account-commands.ts';
import { useAccountRows } from './use-account-rows.ts';
import { useCopyRows } from './use-copy-rows.ts';

const AccountsDialogs = createPart(
  DialogNotThere,
  async () => (await import('./accounts-dialogs.tsx')).AccountsDialogs,
);
const ColumnChooser = createPart(
  DialogNotThere,
  async () => (await import('../grid/column-chooser.tsx')).ColumnChooser,
);

/** `openAccount` of a new account. */
const newAccount = 0;

/** The SMTP Setup module: the grid of accounts and its commands. */
export function AccountsScreen({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const {
    openAccount,
    copiedAccount,
    signInFirst,
    shownAccount,
    whichAccount,
    transfer,
    failures,
    store,
    ...services
  } = useServices();
  const accounts = useAppState((state) => state.accounts);
  const policy = useAppState((state) => state.policy);
  const language = useAppState((state) => state.settings.language);
  const isMac = useAppState((state) => state.host.platform === 'macos');
  const [rawSelection, setSelection] = useState(noSelection);
  const [filter, setFilter] = useState('');
  const [menu, setMenu] = useState<(MenuPlace & { readonly on: 'rows' | 'space' }) | null>(null);
  const [isChoosingColumns, setChoosingColumns] = useState(false);
  const layout = useGridLayout('grid:accounts', accountsGrid);
  const filterBox = useRef<HTMLInputElement>(null);
  const screen = useRef<HTMLDivElement>(null);
  const focusGrid = () => screen.current?.querySelector<HTMLElement>('[role=grid]')?.focus();

  const { columns, rows, shownIds } = useAccountRows(filter, layout.now);
  const selected = rows.filter(({ id }) => rawSelection.selected.has(id));

  // Another screen asked for an account.
  const asked = useCell(shownAccount);
  const showAsked = useEffectEvent((id: number) => {
    shownAccount.set(null);
    setFilter('');
    setSelection(selectOnly(id));
    requestAnimationFrame(focusGrid);
  });
  useEffect(() => {
    if (asked !== null) queueMicrotask(() => showAsked(asked));
  }, [asked]);

  const does = useAccountCommands({
    accounts,
    shownIds,
    selected,
    onSelection: setSelection,
    filter,
    onRestored: (ids, removedUnder) => {
      setFilter((now) => (now === removedUnder ? now : ''));
      const [first = null] = ids;
      setSelection({ selected: new Set(ids), focused: first, anchor: first });
    },
    onDone: focusGrid,
  });
  const { single } = does.targets;
  const { copyText, copyCsv } = useCopyRows();
  const open = (id: number, { copyOf = null, bySignIn = false }: Opening = {}) => {
    copiedAccount.set(copyOf);
    signInFirst.set(bySignIn);
    openAccount.set(id);
  };
  const refresh = async () => {
    if (await store.refresh()) return;
    report(failures, { code: 'no-answer', message: 'The app did not answer.', remedy: 'try-again' });
  };
  const actions = {
    ...does,
    close: onClose,
    refresh: () => void refresh(),
    add: () => open(newAccount),
    edit: () => {
      if (single) open(single.id);
    },
    duplicate: () => {
      if (single) open(newAccount, { copyOf: single.id });
    },
    check: () => {
      if (single) services.check.set(single.id);
    },
    supportBundle: () => services.supportBundle.set(true),
    whichAccount: () => whichAccount.update((now) => ({ ...now, isOpen: true })),
    copyText: () => {
      const shown = shownColumns(layout.now).flatMap(
        (id) => columns.find((column) => column.id === id) ?? [],
      );
      if (selected.length > 0) copyText(shown, selected);
    },
    copyCsv: () => void copyCsv(selected),
    selectAll: () => setSelection(selectAll(rawSelection, shownIds)),
    importFile: () => transfer.set('import'),
    exportFile: () => transfer.set('export'),
    chooseColumns: () => setChoosingColumns(true),
    resetColumns: layout.reset,
  };
  const commands = shownCommands(actions, {
    targets: does.targets,
    selectedCount: selected.length,
    shownCount: rows.length,
    undoText: does.undoText,
    managedBy: managedBy(policy, t),
    isMac,
    t,
  });

  useScreenKeys({
    F5: actions.refresh,
    ...(isMac && { 'Mod+r': actions.refresh }),
    'Mod+n': actions.add,
    'Mod+d': actions.duplicate,
    [isMac ? 'Mod+i' : 'Alt+i']: commands.signIn.run,
    'Mod+f': () => filterBox.current?.select(),
    Escape: () => {
      if (filter === '') return false;
      return setFilter('');
    },
    'Mod+z': () => {
      if (isInTextField() || does.undoText === null) return false;
      return does.undo();
    },
  });
  const isDialogOpen = useCell(openAccount) !== null;

  return (
    <div ref={screen} style={{ display: 'contents' }}>
      <AccountsToolbar
        commands={commands}
        filter={filter}
        onFilter={setFilter}
        onLeaveFilter={focusGrid}
        filterInput={filterBox}
      />
      <DataGrid
        label={t('accounts.gridLabel')}
        band={t('accounts.band')}
        columns={columns}
        rows={rows}
        rowId={rowId}
        isMuted={isDisabled}
        selection={rawSelection}
        onSelection={setSelection}
        layout={layout}
        isSortable
        isMac={isMac}
        direction={directionOf(language)}
        onOpen={actions.edit}
        onRemove={does.remove}
        onCopy={actions.copyText}
        onMenu={(place, on) => setMenu({ ...place, on })}
        onChooseColumns={actions.chooseColumns}
        empty={
          accounts.length === 0 ? (
            <NoAccounts
              onAdd={actions.add}
              onSignIn={() => open(newAccount, { bySignIn: true })}
              onImport={actions.importFile}
            />
          ) : (
            <NoMatch filter={filter} onClear={() => setFilter('')} />
          )
        }
      />
      <AccountsSummary shown={rows.length} selected={selected} />
      {menu && (
        <AccountMenu
          place={menu}
          menu={menu.on}
          commands={commands}
          onClose={() => {
            setMenu(null);
            if (!isDialogOpen) focusGrid();
          }}
        />
      )}
      {isChoosingColumns && (
        <ColumnChooser
          columns={columns}
          layout={layout}
          onClose={() => setChoosingColumns(false)}
          onGiveUp={() => setChoosingColumns(false)}
        />
      )}
      {does.dialog && <AccountsDialogs dialog={does.dialog} commands={does} onGiveUp={does.closeDialog} />}
    </div>
  );
}

/** How the dialog of an account opens. */
interface Opening {
  readonly copyOf?: number | null;
  readonly bySignIn?: boolean;
}

const rowId = ({ id }: { readonly id: number }) => id;
const isDisabled = ({ enabled }: { readonly enabled: boolean }) => !enabled;
