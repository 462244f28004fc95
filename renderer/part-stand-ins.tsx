import { Button, Spinner } from '@fluentui/react-components';
import { PlugDisconnected24Regular as LostIcon } from '@fluentui/react-icons/svg/plug-disconnected';
import { useTranslation } from 'react-i18next';
import styles from './app-window.module.css';
import { EmptyState } from './empty-state.tsx';
import { NoticeBar } from './failures/notice-bar.tsx';
import type { StandInProps } from './part.tsx';

/** For a screen: it fills the place of the screen. */
export function ScreenNotThere({ hasFailed, onTryAgain }: StandInProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.waiting}>
      {hasFailed ? (
        <div role="alert">
          <EmptyState
            icon={<LostIcon />}
            title={t('shell.notLoadedTitle')}
            text={t('shell.notLoadedText')}
            action={
              <Button appearance="primary" onClick={onTryAgain}>
                {t('shell.tryAgain')}
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

/** For a dialog or menu: nothing at first, and where it could not be loaded a notice over the window. */
export function DialogNotThere({ hasFailed, onTryAgain, onGiveUp }: StandInProps) {
  const { t } = useTranslation();
  if (!hasFailed) return null;
  return (
    <div role="alert" className={styles.overlay}>
      <NoticeBar
        intent="error"
        title={t('shell.notLoadedTitle')}
        text={t('shell.notLoadedText')}
        actions={
          <Button size="small" onClick={onTryAgain}>
            {t('shell.tryAgain')}
          </Button>
        }
        {...(onGiveUp && { onDismiss: onGiveUp })}
      />
    </div>
  );
}
