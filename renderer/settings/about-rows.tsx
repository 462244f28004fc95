import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { PropertyRow } from './property-row.tsx';
import styles from './settings.module.css';

/** What is to be known of this installation. */
export function AboutRows() {
  const { t } = useTranslation();
  const { supportBundle } = useServices();
  const host = useAppState((state) => state.host);
  const request = useRequest();
  return (
    <>
      <PropertyRow
        id="about.version"
        label={t('shell.appName')}
        help={t('settings.about.versionHelp')}
        isPlain
      >
        {() => (
          <>
            <span className={styles.summary}>{t('shell.version', { version: host.version })}</span>{' '}
            {host.kind === 'electron' && (
              <Button size="small" onClick={() => void request('updateCheck', {})}>
                {t('shell.update.check')}
              </Button>
            )}
          </>
        )}
      </PropertyRow>
      <PropertyRow
        id="about.secretStorage"
        label={t('settings.about.secretStorage')}
        help={t('settings.about.secretStorageHelp')}
        isPlain
      >
        {() => <span className={styles.summary}>{t(`settings.about.storages.${host.secretStorage}`)}</span>}
      </PropertyRow>
      <PropertyRow
        id="about.support"
        label={t('settings.about.support')}
        help={t('settings.about.supportHelp')}
        isPlain
      >
        {() => (
          <Button size="small" onClick={() => supportBundle.set(true)}>
            {t('settings.about.supportOpen')}
          </Button>
        )}
      </PropertyRow>
    </>
  );
}
