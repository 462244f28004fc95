import { Button } from '@fluentui/react-components';
import { Copy16Regular as CopyIcon } from '@fluentui/react-icons/svg/copy';
import { useTranslation } from 'react-i18next';
import type { AppFailure } from '../call.ts';
import { useCopy } from '../use-copy.ts';
import styles from './bars.module.css';
import { detailName } from './detail-name.ts';

/** What is known about a failure, for the one who mends it; it holds no secret. */
export function FailureDetails({ failure }: { readonly failure: AppFailure }) {
  const { t } = useTranslation();
  const { isCopied, copy } = useCopy();
  const lines: readonly (readonly [string, string])[] = [
    [t('failures.message'), failure.message],
    ...(failure.field === undefined ? [] : [[t('failures.field'), failure.field] as const]),
    ...Object.entries(failure.detail ?? {}).map(
      ([name, value]) => [detailName(name, t), String(value)] as const,
    ),
    [t('failures.code'), failure.code] as const,
  ];
  const text = lines.map(([name, value]) => `${name}: ${value}`).join('\n');
  return (
    <div className={styles.details}>
      <dl>
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      <Button size="small" icon={<CopyIcon />} onClick={() => copy(text)}>
        {t(isCopied ? 'failures.detailsCopied' : 'failures.copyDetails')}
      </Button>
    </div>
  );
}
