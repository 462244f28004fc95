import { ChevronDown16Regular as OpenIcon } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight16Regular as ClosedIcon } from '@fluentui/react-icons/svg/chevron-right';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingGroup } from './page-rows.ts';
import { usePropertyPage } from './property-page.ts';
import styles from './settings.module.css';

/** One group of settings, open or closed. */
export function PropertyGroup({
  group,
  children,
}: {
  readonly group: SettingGroup;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const page = usePropertyPage();
  const id = useId();
  const isOpen = page.isOpen(group);
  return (
    <section className={styles.group} aria-labelledby={id} data-group={group}>
      <h2 className={styles.groupTitle}>
        <button type="button" id={id} aria-expanded={isOpen} onClick={() => page.toggle(group)}>
          <span aria-hidden className={styles.chevron} data-closed={!isOpen || undefined}>
            {isOpen ? <OpenIcon /> : <ClosedIcon />}
          </span>
          {t(`settings.groups.${group}`)}
        </button>
      </h2>
      {isOpen && <div>{children}</div>}
    </section>
  );
}
