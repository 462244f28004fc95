import { Button, Field, Input } from '@fluentui/react-components';
import { Key20Regular as KeyIcon } from '@fluentui/react-icons/svg/key';
import { LockOpen20Regular as OpenIcon } from '@fluentui/react-icons/svg/lock-open';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './transfer.module.css';

interface Props {
  readonly secrets: 'sealed' | 'opened';
  readonly isWrong: boolean;
  readonly isOpening: boolean;
  readonly passphrase: string;
  readonly onPassphrase: (passphrase: string) => void;
  readonly onOpen: (passphrase: string) => void;
}

/** Asks for the passphrase of a file that holds secrets; without it they are left out. */
export function PassphraseBar(props: Props) {
  const { secrets, isWrong, isOpening, passphrase, onPassphrase, onOpen } = props;
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isWrong) input.current?.select();
  }, [isWrong]);
  if (secrets === 'opened') {
    return (
      <p role="status" className={styles.opened}>
        <OpenIcon aria-hidden /> {t('transfer.importing.opened')}
      </p>
    );
  }
  const open = () => {
    if (passphrase === '') input.current?.focus();
    else onOpen(passphrase);
  };
  return (
    <div className={styles.sealed}>
      <KeyIcon aria-hidden />
      <div>
        <strong>{t('transfer.importing.sealedTitle')}</strong> {t('transfer.importing.sealedText')}
        <div className={styles.sealedLine}>
          <Field
            label={{ children: t('transfer.importing.passphrase'), className: 'sr-only' }}
            validationState={isWrong ? 'error' : 'none'}
            validationMessage={isWrong ? t('transfer.importing.wrong') : null}
          >
            <Input
              input={{ ref: input }}
              size="small"
              type="password"
              autoComplete="off"
              maxLength={1_024}
              placeholder={t('transfer.importing.passphrase')}
              value={passphrase}
              onChange={(_event, { value }) => onPassphrase(value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                open();
              }}
            />
          </Field>
          <Button size="small" disabledFocusable={isOpening} onClick={open}>
            {t(isOpening ? 'transfer.importing.opening' : 'transfer.importing.open')}
          </Button>
        </div>
      </div>
    </div>
  );
}
