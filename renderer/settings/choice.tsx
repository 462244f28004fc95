import { Input, Select } from '@fluentui/react-components';

interface Props {
  /** ID, description and validity that the row or field gives. */
  readonly control: object;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly isLocked?: boolean;
  readonly size?: 'small' | 'medium';
  readonly onChoose: (value: string) => void;
}

/** A list to choose one from; as text where it cannot be changed. A value that is not offered stays as it is. */
export function Choice({ control, value, options, isLocked = false, size = 'small', onChoose }: Props) {
  const chosen = options.find((option) => option.value === value);
  if (isLocked) return <Input {...control} size={size} readOnly value={chosen?.text ?? value} />;
  return (
    <Select {...control} size={size} value={value} onChange={(_event, data) => onChoose(data.value)}>
      {!chosen && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </Select>
  );
}
