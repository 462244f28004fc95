import { useCallback, useEffect, useState } from 'react';

const confirmedMs = 2_000;

/** Copies text to the clipboard and says so for two seconds. */
export function useCopy(): { readonly isCopied: boolean; readonly copy: (text: string) => void } {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), confirmedMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = useCallback((text: string) => {
    const write = async () => {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    };
    write().catch(() => setCopied(false));
  }, []);
  return { isCopied, copy };
}
