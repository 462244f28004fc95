/** Gives the focus to the last button of a row, once what had it is gone. */
export function focusRowButton(rowId: string): void {
  requestAnimationFrame(() =>
    [...document.querySelectorAll<HTMLElement>(`[data-setting="${CSS.escape(rowId)}"] button`)]
      .at(-1)
      ?.focus(),
  );
}
