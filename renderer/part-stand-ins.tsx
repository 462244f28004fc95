import { Button, Spinner } from '@fluentui/react-components';
import { PlugDisconnected24Regular as LostIcon } from '@fluentui/react-icons/svg/plug-disconnected';
import { useTranslation } from 'react-i18next';
import styles from './app-window.module.css';
import { EmptyState } from './empty-state.tsx';
import { NoticeBar } from './failures/notice-bar.tsx';
import type { PartFailure, StandInProps } from './part.tsx';

function useWords(failure: PartFailure | null, onTryAgain: () => void) {
  const { t } = useTranslation();
  return failure === 'gone'
    ? {
        title: t('shell.partGoneTitle'),
        text: t('shell.partGoneText'),
        button: t('shell.reload'),
        act: () => location.reload(),
      }
    : {
        title: t('shell.partLostTitle'),
        text: t('shell.partLostText'),
        button: t('shell.tryAgain'),
        act: onTryAgain,
      };
}

/** For a screen: it fills the place of the screen. */
export function ScreenNotThere({ failure, onTryAgain }: StandInProps) {
  const { t } = useTranslation();
  const { title, text, button, act } = useWords(failure, onTryAgain);
  return (
    <div className={styles.waiting}>
      {failure ? (
        <div role="alert">
          <EmptyState
            icon={<LostIcon />}
            title={title}
            text={text}
            action={
              <Button appearance="primary" onClick={act}>
                {button}
              </Button>
            }
          />
        </div>
      ) : (
        <Spinner size="small" label={t('shell.loading')} />
      )}
    </div>
  );
}

/** For a dialog: nothing at first, and where it could not be loaded a notice over the window. */
export function DialogNotThere({ failure, onTryAgain, onGiveUp }: StandInProps) {
  const { title, text, button, act } = useWords(failure, onTryAgain);
  if (!failure) return null;
  return (
    <div role="alert" className={styles.overlay}>
      <NoticeBar
        intent="error"
        title={title}
        text={text}
        actions={
          <Button size="small" onClick={act}>
            {button}
          </Button>
        }
        {...(onGiveUp && { onDismiss: onGiveUp })}
      />
    </div>
  );
}
