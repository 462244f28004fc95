import type { Page } from 'playwright-core';

/**
 * Answers what does not fit: a page that scrolls sideways, controls beside the window, and words cut off in a button.
 *
 * What lies in something that scrolls sideways by itself, such as the grid, is left out.
 */
export async function layoutFaults(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const faults: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`The page is ${scrollWidth - clientWidth} pixels too wide.`);
    const describe = (element: Element) =>
      `${element.tagName.toLowerCase()} “${(element.textContent || element.getAttribute('aria-label') || element.id).slice(0, 60)}”`;
    const scrollsSideways = (element: Element | null): boolean =>
      element !== null &&
      (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) ||
        scrollsSideways(element.parentElement));
    for (const control of document.querySelectorAll(
      'button, input, select, textarea, a, label, [role=alert] p',
    )) {
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const { left, right, width } = control.getBoundingClientRect();
      if (width <= 1 || control.closest('.sr-only, [data-tabster-dummy]')) continue;
      if ((left < -1 || right > innerWidth + 1) && !scrollsSideways(control.parentElement)) {
        faults.push(`Beside the window: ${describe(control)}`);
      }
      const isCut = control.textContent !== '' && control.scrollWidth > control.clientWidth + 1;
      if (isCut && control.matches('button') && getComputedStyle(control).overflowX !== 'visible') {
        faults.push(`Cut off: ${describe(control)}`);
      }
    }
    for (const dialog of document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu]')) {
      if (dialog.role !== 'menu' && dialog.scrollWidth > dialog.clientWidth + 1)
        faults.push(`Scrolls sideways: ${describe(dialog)}`);
      const { top, bottom } = dialog.getBoundingClientRect();
      if (top < -1 || bottom > innerHeight + 1) faults.push(`Higher than the window: ${describe(dialog)}`);
    }
    return faults;
  });
}
