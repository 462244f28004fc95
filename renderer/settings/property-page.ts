import { createContext, use } from 'react';
import type { SettingGroup } from './page-rows.ts';

/** What the rows of the page share. */
export interface PropertyPage {
  /** IDs of the rows that the filter leaves. */
  readonly shown: ReadonlySet<string>;
  /** ID of the row whose help is shown. */
  readonly chosen: string;
  readonly choose: (id: string) => void;
  /** IDs of the rows that are not saved. */
  readonly changed: ReadonlySet<string>;
  /** Where the help of the chosen row is drawn. */
  readonly helpPlace: HTMLElement | null;
  readonly isOpen: (group: SettingGroup) => boolean;
  readonly toggle: (group: SettingGroup) => void;
}

export const PropertyPageContext = createContext<PropertyPage | null>(null);

export function usePropertyPage(): PropertyPage {
  const page = use(PropertyPageContext);
  if (!page) throw new Error('There is no property page.');
  return page;
}

/** ID of the help text below the page; controls are described by it. */
export const helpId = 'setting-help';

/** What a control needs to be labelled and described by its row. */
export interface RowControl {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}
