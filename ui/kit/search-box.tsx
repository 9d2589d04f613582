import { useEffect, useRef, useState } from 'preact/hooks';

interface SearchBoxProps {
  label: string;
  value: string;
  onSearch(value: string): void;
  /** Takes the focus when it appears. */
  eager?: boolean;
}

/** So that typing a word asks once. */
const PAUSE_MS = 200;

export function SearchBox({ label, value, onSearch, eager }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const told = useRef(value);
  useEffect(() => {
    // Set from outside, as when all filters are cleared; the person's own words are not taken back.
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  useEffect(() => {
    if (eager) input.current?.focus();
  }, [eager]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      told.current = text;
      onSearch(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value, onSearch]);
  return (
    <label class="field search">
      <span class="sr-only">{label}</span>
      <input
        ref={input}
        type="search"
        placeholder={label}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}
