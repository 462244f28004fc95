import { Button, Select, Spinner } from '@fluentui/react-components';
import { MailArrowUp20Regular as OutboxIcon } from '@fluentui/react-icons/svg/mail-arrow-up';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem, OutboxPage } from '../../shared/message.ts';
import { outboxStates } from '../../shared/message.ts';
import { useCell } from '../cell.ts';
import { EmptyState } from '../empty-state.tsx';
import { DataGrid } from '../grid/data-grid.tsx';
import { noSelection, selectOnly } from '../grid/selection.ts';
import { useGridLayout } from '../grid/use-grid-layout.ts';
import { createPart } from '../part.tsx';
import { DialogNotThere } from '../part-stand-ins.tsx';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { SummaryLine } from '../summary-line.tsx';
import { openTab } from '../tabs/tab-state.ts';
import { useFormat } from '../use-format.ts';
import { useScreenKeys } from '../use-screen-keys.ts';
import { directionOf } from '../words/words.ts';
import { report } from '../failures/failure-list.ts';
import { saveFile } from '../transfer/save-file.ts';
import { outboxColumns, outboxGrid } from './outbox-columns.tsx';
import { BatchLine } from './batch-line.tsx';
import { OutboxDetail } from './outbox-detail.tsx';
import type { OutboxFilter } from './outbox-list.ts';
import { statesOf } from './outbox-list.ts';
import { createOutboxLoader } from './outbox-loader.ts';
import type { ResendChoice } from './outbox-states.ts';
import { OutboxToolbar } from './outbox-toolbar.tsx';
import { exportedCsv, isSearching, noSearch, questionOf } from './outbox-search.ts';
import { SearchBar } from './search-bar.tsx';
import { useSettled } from './use-settled.ts';
import styles from './outbox.module.css';
import { useOutboxItem } from './use-outbox-item.ts';

const ColumnChooser = createPart(
  DialogNotThere,
  async () => (await import('../grid/column-chooser.tsx')).ColumnChooser,
);

const ResendDialog = createPart(
  DialogNotThere,
  async () => (await import('./resend-dialog.tsx')).ResendDialog,
);

const filters: readonly OutboxFilter[] = ['all', 'unfinished', 'attention', ...outboxStates];
const sequenceOf = (item: OutboxItem) => item.sequence;
const isFinished = (item: OutboxItem) => item.state === 'cancelled';

function FilterChoice({
  filter,
  found,
  onFilter,
}: {
  /** How many messages a search finds in each state; null: nothing is looked for. */
  readonly found: OutboxPage['counts'] | null;
  readonly filter: OutboxFilter;
  readonly onFilter: (filter: OutboxFilter) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = useAppState((state) => state.outbox.counts);
  const counts = found ?? all;
  const nameOf = (each: OutboxFilter) =>
    each === 'all' || each === 'unfinished' || each === 'attention'
      ? t(`outbox.filters.${each}`)
      : t(`outbox.states.${each}`);
  const countOf = (each: OutboxFilter) => {
    const states = statesOf(each);
    return (states.length === 0 ? outboxStates : states).reduce((sum, state) => sum + counts[state], 0);
  };
  return (
    <Select
      size="small"
      aria-label={t('outbox.toolbar.filter')}
      value={filter}
      onChange={(_event, { value }) => onFilter(filters.find((each) => each === value) ?? 'all')}
    >
      {filters.map((each) => (
        <option key={each} value={each}>
          {t('outbox.filterCount', { name: nameOf(each), number: format.number(countOf(each)) })}
        </option>
      ))}
    </Select>
  );
}

/** The Outbox: every message, what became of it, and what can be done about it. */
export function OutboxScreen({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const request = useRequest();
  const { call, store, tabs, shownItem, failures } = useServices();
  const accounts = useAppState((state) => state.accounts);
  const language = useAppState((state) => state.settings.language);
  const isMac = useAppState((state) => state.host.platform === 'macos');
  const version = useAppState((state) => state.outbox.version);
  const [filter, setFilter] = useState<OutboxFilter>('all');
  const [search, setSearch] = useState(noSearch);
  const settled = useSettled(search);
  const [rawSelection, setSelection] = useState(noSelection);
  const layout = useGridLayout('grid:outbox', outboxGrid);
  const [resent, setResent] = useState<{ item: OutboxItem; choice: ResendChoice } | null>(null);
  const [isExporting, setExporting] = useState(false);
  const [isChoosingColumns, setChoosingColumns] = useState(false);
  const loader = useMemo(() => createOutboxLoader(call, filter, settled), [call, filter, settled]);
  const { list, counts, isLoaded, hasFailed } = useCell(loader.loaded);
  useEffect(() => loader.refresh(), [loader, version]);
  const columns = useMemo(() => outboxColumns(accounts, format, t), [accounts, format, t]);
  const screen = useRef<HTMLDivElement>(null);

  const selected = list.items.filter(({ sequence }) => rawSelection.selected.has(sequence));
  const item = useOutboxItem(list.items.find(({ sequence }) => sequence === rawSelection.focused) ?? null);

  // Another screen asked for a message.
  const asked = useCell(shownItem);
  const showAsked = useEffectEvent(async (itemId: string) => {
    shownItem.set(null);
    const found = await request('outboxGet', { itemId });
    if (!found) return;
    setFilter('all');
    setSearch(noSearch);
    setSelection(selectOnly(found.sequence));
    screen.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  });
  useEffect(() => {
    if (asked !== null) queueMicrotask(() => void showAsked(asked));
  }, [asked]);

  const refresh = () => {
    void store.refresh();
    loader.refresh();
  };
  useScreenKeys({ F5: refresh, ...(isMac && { 'Mod+r': refresh }) });

  const showAll = () => {
    setFilter('all');
    setSearch(noSearch);
  };
  const exportCsv = async () => {
    if (isExporting) return;
    setExporting(true);
    const answer = await exportedCsv(call, { ...questionOf(settled), states: [...statesOf(filter)] });
    setExporting(false);
    if (!answer.ok) return report(failures, answer.error);
    saveFile({ fileName: 'outbox.csv', mediaType: 'text/csv;charset=utf-8', text: answer.csv });
  };

  const empty = () => {
    if (!isLoaded) return <Spinner size="small" label={t('outbox.loading')} />;
    if (hasFailed) return <p>{t('outbox.loadFailed')}</p>;
    return filter === 'all' && !isSearching(settled) ? (
      <EmptyState
        icon={<OutboxIcon />}
        title={t('outbox.empty.title')}
        text={t('outbox.empty.text')}
        action={
          <Button onClick={() => tabs.update((now) => openTab(now, 'compose'))}>
            {t('outbox.empty.compose')}
          </Button>
        }
      />
    ) : (
      <EmptyState
        icon={<OutboxIcon />}
        title={t(isSearching(settled) ? 'outbox.empty.foundNone' : 'outbox.empty.filteredTitle')}
        text=""
        action={<Button onClick={showAll}>{t('outbox.empty.showAll')}</Button>}
      />
    );
  };

  return (
    <div ref={screen} className={styles.screen}>
      <OutboxToolbar
        items={selected.length > 0 ? selected : item ? [item] : []}
        onClose={onClose}
        onRefresh={refresh}
        onResend={(chosen, choice) => setResent({ item: chosen, choice })}
        end={
          <FilterChoice filter={filter} found={isSearching(settled) ? counts : null} onFilter={setFilter} />
        }
      />
      <SearchBar
        search={search}
        onSearch={setSearch}
        onExport={() => void exportCsv()}
        canExport={list.total > 0 && !isExporting}
        onLeave={() => screen.current?.querySelector<HTMLElement>('[role=grid]')?.focus()}
      />
      <div className={styles.parts}>
        <DataGrid
          label={t('outbox.gridLabel')}
          band={t('outbox.band')}
          columns={columns}
          rows={list.items}
          totalRows={list.total}
          rowId={sequenceOf}
          isMuted={isFinished}
          selection={rawSelection}
          onSelection={setSelection}
          layout={layout}
          onChooseColumns={() => setChoosingColumns(true)}
          isSortable={false}
          isMac={isMac}
          direction={directionOf(language)}
          onOpen={() => screen.current?.querySelector<HTMLElement>('aside')?.focus()}
          onVisible={loader.show}
          empty={empty()}
        />
        <OutboxDetail item={item} onResend={(chosen, choice) => setResent({ item: chosen, choice })} />
      </div>
      {isChoosingColumns && (
        <ColumnChooser
          columns={columns}
          layout={layout}
          onClose={() => setChoosingColumns(false)}
          onGiveUp={() => setChoosingColumns(false)}
        />
      )}
      {resent && (
        <ResendDialog {...resent} onClose={() => setResent(null)} onGiveUp={() => setResent(null)} />
      )}
      <SummaryLine
        parts={[
          t('outbox.summary.shown', { count: list.total }),
          selected.length > 1 && t('accounts.summary.selected', { count: selected.length }),
        ]}
        end={<BatchLine />}
      />
    </div>
  );
}
