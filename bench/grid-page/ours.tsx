import { useState } from 'react';
import { DataGrid } from '../../renderer/grid/data-grid.tsx';
import type { GridDefaults } from '../../renderer/grid/grid-layout.ts';
import type { GridColumn } from '../../renderer/grid/grid-rows.ts';
import { noSelection } from '../../renderer/grid/selection.ts';
import { useGridLayout } from '../../renderer/grid/use-grid-layout.ts';
import { useShownRows } from '../../renderer/grid/use-shown-rows.ts';
import { benchColumns } from './rows.ts';
import type { BenchRow } from './rows.ts';

const columns = benchColumns.map(([id, title, width]): GridColumn<BenchRow> => ({
  id,
  title,
  width,
  text: (row) => String(row[id]),
}));
const defaults: GridDefaults = {
  columnIds: columns.map(({ id }) => id),
  sort: { column: 'id', direction: 'ascending' },
};
const rowId = ({ id }: BenchRow) => id;
const nothing = () => undefined;

/** The grid of the product under a filter box, with the parts of the product that filter and sort. */
export function Ours({ all }: { readonly all: readonly BenchRow[] }) {
  const [filter, setFilter] = useState('');
  const [selection, setSelection] = useState(noSelection);
  const layout = useGridLayout('grid:bench', defaults);
  const rows = useShownRows({ all, columns, filter, sort: layout.now.sort, language: 'en' });
  return (
    <>
      <input value={filter} onChange={(event) => setFilter(event.target.value)} />
      <div style={{ display: 'flex', flexDirection: 'column', width: 1_200, height: 640 }}>
        <DataGrid
          label="Accounts"
          band="Email Info"
          columns={columns}
          rows={rows}
          rowId={rowId}
          selection={selection}
          onSelection={setSelection}
          layout={layout}
          isSortable
          isMac={false}
          direction="ltr"
          onOpen={nothing}
          onChooseColumns={nothing}
          empty="Nothing"
        />
      </div>
    </>
  );
}
