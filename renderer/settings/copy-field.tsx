import { Button, Input } from '@fluentui/react-components';
import { Copy16Regular as CopyIcon } from '@fluentui/react-icons/svg/copy';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../use-copy.ts';
import styles from './settings.module.css';

/** A text to take elsewhere: it can be selected, and copied with one press. */
export function CopyField({
  control,
  what,
  text,
  size = 'small',
}: {
  readonly control: object;
  /** What it is called, for the name of its button. */
  readonly what: string;
  readonly text: string;
  readonly size?: 'small' | 'medium';
}) {
  const { t } = useTranslation();
  const { isCopied, copy } = useCopy();
  return (
    <span className={styles.secret}>
      <Input {...control} size={size} readOnly dir="ltr" value={text} />
      <Button size="small" icon={<CopyIcon />} onClick={() => copy(text)}>
        {t(isCopied ? 'oauthClients.copied' : 'oauthClients.copy')} <span className="sr-only">{what}</span>
      </Button>
      <span role="status" className="sr-only">
        {isCopied ? t('oauthClients.copied') : ''}
      </span>
    </span>
  );
}
