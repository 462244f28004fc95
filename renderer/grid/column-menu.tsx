import { MenuDivider } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { MenuCommand } from '../toolbar/menu-command.tsx';
import { PopupMenu } from '../toolbar/popup-menu.tsx';
import { moveColumn, showColumn, shownColumns } from './grid-layout.ts';
import type { KeptLayout } from './use-grid-layout.ts';
import type { MenuPlace } from './use-grid-pointer.ts';

interface Props {
  readonly place: MenuPlace;
  /** ID of the column whose title was asked. */
  readonly column: string;
  readonly layout: KeptLayout;
  readonly isSortable: boolean;
  readonly onFit: (columnIds: readonly string[]) => void;
  readonly onChooseColumns: () => void;
  readonly onClose: () => void;
}

const off = (isOff: boolean) => (isOff ? { offBecause: '' } : {});

/** The context menu of a column's title. */
export function ColumnMenu({ place, column, layout, isSortable, onFit, onChooseColumns, onClose }: Props) {
  const { t } = useTranslation();
  const { now, change, reset } = layout;
  const shown = shownColumns(now);
  const index = shown.indexOf(column);
  const sort = (direction: 'ascending' | 'descending') => ({
    run: () => change({ ...now, sort: { column, direction } }),
    ...off(now.sort?.column === column && now.sort.direction === direction),
  });
  const move = (by: 1 | -1) => ({
    run: () => change(moveColumn(now, column, index + by)),
    ...off(index + by < 0 || index + by >= shown.length),
  });
  return (
    <PopupMenu place={place} onClose={onClose}>
      {isSortable && (
        <>
          <MenuCommand command={{ text: t('grid.sortAscending'), ...sort('ascending') }} />
          <MenuCommand command={{ text: t('grid.sortDescending'), ...sort('descending') }} />
          <MenuDivider />
        </>
      )}
      <MenuCommand
        command={{ text: t('grid.fitColumn'), shortcut: 'Mod+Plus', run: () => onFit([column]) }}
      />
      <MenuCommand command={{ text: t('grid.fitAll'), run: () => onFit(shown) }} />
      <MenuDivider />
      <MenuCommand command={{ text: t('grid.moveTowardsStart'), ...move(-1) }} />
      <MenuCommand command={{ text: t('grid.moveTowardsEnd'), ...move(1) }} />
      <MenuCommand
        command={{
          text: t('grid.hideColumn'),
          shortcut: 'Delete',
          run: () => change(showColumn(now, column, false)),
          ...off(shown.length <= 1),
        }}
      />
      <MenuDivider />
      <MenuCommand command={{ text: t('grid.chooseColumns'), run: onChooseColumns }} />
      <MenuCommand command={{ text: t('grid.resetColumns'), run: reset }} />
    </PopupMenu>
  );
}
