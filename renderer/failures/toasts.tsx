import { Dismiss16Regular as DismissIcon } from '@fluentui/react-icons/svg/dismiss';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCell } from '../cell.ts';
import { useServices } from '../services.tsx';
import styles from './bars.module.css';
import { hideToast } from './toast-list.ts';
import type { Toast } from './toast-list.ts';

function ToastView({ toast, onHide }: { readonly toast: Toast; readonly onHide: () => void }) {
  const { t } = useTranslation();
  const [isHeld, setHeld] = useState(false);
  const leftMs = useRef(toast.shownMs);
  const hide = useEffectEvent(onHide);

  useEffect(() => {
    if (isHeld) return undefined;
    const startedAtMs = Date.now();
    const timer = setTimeout(() => hide(), leftMs.current);
    return () => {
      clearTimeout(timer);
      // Whoever looked at it closely gets the rest of the time again, and three seconds at least.
      leftMs.current = Math.max(3_000, leftMs.current - (Date.now() - startedAtMs));
    };
  }, [isHeld]);

  const { action, link } = toast;
  return (
    <div
      className={styles.toast}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{toast.text}</span>
      {action && (
        <button
          type="button"
          className={styles.toastAction}
          onClick={() => {
            action.run();
            onHide();
          }}
        >
          {action.label}
        </button>
      )}
      {link && (
        <a className={styles.toastAction} href={link.url} target="_blank" rel="noreferrer">
          {link.label}
        </a>
      )}
      <button type="button" className={styles.toastAction} aria-label={t('shell.dismiss')} onClick={onHide}>
        <DismissIcon aria-hidden />
      </button>
    </div>
  );
}

/** What worked, for a while; hovering or focusing one stops its time. */
export function Toasts() {
  const { t } = useTranslation();
  const { toasts } = useServices();
  return (
    <div role="status" aria-label={t('shell.toasts')} className={styles.toasts}>
      {useCell(toasts).map((toast) => (
        <ToastView key={toast.key} toast={toast} onHide={() => hideToast(toasts, toast.key)} />
      ))}
    </div>
  );
}
