import { Button, Input } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretEdit } from './client-form.ts';
import styles from './settings.module.css';

interface Props {
  /** ID, description and validity that the row or field gives. */
  readonly control: object;
  /** What the secret is called, for the names of its buttons. */
  readonly what: string;
  readonly isSet: boolean;
  readonly edit: SecretEdit;
  readonly onEdit: (edit: SecretEdit) => void;
  readonly isLocked?: boolean;
  readonly size?: 'small' | 'medium';
}

/** A secret that goes in and never comes out: it is said to be set, and can be replaced or cleared. */
export function SecretField(props: Props) {
  const { control, what, isSet, edit, onEdit, isLocked = false, size = 'small' } = props;
  const { t } = useTranslation();
  const [isReplacing, setReplacing] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const isEditing = !isSet || isReplacing || edit.kind === 'typed';
  const view = isLocked ? 'locked' : edit.kind === 'cleared' ? 'cleared' : isEditing ? 'editing' : 'kept';

  // Each view has its own controls: the focus goes to the next one and never falls out of the row.
  const hasFocus = useRef(false);
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    if (!hasFocus.current) return;
    const next = view === 'editing' ? 'input' : 'button';
    place.current?.querySelector<HTMLElement>(next)?.focus();
  }, [view]);

  const button = (word: 'replace' | 'clear' | 'keep', run: () => void) => (
    <Button size="small" onClick={run}>
      {t(`settings.secret.${word}`)} <span className="sr-only">{what}</span>
    </Button>
  );
  const keep = () => {
    setReplacing(false);
    onEdit({ kind: 'unchanged' });
  };
  return (
    <span
      ref={place}
      className={styles.secret}
      onFocus={() => {
        hasFocus.current = true;
      }}
      onBlur={({ relatedTarget }) => {
        // What vanishes with its view loses the focus to nothing.
        if (relatedTarget !== null) hasFocus.current = place.current?.contains(relatedTarget) ?? false;
      }}
    >
      {view === 'editing' ? (
        <Input
          {...control}
          size={size}
          type="password"
          autoComplete="off"
          maxLength={4_096}
          placeholder={t('settings.secret.enter')}
          value={edit.kind === 'typed' ? edit.text : ''}
          onChange={(_event, { value }) =>
            onEdit(value === '' ? { kind: 'unchanged' } : { kind: 'typed', text: value })
          }
        />
      ) : (
        <Input
          {...control}
          size={size}
          readOnly
          value={view === 'cleared' ? t('settings.secret.cleared') : isSet ? t('settings.secret.set') : ''}
        />
      )}
      {view === 'kept' && button('replace', () => setReplacing(true))}
      {view === 'kept' && button('clear', () => onEdit({ kind: 'cleared' }))}
      {(view === 'cleared' || (view === 'editing' && isSet)) && button('keep', keep)}
    </span>
  );
}
