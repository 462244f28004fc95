import { Field, Link, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { AccountRow } from '../../shared/account.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import { noFacts } from '../../shared/fix-cards/fill-in.ts';
import { symptomOfText } from '../../shared/fix-cards/symptom.ts';
import { CardLinks } from './card-links.tsx';
import { useDiagnoseWords } from './diagnose-words.ts';
import { FixCard } from './fix-card.tsx';
import styles from './fix-card.module.css';

const longestText = 10_000;

interface Props {
  readonly account: AccountRow | null;
  /** Whose page it is. */
  readonly provider: string;
  readonly onLeave?: () => void;
}

/**
 * "The browser shows an error?": some errors stay on the page of the provider and never come back to the app. Whoever copies
 * the text gets the card for it.
 */
export function ExplainError({ account, provider, onLeave }: Props) {
  const d = useDiagnoseWords();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const symptom = symptomOfText(text);
  const { id, links } = fixCardFor(symptom, { ...noFacts, provider: symptom.provider || provider });
  return (
    <div className={styles.explain}>
      <Link inline as="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {d('explain.open')}
      </Link>
      {isOpen && (
        <>
          <Field label={d('explain.label')}>
            <Textarea
              value={text}
              maxLength={longestText}
              rows={3}
              onChange={(_event, { value }) => setText(value)}
            />
          </Field>
          <div role="status">
            {text.trim() !== '' &&
              (id !== null ? (
                <FixCard
                  symptom={symptom}
                  account={account}
                  provider={symptom.provider || provider}
                  withSignIn={false}
                  {...(onLeave && { onLeave })}
                />
              ) : (
                <>
                  <p>{d('explain.unknown')}</p>
                  <CardLinks links={links} />
                </>
              ))}
          </div>
        </>
      )}
    </div>
  );
}
