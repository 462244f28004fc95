import { lazy, Suspense, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCell } from '../cell.ts';
import { DataGrid } from '../grid/data-grid.tsx';
import { parseLayout } from '../grid/grid-layout.ts';
import { filterRows, sortRows } from '../grid/grid-rows.ts';
import { useGridLayout } from '../grid/use-grid-layout.ts';
import { noSelection } from '../grid/selection.ts';
import { useAppState, useServices } from '../services.tsx';
import { isInTextField, useScreenKeys } from '../use-screen-keys.ts';
import { directionOf, formatLocale } from '../words/words.ts';
import { accountColumnIds, accountColumns } from './account-columns.tsx';
import { AccountMenu } from './account-menu.tsx';
import { AccountsSummary } from './accounts-summary.tsx';
import { AccountsToolbar } from './accounts-toolbar.tsx';
import { NoAccounts, NoMatch } from './no-accounts.tsx';
import { useAccountCommands } from './use-account-commands.ts';

const AccountsDialogs = lazy(async () => ({
  default: (await import('./accounts-dialogs.tsx')).AccountsDialogs,
}));

/** `openAccount` of a new account. */
const newAccount = 0;
const sortedById = { column: 'id', direction: 'ascending' } as const;

/** The SMTP Setup module: the grid of accounts and its commands. */
export function AccountsScreen({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { openAccount, signInFirst, store } = useServices();
  const accounts = useAppState((state) => state.accounts);
  const providers = useAppState((state) => state.providers);
  const language = useAppState((state) => state.settings.language);
  const isMac = useAppState((state) => state.host.platform === 'macos');
  const [rawSelection, setSelection] = useState(noSelection);
  const [filter, setFilter] = useState('');
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const [layout, setLayout] = useGridLayout('grid:accounts', accountColumnIds, sortedById);
  const filterBox = useRef<HTMLInputElement>(null);
  const screen = useRef<HTMLDivElement>(null);
  const focusGrid = () => screen.current?.querySelector<HTMLElement>('[role=grid]')?.focus();

  const columns = useMemo(() => accountColumns(providers, t), [providers, t]);
  const collator = useMemo(() => new Intl.Collator(formatLocale(language), { numeric: true }), [language]);
  const sorted = useMemo(
    () => sortRows(accounts, columns, layout.sort, collator),
    [accounts, columns, layout.sort, collator],
  );
  const shownFilter = useDeferredValue(filter);
  const rows = useMemo(() => filterRows(sorted, columns, shownFilter), [sorted, columns, shownFilter]);
  const shownIds = useMemo(() => rows.map(({ id }) => id), [rows]);

  const selected = rows.filter(({ id }) => rawSelection.selected.has(id));
  const single = selected.length === 1 ? (selected[0] ?? null) : null;
  const commands = useAccountCommands({
    accounts,
    shownIds,
    selection: rawSelection,
    onSelection: setSelection,
  });
  const add = () => openAccount.set(newAccount);
  const addBySignIn = () => {
    signInFirst.set(true);
    add();
  };
  const edit = () => {
    if (single) openAccount.set(single.id);
  };
  const refresh = () => void store.refresh();

  useScreenKeys({
    F5: refresh,
    ...(isMac && { 'Mod+r': refresh }),
    'Mod+n': add,
    'Mod+f': () => filterBox.current?.select(),
    'Mod+z': () => {
      if (isInTextField() || !commands.canUndo) return false;
      return commands.undoRemove();
    },
  });
  const isDialogOpen = useCell(openAccount) !== null;

  return (
    <div ref={screen} style={{ display: 'contents' }}>
      <AccountsToolbar
        single={single}
        selectedCount={selected.length}
        commands={{ ...commands, add, edit, refresh, close: onClose }}
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
        onLayout={setLayout}
        isSortable
        isMac={isMac}
        direction={directionOf(language)}
        onOpen={edit}
        onRemove={commands.remove}
        onMenu={setMenu}
        empty={
          accounts.length === 0 ? (
            <NoAccounts onAdd={add} onSignIn={addBySignIn} />
          ) : (
            <NoMatch filter={shownFilter} onClear={() => setFilter('')} />
          )
        }
      />
      <AccountsSummary shown={rows.length} selected={selected} />
      {menu && (
        <AccountMenu
          place={menu}
          single={single}
          commands={{
            ...commands,
            edit,
            resetColumns: () => setLayout(parseLayout(null, accountColumnIds, sortedById)),
          }}
          onClose={() => {
            setMenu(null);
            if (!isDialogOpen) focusGrid();
          }}
        />
      )}
      {commands.dialog && (
        <Suspense fallback={null}>
          <AccountsDialogs dialog={commands.dialog} commands={commands} />
        </Suspense>
      )}
    </div>
  );
}

const rowId = ({ id }: { readonly id: number }) => id;
const isDisabled = ({ enabled }: { readonly enabled: boolean }) => !enabled;
