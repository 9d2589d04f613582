import { formatNumber, t } from '../i18n';
import { Button } from './button';

interface ChipsProps<T extends string> {
  label: string;
  value: T | '';
  choices: readonly { value: T; label: string; count: number }[];
  onChoose(value: T | ''): void;
}

/** Counts that filter: each may be pressed, and pressed again for all. */
export function Chips<T extends string>({ label, value, choices, onChoose }: ChipsProps<T>) {
  if (!choices.length) return null;
  return (
    <fieldset class="chips">
      <legend>{label}</legend>
      <Button pressed={value === ''} onClick={() => onChoose('')}>
        {t('common.all')}
      </Button>
      {choices.map((choice) => (
        <Button
          key={choice.value}
          pressed={value === choice.value}
          onClick={() => onChoose(value === choice.value ? '' : choice.value)}
        >
          <strong>{formatNumber(choice.count)}</strong> {choice.label}
        </Button>
      ))}
    </fieldset>
  );
}
