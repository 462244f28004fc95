import { Button, Input } from '@fluentui/react-components';
import { Add16Regular as AddIcon } from '@fluentui/react-icons/svg/add';
import { Dismiss12Regular as RemoveIcon } from '@fluentui/react-icons/svg/dismiss';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { knownBusinessObjects } from '../../shared/business-objects.ts';
import type { BusinessObject } from '../../shared/settings.ts';
import { useAppState } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import {
  addColumn,
  addObject,
  columnFault,
  longestName,
  objectFault,
  removeColumn,
  removeObject,
} from './business-object-edits.ts';
import type { NameFault } from './business-object-edits.ts';
import { listRowId } from './page-rows.ts';
import type { RowControl } from './property-page.ts';
import { PropertyRow } from './property-row.tsx';
import styles from './settings.module.css';
import { useLock, useLockText } from './use-lock.ts';

interface Props {
  readonly list: readonly BusinessObject[];
  readonly onChange: (list: readonly BusinessObject[]) => void;
}

interface AddProps {
  readonly control: RowControl;
  readonly label?: string;
  readonly placeholder: string;
  readonly button: string;
  readonly faultOf: (name: string) => NameFault | null;
  readonly onAdd: (name: string) => void;
}

/** A name and the button that adds it; Enter adds it too. */
function AddName({ control, label, placeholder, button, faultOf, onAdd }: AddProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const fault = name.trim() === '' ? null : faultOf(name);
  const add = () => {
    input.current?.focus();
    if (name.trim() === '' || fault) return;
    onAdd(name);
    setName('');
  };
  return (
    <span className={styles.secret}>
      <Input
        {...control}
        size="small"
        input={{ ref: input, ...(label !== undefined && { 'aria-label': label }) }}
        aria-invalid={fault !== null}
        spellCheck={false}
        maxLength={longestName}
        placeholder={placeholder}
        value={name}
        onChange={(_event, { value }) => setName(value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      <Button size="small" icon={<AddIcon />} onClick={add}>
        {button}
      </Button>
      <span role="status" className={styles.note} data-level={fault ? 'error' : undefined}>
        {fault ? t(`businessObjects.faults.${fault}`) : ''}
      </span>
    </span>
  );
}

function Columns({
  object,
  onRemove,
}: {
  readonly object: BusinessObject;
  readonly onRemove?: (column: string) => void;
}) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  if (object.columns.length === 0)
    return <span className={styles.summary}>{t('businessObjects.noColumns')}</span>;
  const remove = (column: string, index: number) => {
    onRemove?.(column);
    // The next one takes its place; after the last one the field for a new one.
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll('button') ?? [];
      const next = buttons[Math.min(index, buttons.length - 1)];
      (next ?? list.current?.closest('[data-setting]')?.querySelector('input'))?.focus();
    });
  };
  return (
    <ul ref={list} className={styles.tags} aria-label={t('businessObjects.columnsOf', { name: object.name })}>
      {object.columns.map((column, index) => (
        <li key={column}>
          <span dir="auto">{column}</span>
          {onRemove && (
            <button
              type="button"
              aria-label={t('businessObjects.removeColumn', { column, name: object.name })}
              onClick={() => remove(column, index)}
            >
              <RemoveIcon aria-hidden />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Business objects of the company's own, each with its columns; those of the policy are fixed. */
export function BusinessObjectRows({ list, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const lock = useLock('businessObjects');
  const lockText = useLockText();
  const fixed = useAppState((state) => state.policy.businessObjects);
  const help = t('businessObjects.help', {
    names: format.list(knownBusinessObjects.map(({ name }) => name)),
  });
  const isLocked = lock !== null;
  return (
    <>
      {fixed.map((object) => (
        <PropertyRow
          key={`policy ${object.name}`}
          id={listRowId('policyObjects', object.name)}
          label={object.name}
          help={help}
          lock={lockText}
          isPlain
        >
          {() => <Columns object={object} />}
        </PropertyRow>
      ))}
      {list.map((object) => {
        const { name } = object;
        return (
          <PropertyRow
            key={name}
            id={listRowId('businessObjects', name)}
            label={name}
            help={help}
            lock={lock}
            isPlain
          >
            {(control) =>
              isLocked ? (
                <Columns object={object} />
              ) : (
                <span className={styles.object}>
                  <Columns
                    object={object}
                    onRemove={(column) => onChange(removeColumn(list, name, column))}
                  />
                  <span className={styles.objectLine}>
                    <AddName
                      control={{ ...control, id: `${control.id}-new` }}
                      label={t('businessObjects.newColumn', { name })}
                      placeholder={t('businessObjects.columnPlaceholder')}
                      button={t('businessObjects.addColumn')}
                      faultOf={(column) => columnFault(object, column)}
                      onAdd={(column) => onChange(addColumn(list, name, column))}
                    />
                    <Button
                      size="small"
                      onClick={() => {
                        onChange(removeObject(list, name));
                        requestAnimationFrame(() =>
                          document.getElementById('setting-businessObjects')?.focus(),
                        );
                      }}
                    >
                      {t('businessObjects.remove')} <span className="sr-only">{name}</span>
                    </Button>
                  </span>
                </span>
              )
            }
          </PropertyRow>
        );
      })}
      <PropertyRow
        id="businessObjects"
        label={t('businessObjects.newObject')}
        code="businessObjects"
        help={help}
        defaultText={t('settings.noDefault')}
        lock={lock}
        isPlain={isLocked}
      >
        {(control) =>
          isLocked ? (
            list.length === 0 && <span className={styles.summary}>{t('businessObjects.none')}</span>
          ) : (
            <AddName
              control={control}
              placeholder={t('businessObjects.objectPlaceholder')}
              button={t('businessObjects.add')}
              faultOf={(name) => objectFault(list, name)}
              onAdd={(name) => onChange(addObject(list, name))}
            />
          )
        }
      </PropertyRow>
    </>
  );
}
