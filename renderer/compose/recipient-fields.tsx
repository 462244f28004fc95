import { Button, Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import styles from './compose.module.css';
import type { Draft } from './draft.ts';
import { mostRecipients } from './draft-problems.ts';
import type { DraftProblem } from './draft-problems.ts';
import { parseRecipients } from './recipients.ts';

type RecipientField = 'to' | 'cc' | 'bcc';

interface Props {
  readonly draft: Draft;
  readonly onDraft: (change: Partial<Draft>) => void;
  readonly problems: readonly DraftProblem[];
}

interface LineProps extends Props {
  readonly field: RecipientField;
}

const isUnfinished = (kind: DraftProblem['kind']) => kind === 'invalid-address' || kind === 'no-fax-format';

function RecipientLine({ field, draft, onDraft, problems }: LineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const faxFormat = useAppState((state) => state.settings.emailToFaxFormat);
  // While an address is being typed it is not wrong yet.
  const [isTyping, setTyping] = useState(false);
  const problem = problems.find((found) => found.field === field && !(isTyping && isUnfinished(found.kind)));
  const { addresses } = parseRecipients(draft[field], faxFormat);
  const text = (): string | null => {
    if (problem?.kind === 'no-recipient') return t('compose.problems.noRecipient');
    if (problem?.kind === 'too-many') return t('compose.problems.tooMany', { max: mostRecipients });
    if (problem?.kind === 'no-fax-format') return t('compose.problems.noFaxFormat');
    if (problem?.kind !== 'invalid-address') return null;
    const { invalid } = problem;
    return t('compose.problems.invalidAddress', { count: invalid.length, address: format.list(invalid) });
  };
  return (
    <Field
      label={t(`compose.${field}`)}
      orientation="horizontal"
      className={styles.row}
      data-field={field}
      required={field === 'to'}
      validationState={problem ? 'error' : 'none'}
      validationMessage={text()}
      hint={addresses.length > 1 ? t('compose.recipientsFound', { count: addresses.length }) : null}
    >
      <Textarea
        resize="none"
        rows={1}
        spellCheck={false}
        className={styles.recipients}
        title={t('compose.recipientsHint')}
        value={draft[field]}
        onFocus={() => setTyping(true)}
        onBlur={() => setTyping(false)}
        onChange={(_event, { value }) => onDraft({ [field]: value })}
      />
    </Field>
  );
}

/** To, Cc and Bcc; the last two show when they are wanted. */
export function RecipientFields(props: Props) {
  const { t } = useTranslation();
  const { draft } = props;
  const [isOpen, setOpen] = useState(false);
  const isShown = isOpen || draft.cc !== '' || draft.bcc !== '';
  return (
    <>
      <RecipientLine {...props} field="to" />
      {isShown ? (
        <>
          <RecipientLine {...props} field="cc" />
          <RecipientLine {...props} field="bcc" />
        </>
      ) : (
        <div className={styles.plainRow}>
          <span />
          <span>
            <Button
              size="small"
              appearance="transparent"
              className={styles.textButton}
              onClick={() => setOpen(true)}
            >
              {t('compose.showCcBcc')}
            </Button>
          </span>
        </div>
      )}
    </>
  );
}
