import { Combobox, Option } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { forgetActiveOption } from '../forget-active-option.ts';
import { FormRow } from './form-row.tsx';
import type { FieldProps } from './form-row.tsx';

interface Props extends FieldProps {
  readonly field: 'businessObject' | 'columnName';
  readonly offered: readonly string[];
}

/** Letters of a name in a key, as the contract takes them. */
const longestName = 128;

/** A name that is picked from what is offered, or typed. */
export function SuggestedField({ field, offered, form, onForm, findings, isManaged }: Props) {
  const { t } = useTranslation();
  const value = form.draft[field];
  const matching = offered.filter((name) => name.toLowerCase().includes(value.trim().toLowerCase()));
  const change = (text: string) => onForm({ ...form, draft: { ...form.draft, [field]: text } });
  return (
    <FormRow
      field={field}
      label={t(`accountDialog.fields.${field}`)}
      findings={findings}
      isLocked={isManaged}
      lockedText={value}
    >
      <Combobox
        freeform
        expandIcon={{ 'aria-label': t('shell.openList') }}
        onBlur={forgetActiveOption}
        autoComplete="off"
        maxLength={longestName}
        value={value}
        selectedOptions={offered.includes(value) ? [value] : []}
        onChange={(event) => change(event.target.value)}
        onOptionSelect={(_event, data) => change(data.optionValue ?? value)}
      >
        {(matching.length > 0 && !offered.includes(value) ? matching : offered).map((name) => (
          <Option key={name} value={name}>
            {name}
          </Option>
        ))}
      </Combobox>
    </FormRow>
  );
}
