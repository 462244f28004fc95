import { Button, Combobox, Input, Option } from '@fluentui/react-components';
import { Add16Regular as AddIcon } from '@fluentui/react-icons/svg/add';
import { ArrowDown16Regular as DownIcon } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUp16Regular as UpIcon } from '@fluentui/react-icons/svg/arrow-up';
import { Dismiss16Regular as RemoveIcon } from '@fluentui/react-icons/svg/dismiss';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { exampleValues, offeredColumns, offeredObjects } from '../../shared/business-objects.ts';
import { useOfferedFrom } from '../accounts/use-offered-from.ts';
import { forgetActiveOption } from '../forget-active-option.ts';
import { newId } from '../new-id.ts';
import { moveLine } from './draft.ts';
import type { RecordLine } from './draft.ts';
import styles from './record-lines.module.css';

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly offered: readonly string[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, offered, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Combobox
      freeform
      expandIcon={{ 'aria-label': t('shell.openList'), className: styles.openList ?? '' }}
      onBlur={forgetActiveOption}
      aria-label={label}
      placeholder={label}
      maxLength={128}
      value={value}
      selectedOptions={offered.includes(value) ? [value] : []}
      onChange={(event) => onChange(event.target.value)}
      onOptionSelect={(_event, data) => onChange(data.optionValue ?? value)}
    >
      {offered.map((name) => (
        <Option key={name} value={name}>
          {name}
        </Option>
      ))}
    </Combobox>
  );
}

interface Props {
  readonly lines: readonly RecordLine[];
  readonly onLines: (lines: readonly RecordLine[]) => void;
  /** Stands between the lines and Add: what is wrong with them. */
  readonly problem?: ReactNode;
  /** Stands beside Add. */
  readonly beside?: ReactNode;
}

/** Records in their order: picked or typed, added, moved and taken out. */
export function RecordLines({ lines, onLines, problem, beside }: Props) {
  const { t } = useTranslation();
  const from = useOfferedFrom();
  const list = useRef<HTMLDivElement>(null);
  const change = (key: string, part: Partial<RecordLine>) =>
    onLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  // Once the line stands where it goes.
  const focusLater = (selector: string) =>
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(selector)?.focus());
  const add = () => {
    const key = newId();
    onLines([...lines, { key, businessObject: '', column: '', value: '' }]);
    focusLater(`[data-field="${key}"] input`);
  };
  const remove = (index: number) => {
    const next = lines[index + 1] ?? lines[index - 1];
    onLines(lines.toSpliced(index, 1));
    focusLater(next ? `[data-field="${next.key}"] input` : '[data-add]');
  };
  const move = (key: string, by: 1 | -1) => {
    onLines(moveLine(lines, key, by));
    focusLater(`[data-field="${key}"] [data-move="${by}"]`);
  };

  return (
    <div ref={list} className={styles.records}>
      {lines.map((line, index) => (
        <div
          key={line.key}
          role="group"
          aria-label={t('compose.recordNumber', { number: index + 1 })}
          className={styles.record}
          data-field={line.key}
        >
          <Choice
            label={t('compose.recordObject')}
            value={line.businessObject}
            offered={offeredObjects(from)}
            onChange={(businessObject) => change(line.key, { businessObject })}
          />
          <Choice
            label={t('compose.recordColumn')}
            value={line.column}
            offered={offeredColumns(from, line.businessObject)}
            onChange={(column) => change(line.key, { column })}
          />
          <Input
            aria-label={t('compose.recordValue')}
            placeholder={
              exampleValues(line.businessObject, line.column).slice(0, 3).join(', ') ||
              t('compose.recordValue')
            }
            maxLength={256}
            value={line.value}
            onChange={(_event, { value }) => change(line.key, { value })}
          />
          <span className={styles.lineButtons}>
            {lines.length > 1 &&
              ([-1, 1] as const).map((by) => (
                <Button
                  key={by}
                  size="small"
                  appearance="subtle"
                  icon={by < 0 ? <UpIcon /> : <DownIcon />}
                  data-move={by}
                  disabledFocusable={lines[index + by] === undefined}
                  aria-label={t(by < 0 ? 'compose.moveRecordUp' : 'compose.moveRecordDown', {
                    number: index + 1,
                  })}
                  onClick={() => move(line.key, by)}
                />
              ))}
            <Button
              size="small"
              appearance="subtle"
              icon={<RemoveIcon />}
              aria-label={t('compose.removeRecord', { number: index + 1 })}
              onClick={() => remove(index)}
            />
          </span>
        </div>
      ))}
      {problem}
      <div className={styles.foot}>
        <Button
          size="small"
          appearance="transparent"
          className={styles.textButton}
          icon={<AddIcon />}
          data-add
          onClick={add}
        >
          {t('compose.addRecord')}
        </Button>
        {beside}
      </div>
    </div>
  );
}
