import type { Page } from 'playwright-core';

/**
 * Answers what does not fit: a page that scrolls sideways, controls beside the window, words cut off in a button, and words
 * cut off anywhere else without an ellipsis that shows it.
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
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = node.parentElement;
      if (
        !parent ||
        node.textContent?.trim() === '' ||
        parent.closest('[role=gridcell], .sr-only, script, style')
      )
        continue;
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      let block = true;
      for (let box: Element | null = parent; box && text.width > 1; box = box.parentElement) {
        const { overflowX, textOverflow, display } = getComputedStyle(box);
        if (overflowX === 'auto' || overflowX === 'scroll') break;
        const { left, right } = box.getBoundingClientRect();
        // For screen readers alone.
        if (right - left <= 1) break;
        if (overflowX !== 'visible' && (text.left < left - 1 || text.right > right + 1)) {
          // Only the box whose own lines they are draws one, and neither flex nor grid has lines.
          const isShown = block && textOverflow === 'ellipsis' && !/flex|grid/.test(display);
          if (!isShown) faults.push(`Cut off without an ellipsis: ${describe(parent)}`);
          break;
        }
        if (display !== 'inline') block = false;
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
