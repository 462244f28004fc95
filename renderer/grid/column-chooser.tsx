import { Button } from '@fluentui/react-components';
import { ArrowDown16Regular as DownIcon } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUp16Regular as UpIcon } from '@fluentui/react-icons/svg/arrow-up';
import { Checkmark12Regular as CheckIcon } from '@fluentui/react-icons/svg/checkmark';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { AppDialog } from '../dialog/app-dialog.tsx';
import styles from './column-chooser.module.css';
import { shiftColumn, showColumn, shownColumns } from './grid-layout.ts';
import type { GridColumn } from './grid-rows.ts';
import type { KeptLayout } from './use-grid-layout.ts';

interface Props {
  readonly columns: readonly Pick<GridColumn<never>, 'id' | 'title'>[];
  readonly layout: KeptLayout;
  readonly onClose: () => void;
}

/** Which columns a grid shows, and in which order; every change shows at once. */
export function ColumnChooser({ columns, layout, onClose }: Props) {
  const { t } = useTranslation();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const { now, change, reset } = layout;
  const [current, setCurrent] = useState(now.order[0] ?? '');
  const index = now.order.indexOf(current);
  const isLastShown = shownColumns(now).length === 1;
  const isShown = (id: string) => !now.hidden.includes(id);
  const toggle = (id: string) => change(showColumn(now, id, !isShown(id)));
  const shift = (by: 1 | -1) => change(shiftColumn(now, current, by));

  useEffect(() => {
    list.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current, index]);
  useEffect(() => list.current?.focus(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const ends: Partial<Record<string, number>> = { Home: 0, End: now.order.length - 1 };
    const step = steps[event.key];
    if (event.key === ' ') toggle(current);
    else if (step !== undefined && (event.altKey || event.ctrlKey || event.metaKey)) shift(step > 0 ? 1 : -1);
    else {
      const target = ends[event.key] ?? (step === undefined ? undefined : index + step);
      if (target === undefined) return;
      setCurrent(now.order[Math.max(0, Math.min(now.order.length - 1, target))] ?? current);
    }
    event.preventDefault();
  };

  return (
    <AppDialog
      title={t('grid.chooser.title')}
      onCancel={onClose}
      actions={[
        <Button key="close" appearance="primary" onClick={onClose}>
          {t('shell.close')}
        </Button>,
        <Button key="reset" onClick={reset}>
          {t('grid.resetColumns')}
        </Button>,
      ]}
    >
      <p id={`${listId}-hint`} className={styles.hint}>
        {t('grid.chooser.hint')}
      </p>
      <div className={styles.parts}>
        <div
          ref={list}
          role="listbox"
          aria-label={t('grid.chooser.list')}
          aria-describedby={`${listId}-hint`}
          aria-activedescendant={`${listId}-${current}`}
          tabIndex={0}
          className={styles.list}
          onKeyDown={onKeyDown}
        >
          {now.order.map((id) => (
            <div
              key={id}
              id={`${listId}-${id}`}
              role="option"
              aria-selected={id === current}
              aria-checked={isShown(id)}
              aria-disabled={(isLastShown && isShown(id)) || undefined}
              data-current={id === current || undefined}
              className={styles.column}
              onClick={() => setCurrent(id)}
              onDoubleClick={() => toggle(id)}
            >
              <span
                aria-hidden
                className={styles.box}
                data-checked={isShown(id) || undefined}
                onClick={() => toggle(id)}
              >
                {isShown(id) && <CheckIcon />}
              </span>
              <span className={styles.name}>{columns.find((column) => column.id === id)?.title}</span>
            </div>
          ))}
        </div>
        <div className={styles.buttons}>
          <Button icon={<UpIcon />} disabledFocusable={index <= 0} onClick={() => shift(-1)}>
            {t('grid.chooser.moveUp')}
          </Button>
          <Button
            icon={<DownIcon />}
            disabledFocusable={index >= now.order.length - 1}
            onClick={() => shift(1)}
          >
            {t('grid.chooser.moveDown')}
          </Button>
          <Button onClick={() => toggle(current)} disabledFocusable={isLastShown && isShown(current)}>
            {t(isShown(current) ? 'grid.chooser.hide' : 'grid.chooser.show')}
          </Button>
        </div>
      </div>
    </AppDialog>
  );
}
