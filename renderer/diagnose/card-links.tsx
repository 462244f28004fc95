import { Link } from '@fluentui/react-components';
import { Open16Regular as OpenIcon } from '@fluentui/react-icons/svg/open';
import type { FixCard } from '../../shared/fix-cards/fix-card.ts';
import { useDiagnoseWords } from './diagnose-words.ts';
import styles from './fix-card.module.css';

/** The pages that help with an error; nothing where there are none. */
export function CardLinks({ links }: Pick<FixCard, 'links'>) {
  const d = useDiagnoseWords();
  if (links.length === 0) return null;
  return (
    <ul className={styles.links}>
      {links.map(({ key, url }) => (
        <li key={key}>
          <Link href={url} target="_blank" rel="noreferrer">
            {d(`links.${key}`)}
            <OpenIcon aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  );
}
