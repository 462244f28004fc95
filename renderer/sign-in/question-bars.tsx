import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../shared/message.ts';
import { providerName } from '../accounts/send-through-name.ts';
import { useCell } from '../cell.ts';
import { NoticeBar } from '../failures/notice-bar.tsx';
import { useAppState, useRequest, useServices } from '../services.tsx';

function QuestionBar({ question }: { readonly question: Question }) {
  const { t } = useTranslation();
  const request = useRequest();
  const { signIns } = useServices();
  const providers = useAppState((state) => state.providers);
  const accounts = useAppState((state) => state.accounts);
  const [isAnswering, setAnswering] = useState(false);
  const { questionId, waitingItems } = question;

  const answer = async (choice: 'sign-in' | 'cancel') => {
    setAnswering(true);
    const answered = await request('questionAnswer', { questionId, answer: choice, openBrowser: true });
    setAnswering(false);
    const account = accounts.find(({ id }) => id === question.accountId);
    if (answered?.signIn) signIns.show(answered.signIn, account?.sendThrough ?? 'smtp');
  };

  return (
    <NoticeBar
      intent="warning"
      title={t('signIn.question.title', { name: question.expected })}
      text={
        waitingItems > 0
          ? t('signIn.question.waiting', { count: waitingItems })
          : t('signIn.question.none', { provider: providerName(providers, question.provider, t) })
      }
      actions={
        <>
          <Button
            size="small"
            appearance="primary"
            disabledFocusable={isAnswering}
            onClick={() => void answer('sign-in')}
          >
            {t('signIn.question.signIn')}
          </Button>
          <Button size="small" disabledFocusable={isAnswering} onClick={() => void answer('cancel')}>
            {t('signIn.question.notNow')}
          </Button>
        </>
      }
    />
  );
}

// A sign-in that was begun before this page was loaded, or whose dialog was closed, can be found again.
function RunningSignIn() {
  const { t } = useTranslation();
  const { signIns } = useServices();
  const signIn = useAppState((state) => state.signIn);
  const accounts = useAppState((state) => state.accounts);
  const open = useCell(signIns.open);
  if (
    !signIn ||
    open ||
    signIn.dialogId !== null ||
    (signIn.stage !== 'waiting' && signIn.stage !== 'checking')
  )
    return null;
  const sendThrough = accounts.find(({ id }) => id === signIn.accountId)?.sendThrough ?? 'smtp';
  const title = () => {
    if (signIn.userCode !== undefined) return t('signIn.code.running');
    return signIn.expected ? t('signIn.runningFor', { name: signIn.expected }) : t('signIn.running');
  };
  return (
    <NoticeBar
      intent="info"
      title={title()}
      actions={
        <Button size="small" onClick={() => signIns.show(signIn, sendThrough)}>
          {t('signIn.show')}
        </Button>
      }
    />
  );
}

/** Questions "Sign in again as …?"; nothing opens before somebody presses Sign In. */
export function QuestionBars() {
  const questions = useAppState((state) => state.questions);
  return (
    <div role="alert">
      <RunningSignIn />
      {questions.map((question) => (
        <QuestionBar key={question.questionId} question={question} />
      ))}
    </div>
  );
}
