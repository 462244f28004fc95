import { Button, Combobox, Input, Option } from '@fluentui/react-components';
import { Add16Regular as AddIcon } from '@fluentui/react-icons/svg/add';
import { Dismiss16Regular as RemoveIcon } from '@fluentui/react-icons/svg/dismiss';
import { useTranslation } from 'react-i18next';
import { offeredColumns, offeredObjects } from '../../shared/business-objects.ts';
import { useOfferedFrom } from '../accounts/use-offered-from.ts';
import { forgetActiveOption } from '../forget-active-option.ts';
import { newId } from '../new-id.ts';
import { useAppState } from '../services.tsx';
import styles from './compose.module.css';
import type { Draft, RecordLine } from './draft.ts';
import type { DraftProblem } from './draft-problems.ts';

interface Props {
  readonly draft: Draft;
  readonly onDraft: (change: Partial<Draft>) => void;
  readonly problems: readonly DraftProblem[];
}

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

/** The records a message is about, in order: they decide which account sends. */
export function Records({ draft, onDraft, problems }: Props) {
  const { t } = useTranslation();
  const from = useOfferedFrom();
  const userName = useAppState((state) => state.settings.systemUser || state.host.userName);
  const systemUser = t('compose.key', {
    businessObject: 'SystemUser',
    columnName: 'User_Name',
    columnValue: userName,
  });
  const faulty = problems.find((problem) => problem.kind === 'incomplete');
  const change = (key: string, part: Partial<RecordLine>) =>
    onDraft({ records: draft.records.map((line) => (line.key === key ? { ...line, ...part } : line)) });
  const add = () => {
    const key = newId();
    onDraft({ records: [...draft.records, { key, businessObject: '', column: '', value: '' }] });
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-field="${key}"] input`)?.focus());
  };

  return (
    <div role="group" aria-labelledby="records-label" className={styles.plainRow} data-field="records">
      <span id="records-label" className={styles.label}>
        {t('compose.records')}
      </span>
      <div className={styles.records}>
        {draft.records.map((line, index) => (
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
              placeholder={t('compose.recordValue')}
              maxLength={256}
              value={line.value}
              onChange={(_event, { value }) => change(line.key, { value })}
            />
            <Button
              size="small"
              appearance="subtle"
              icon={<RemoveIcon />}
              aria-label={t('compose.removeRecord', { number: index + 1 })}
              onClick={() => onDraft({ records: draft.records.filter(({ key }) => key !== line.key) })}
            />
          </div>
        ))}
        {faulty && (
          <span role="alert" className={styles.problem}>
            {t('compose.problems.recordIncomplete')}
          </span>
        )}
        <div className={styles.recordsFoot}>
          <Button
            size="small"
            appearance="transparent"
            className={styles.textButton}
            icon={<AddIcon />}
            onClick={add}
          >
            {t('compose.addRecord')}
          </Button>
          <span className={styles.hint}>{t('compose.recordsHint', { systemUser })}</span>
        </div>
      </div>
    </div>
  );
}
