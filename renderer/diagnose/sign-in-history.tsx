import { Link } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import type { SignInEvent } from '../../shared/sign-in-event.ts';
import { useServices } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import styles from './check-dialog.module.css';
import { useDiagnoseWords } from './diagnose-words.ts';
import { useFixCard } from './use-fix-card.ts';

interface EventProps {
  readonly account: AccountRow;
  readonly event: SignInEvent;
}

function Cause({ account, code, detail }: EventProps['event'] & { readonly account: AccountRow }) {
  const { t } = useTranslation();
  const d = useDiagnoseWords();
  const { id, values, reply } = useFixCard({ code: code ?? 'internal', ...(detail && { detail }) }, account);
  if (code === null) return null;
  return (
    <span className={styles.facts}>
      {id === null ? reply || t(`failures.codes.${code}.title`) : d(`cards.${id}.title`, values)}
    </span>
  );
}

function Event({ account, event }: EventProps) {
  const d = useDiagnoseWords();
  const format = useFormat();
  return (
    <li>
      <span className={styles.name} dir="auto">
        {d(`history.${event.kind}`, { name: event.signedInAs })}
      </span>
      <time className={styles.time}>{format.time(event.atMs)}</time>
      <Cause {...event} account={account} />
    </li>
  );
}

/** When somebody signed in for an account, and when and why the provider took a sign-in back; closed at first. */
export function SignInHistory({ account }: { readonly account: AccountRow }) {
  const d = useDiagnoseWords();
  const { call } = useServices();
  const [isOpen, setOpen] = useState(false);
  const [events, setEvents] = useState<readonly SignInEvent[] | null>(null);
  const { id, signedInAs, status } = account;
  useEffect(() => {
    if (!isOpen) return undefined;
    const abort = new AbortController();
    const load = async () => {
      const answer = await call('accountsHistory', { accountId: id });
      if (!abort.signal.aborted) setEvents(answer.ok ? answer.value.events : []);
    };
    void load();
    return () => abort.abort();
  }, [call, id, isOpen, signedInAs, status.kind]);
  return (
    <>
      <Link inline as="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {d(isOpen ? 'history.hide' : 'history.show')}
      </Link>
      {isOpen && events?.length === 0 && <p className={styles.note}>{d('history.none')}</p>}
      {isOpen && events !== null && events.length > 0 && (
        <ol className={`${styles.steps} ${styles.events}`} aria-label={d('history.label')}>
          {events.map((event) => (
            <Event key={`${event.atMs} ${event.kind}`} account={account} event={event} />
          ))}
        </ol>
      )}
    </>
  );
}
