import { useEffect } from 'preact/hooks';

export type Keys = Record<string, () => void>;

/**
 * Single keys of a screen, named as in `KeyboardEvent.key` (`a`, `ArrowDown`, `?`). They rest while the person types,
 * while a dialog is open (unless the keys are the dialog's own), and with Ctrl, Alt or the command key held.
 */
export function useKeys(keys: Keys, options: { inDialog?: boolean } = {}): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      if (!options.inDialog && document.querySelector('dialog[open]')) return;
      const act = keys[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
}
