interface ChoiceProps<T extends string> {
  label: string;
  value: T | '';
  choices: readonly { value: T | ''; label: string }[];
  onChoose(value: T | ''): void;
}

/** A filter with a few choices. */
export function Choice<T extends string>({ label, value, choices, onChoose }: ChoiceProps<T>) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value as T | '')}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}
