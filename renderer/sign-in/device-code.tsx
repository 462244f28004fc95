import { Button, Link } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { SignInView } from '../../shared/message.ts';
import { useCopy } from '../use-copy.ts';
import styles from './email-sign-in.module.css';
import { useTimeLeft } from './time-left.ts';

interface Props {
  readonly view: SignInView;
  /** What is typed at the page of the provider. */
  readonly userCode: string;
  readonly onUseBrowser: () => void;
}

/** The code with which the owner of the mailbox signs in at another computer, ready to be read out or sent. */
export function DeviceCode({ view, userCode, onUseBrowser }: Props) {
  const { t } = useTranslation();
  const code = useCopy();
  const message = useCopy();
  const { url, expected, expiresAtMs } = view;
  const time = useTimeLeft(expiresAtMs);
  const copyMessage = () => {
    const words = { url, code: userCode, name: expected, time };
    message.copy(t(expected === '' ? 'signIn.code.message' : 'signIn.code.messageTo', words));
  };
  return (
    <>
      <p>
        {expected === '' ? t('signIn.code.text') : t('signIn.code.textFor', { name: expected })}{' '}
        <bdi className={styles.address} translate="no">
          {url}
        </bdi>
      </p>
      <p className={styles.code} translate="no">
        <bdi aria-hidden>{userCode}</bdi>
        <span className="sr-only">
          {t('signIn.code.spelled', { letters: userCode.split('').join(', ') })}
        </span>
      </p>
      <div className={styles.buttons}>
        <Button appearance="primary" data-next onClick={copyMessage}>
          {t(message.isCopied ? 'signIn.code.messageCopied' : 'signIn.code.copyMessage')}
        </Button>
        <Button onClick={() => code.copy(userCode)}>
          {t(code.isCopied ? 'signIn.code.copied' : 'signIn.code.copy')}
        </Button>
        <span className={styles.time} role="timer">
          {t('signIn.timeLeft', { time })}
        </span>
      </div>
      <p>{t('signIn.code.warning')}</p>
      <p>
        <Link inline as="button" onClick={onUseBrowser}>
          {t('signIn.code.useBrowser')}
        </Link>
      </p>
    </>
  );
}
