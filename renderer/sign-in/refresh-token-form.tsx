import { Button, Field, Input, Link } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './email-sign-in.module.css';

const maxLength = 16_384;

/** Takes a refresh token that was obtained elsewhere; it goes in and is never shown. Closed at first. */
export function RefreshTokenForm({ onUse }: { readonly onUse: (refreshToken: string) => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [token, setToken] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  if (!isOpen) {
    return (
      <p>
        <Link inline as="button" aria-expanded={false} onClick={() => setOpen(true)}>
          {t('signIn.token.open')}
        </Link>
      </p>
    );
  }
  const use = () => {
    setToken('');
    onUse(token.trim());
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') use();
      }}
    >
      <Field label={t('signIn.token.label')} hint={t('signIn.token.hint')}>
        <Input
          type="password"
          autoComplete="off"
          input={{ ref: field }}
          maxLength={maxLength}
          value={token}
          onChange={(_event, { value }) => setToken(value)}
        />
      </Field>
      <div className={styles.buttons}>
        <Button type="submit" disabled={token.trim() === ''}>
          {t('signIn.token.use')}
        </Button>
      </div>
    </form>
  );
}
