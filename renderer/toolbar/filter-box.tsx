import { SearchBox } from '@fluentui/react-components';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter or the down arrow: on to what was found. */
  readonly onLeave: () => void;
  readonly ref?: Ref<HTMLInputElement>;
}

/** The filter of a list; Escape empties it. */
export function FilterBox({ label, placeholder, value, onChange, onLeave, ref }: Props) {
  const { t } = useTranslation();
  return (
    <SearchBox
      input={{ ref: ref ?? null }}
      size="small"
      aria-label={label}
      placeholder={placeholder}
      // The library hides it while the box is empty, but not from screen readers.
      dismiss={value === '' ? null : { 'aria-label': t('shell.clear') }}
      value={value}
      onChange={(_event, data) => onChange(data.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value !== '') onChange('');
        else if (event.key === 'Enter' || event.key === 'ArrowDown') onLeave();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
