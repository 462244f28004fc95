import {
  columnFilteringFeature,
  createColumnHelper,
  createFilteredRowModel,
  filterFn_includesString,
  globalFilteringFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { benchColumns } from './rows.ts';
import type { BenchRow } from './rows.ts';

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  filteredRowModel: createFilteredRowModel(),
  filterFns: { includesString: filterFn_includesString },
});
const helper = createColumnHelper<typeof features, BenchRow>();
const columns = helper.columns(
  benchColumns.map(([id, header]) => helper.accessor((row) => String(row[id]), { id, header })),
);

/** TanStack Table with TanStack Virtual, put together as the guide "Virtualization" and the example of virtualized rows do. */
export function TanStack({ all }: { readonly all: BenchRow[] }) {
  const table = useTable({ features, columns, data: all, globalFilterFn: 'includesString' });
  const scroller = useRef<HTMLDivElement>(null);
  const { rows } = table.getRowModel();
  const virtual = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({
    count: rows.length,
    estimateSize: () => 30,
    getScrollElement: () => scroller.current,
    overscan: 5,
  });
  return (
    <>
      <input onChange={(event) => table.setGlobalFilter(event.target.value)} />
      <div
        ref={scroller}
        className="scroller"
        style={{ overflow: 'auto', position: 'relative', width: 1_200, height: 640 }}
      >
        <table style={{ display: 'grid' }} aria-rowcount={rows.length + 2}>
          <thead style={{ display: 'grid', position: 'sticky', top: 0, zIndex: 1 }}>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} style={{ display: 'flex', width: '100%' }}>
                {group.headers.map((header, index) => (
                  <th key={header.id} style={{ width: benchColumns[index]?.[2] }}>
                    <table.FlexRender header={header} />
                  </th>
                ))}
              </tr>
            ))}
          </thead>
          <tbody style={{ display: 'grid', height: virtual.getTotalSize(), position: 'relative' }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              return (
                row && (
                  <tr
                    key={row.id}
                    data-index={item.index}
                    ref={(node) => virtual.measureElement(node)}
                    style={{
                      ...{ display: 'flex', position: 'absolute', width: '100%' },
                      transform: `translateY(${item.start}px)`,
                    }}
                  >
                    {row.getAllCells().map((cell, index) => (
                      <td key={cell.id} style={{ display: 'flex', width: benchColumns[index]?.[2] }}>
                        <table.FlexRender cell={cell} />
                      </td>
                    ))}
                  </tr>
                )
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
