import type { FocusEvent } from 'react';

/**
 * `onBlur` of a box with suggestions whose list closes with it.
 *
 * The component library leaves the option that was active named after the list has gone, so that a screen reader looks
 * for what is not there.
 */
export function forgetActiveOption({ currentTarget }: FocusEvent<HTMLElement>): void {
  const box = currentTarget.matches('[role=combobox]')
    ? currentTarget
    : currentTarget.querySelector('[role=combobox]');
  // After the library's own handlers, which are still to come.
  queueMicrotask(() => box?.removeAttribute('aria-activedescendant'));
}
