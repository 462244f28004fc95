import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnChooser } from '../grid/column-chooser.tsx';
import { DataGrid } from '../grid/data-grid.tsx';
import { sortRows } from '../grid/grid-rows.ts';
import { noSelection } from '../grid/selection.ts';
import type { Selection } from '../grid/selection.ts';
import { textOrder } from '../grid/text-order.ts';
import { useGridLayout } from '../grid/use-grid-layout.ts';
import { useAppState } from '../services.tsx';
import { directionOf } from '../words/words.ts';
import type { PlanRow } from './import-rows.ts';
import { planColumnIds, planColumns } from './plan-columns.tsx';
import { PlanDetails } from './plan-details.tsx';
import styles from './transfer.module.css';

const defaults = { columnIds: planColumnIds, sort: { column: 'line', direction: 'ascending' } } as const;
const rowKey = ({ key }: PlanRow) => key;
const isSame = ({ action }: PlanRow) => action === 'same';

/** The lines of a plan as a table of any length, and below it all about the one that is selected. */
export function PlanTable({
  rows,
  isEmpty,
}: {
  readonly rows: readonly PlanRow[];
  readonly isEmpty: boolean;
}) {
  const { t } = useTranslation();
  const language = useAppState((state) => state.settings.language);
  const isMac = useAppState((state) => state.host.platform === 'macos');
  const [selection, setSelection] = useState<Selection>(noSelection);
  const [isChoosing, setChoosing] = useState(false);
  const layout = useGridLayout('grid:import', defaults);
  const columns = useMemo(() => planColumns(t), [t]);
  const compareTexts = useMemo(() => textOrder(language), [language]);
  const { sort } = layout.now;
  const sorted = useMemo(
    () => sortRows(rows, columns, sort, compareTexts),
    [rows, columns, sort, compareTexts],
  );
  const focused = rows.find(({ key }) => key === selection.focused);
  return (
    <>
      <div className={styles.table}>
        <DataGrid
          label={t('transfer.importing.rowsLabel')}
          band={t('transfer.importing.band')}
          columns={columns}
          rows={sorted}
          rowId={rowKey}
          isMuted={isSame}
          selection={selection}
          onSelection={setSelection}
          layout={layout}
          isSortable
          isMac={isMac}
          direction={directionOf(language)}
          onOpen={() => undefined}
          onChooseColumns={() => setChoosing(true)}
          empty={t(isEmpty ? 'transfer.importing.nothingInFile' : 'transfer.importing.nothingShown')}
        />
      </div>
      <PlanDetails row={focused ?? null} />
      {isChoosing && <ColumnChooser columns={columns} layout={layout} onClose={() => setChoosing(false)} />}
    </>
  );
}
