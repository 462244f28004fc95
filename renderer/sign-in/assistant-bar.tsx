import { Button } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { NoticeBar } from '../failures/notice-bar.tsx';
import { useAppState, useServices } from '../services.tsx';
import { accountsToSignIn } from './assistant-steps.ts';

// One account says so itself, in its row.
const offeredFrom = 2;

/** Offers to sign in to several accounts one after the other, e.g. on a new computer. */
export function AssistantBar() {
  const { t } = useTranslation();
  const { assistant } = useServices();
  const accounts = useAppState((state) => state.accounts);
  const ids = useMemo(() => accountsToSignIn(accounts), [accounts]);
  const count = ids.length;
  if (count < offeredFrom) return null;
  return (
    <NoticeBar
      intent="info"
      title={t('assistant.bar', { count })}
      actions={
        <Button size="small" onClick={() => assistant.set(ids)}>
          {t('assistant.start', { count })}
        </Button>
      }
    />
  );
}
