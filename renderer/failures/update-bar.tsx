import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UpdateView } from '../../shared/update.ts';
import { useAppState, useRequest } from '../services.tsx';
import { FailureNotice, NoticeBar } from './notice-bar.tsx';

type Call = 'updateCheck' | 'updateDownload' | 'updateInstall';

/** How far a newer version of the app is, where the person has something to decide or asked for it; Dismiss lasts until it changes. */
export function UpdateBar() {
  // It is there before it says something, so that a screen reader reads out what comes.
  return (
    <div role="status">
      <UpdateNotice />
    </div>
  );
}

function UpdateNotice() {
  const { t } = useTranslation();
  const update = useAppState((state) => state.update);
  const version = useAppState((state) => state.host.version);
  const isSending = useAppState((state) => state.outbox.counts.sending > 0);
  const request = useRequest();
  const [asked, setAsked] = useState<UpdateView | null>(null);
  const [dismissed, setDismissed] = useState<UpdateView | null>(null);
  if (update === dismissed) return null;

  const hide = { onDismiss: () => setDismissed(update) };
  const button = (call: Call, label: string, isOff = false): ReactNode => (
    <Button
      size="small"
      // Without a colour of its own a button that is off would be words only.
      appearance={isOff ? 'outline' : 'primary'}
      disabledFocusable={isOff || update === asked}
      onClick={() => {
        setAsked(update);
        void request(call, {}).then(() => setAsked(null));
      }}
    >
      {label}
    </Button>
  );

  switch (update.stage) {
    case 'idle':
      return null;
    case 'off': {
      if (!update.asked) return null;
      const text = t(`shell.update.off.${update.because}`);
      return <NoticeBar intent="info" title={t('shell.update.offTitle')} text={text} {...hide} />;
    }
    case 'checking':
      return <NoticeBar intent="info" title={t('shell.update.checking')} />;
    case 'newest': {
      const text = t('shell.update.newest', { version });
      return <NoticeBar intent="info" title={t('shell.update.newestTitle')} text={text} {...hide} />;
    }
    case 'available':
      return (
        <NoticeBar
          intent="info"
          title={t('shell.update.availableTitle', { version: update.version })}
          text={t('shell.update.available')}
          actions={button('updateDownload', t('shell.update.download'))}
          {...hide}
        />
      );
    case 'downloading':
      return (
        <NoticeBar
          intent="info"
          title={t('shell.update.downloadingTitle', { version: update.version })}
          text={t('shell.update.downloading', { percent: update.percent })}
        />
      );
    case 'ready':
      return (
        <NoticeBar
          intent="info"
          title={t('shell.update.readyTitle', { version: update.version })}
          text={t(isSending ? 'shell.update.readySending' : 'shell.update.ready')}
          actions={button('updateInstall', t('shell.update.install'), isSending)}
          {...hide}
        />
      );
    case 'failed':
      return <FailureNotice failure={update.failure} {...hide} />;
    default:
      return update satisfies never;
  }
}
