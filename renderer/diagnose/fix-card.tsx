import { Button, Link } from '@fluentui/react-components';
import { Clock20Regular as WaitIcon } from '@fluentui/react-icons/svg/clock';
import { Copy16Regular as CopyIcon } from '@fluentui/react-icons/svg/copy';
import { Person20Regular as YouIcon } from '@fluentui/react-icons/svg/person';
import { ShieldPerson20Regular as AdministratorIcon } from '@fluentui/react-icons/svg/shield-person';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import type { FixCard as Card } from '../../shared/fix-cards/fix-card.ts';
import type { CardAction } from '../../shared/fix-cards/rule.ts';
import type { Symptom } from '../../shared/fix-cards/symptom.ts';
import { detailName } from '../failures/detail-name.ts';
import { useAppState } from '../services.tsx';
import { useCopy } from '../use-copy.ts';
import { useFormat } from '../use-format.ts';
import { detailValue } from './detail-value.ts';
import { CardLinks } from './card-links.tsx';
import { useDiagnoseWords } from './diagnose-words.ts';
import styles from './fix-card.module.css';
import { itNote } from './it-note.ts';
import { useCardActions } from './use-card-actions.ts';
import { useFixCard } from './use-fix-card.ts';

const whoIcons = { you: YouIcon, administrator: AdministratorIcon, wait: WaitIcon } as const;

function CopyLine({ label, text }: { readonly label: string; readonly text: string }) {
  const d = useDiagnoseWords();
  const { isCopied, copy } = useCopy();
  const labelId = useId();
  const buttonId = useId();
  return (
    <div className={styles.copy}>
      <span id={labelId} className={styles.copyLabel}>
        {label}
      </span>
      <code dir="ltr">{text}</code>
      <Button
        id={buttonId}
        size="small"
        icon={<CopyIcon />}
        aria-labelledby={`${buttonId} ${labelId}`}
        onClick={() => copy(text)}
      >
        {d(isCopied ? 'card.copied' : 'card.copy')}
      </Button>
    </div>
  );
}

function Steps({ card }: { readonly card: Card }) {
  const d = useDiagnoseWords();
  if (card.steps.length === 0) return null;
  const textOf = ({ by, key }: Card['steps'][number]) => {
    const step = d(`todo.${key}`, card.values);
    return by === 'administrator' && card.who !== 'administrator'
      ? d('card.administratorDoes', { step })
      : step;
  };
  return (
    <ol className={styles.steps}>
      {card.steps.map((step) => (
        <li key={step.key}>{textOf(step)}</li>
      ))}
    </ol>
  );
}

function Details({ card }: { readonly card: Card }) {
  const { t } = useTranslation();
  const d = useDiagnoseWords();
  const [isOpen, setOpen] = useState(false);
  const lines = [
    ...card.details.map(([name, value]) => [detailName(name, t), detailValue(name, value, d)] as const),
    [t('failures.code'), card.code] as const,
  ];
  return (
    <div>
      <Link as="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? 'shell.hideDetails' : 'shell.details')}
      </Link>
      {isOpen && (
        <dl className={styles.details}>
          {lines.map(([name, value]) => (
            <div key={name}>
              <dt dir="auto">{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function Actions({
  card,
  note,
  onAction,
}: {
  readonly card: Card;
  readonly note: () => string;
  readonly onAction: (action: CardAction) => void;
}) {
  const d = useDiagnoseWords();
  const { isCopied, copy } = useCopy();
  const words = {
    'sign-in': d('card.signIn'),
    'edit-account': d('card.editAccount'),
    reconfigure: d('card.reconfigure'),
    'send-through-graph': d('card.sendThroughGraph'),
    'allow-large-messages': d('card.allowLargeMessages'),
  };
  const forIt = card.who === 'administrator' || card.steps.some(({ by }) => by === 'administrator');
  if (card.actions.length === 0 && !forIt) return null;
  return (
    <div className={styles.actions}>
      {card.actions.map((action, index) => (
        <Button
          key={action}
          size="small"
          appearance={index === 0 && card.who === 'you' ? 'primary' : 'secondary'}
          onClick={() => onAction(action)}
        >
          {words[action]}
        </Button>
      ))}
      {forIt && (
        <Button size="small" icon={<CopyIcon />} onClick={() => copy(note())}>
          {d(isCopied ? 'card.noteCopied' : 'card.note')}
        </Button>
      )}
    </div>
  );
}

interface Props {
  readonly symptom: Symptom;
  /** Whose commands and links are filled in; null: of no account. */
  readonly account: AccountRow | null;
  /** Where there is no account, the provider that is at fault. */
  readonly provider?: string;
  /** false: what it stands in has a button of its own for signing in. */
  readonly withSignIn?: boolean;
  /** Closes what the card stands in, before a button shows something else. */
  readonly onLeave?: () => void;
}

const stay = () => {};

/** The way out of an error: what happened, who can fix it, the steps, and the command or link filled in for this account. */
export function FixCard({ symptom, account, provider = '', withSignIn = true, onLeave = stay }: Props) {
  const { t } = useTranslation();
  const d = useDiagnoseWords();
  const format = useFormat();
  const providers = useAppState((state) => state.providers);
  const found = useFixCard(symptom, account, provider);
  const card = withSignIn
    ? found
    : { ...found, actions: found.actions.filter((action) => action !== 'sign-in') };
  const act = useCardActions(account, provider, onLeave);
  const titleId = useId();
  const { id, code, who, values } = card;
  const WhoIcon = whoIcons[who];
  const title = id === null ? t(`failures.codes.${code}.title`) : d(`cards.${id}.title`, values);
  const cause = id === null ? t(`failures.codes.${code}.todo`) : d(`cards.${id}.cause`, values);
  const client = providers.find((each) => each.id === (account?.provider ?? provider))?.client ?? null;
  const note = () =>
    itNote(card, { account, client, title, cause, time: format.exactTime(Date.now()), d, t });
  return (
    <section className={styles.card} data-who={who} aria-labelledby={titleId}>
      <p className={styles.who}>
        <WhoIcon aria-hidden />
        {d(`who.${who}`)}
      </p>
      <h2 id={titleId}>{title}</h2>
      <p className={styles.cause}>{cause}</p>
      <Actions card={card} note={note} onAction={act} />
      <Steps card={card} />
      {card.copies.map(({ key, text }) => (
        <CopyLine key={key} label={d(`copies.${key}`)} text={text} />
      ))}
      <CardLinks links={card.links} />
      {card.reply !== '' && (
        <p className={styles.reply}>
          {d('card.server')}: <q dir="auto">{card.reply}</q>
        </p>
      )}
      <Details card={card} />
    </section>
  );
}
