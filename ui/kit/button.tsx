import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { mayWrite } from '../api/session';
import { t } from '../i18n';
import { toast } from './toast';

interface ButtonProps {
  children: ComponentChildren;
  /** Its promise keeps the button busy; what it throws is shown to the person. */
  onClick(): unknown;
  kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** Changes something: off for who may only read. */
  writes?: boolean;
  disabled?: boolean;
  /** Shown beside the label, for who works by keyboard. */
  keyHint?: string;
  label?: string;
  pressed?: boolean;
  title?: string;
}

export function Button(props: ButtonProps) {
  const { children, onClick, kind = 'plain', writes, disabled, keyHint, label, pressed, title } = props;
  const [busy, setBusy] = useState(false);
  const forbidden = writes === true && !mayWrite();
  const press = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await onClick();
    } catch (error) {
      toast((error as Error).message, 'problem');
    } finally {
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      class={`button ${kind}`}
      disabled={disabled || forbidden}
      // Not `disabled`: that would take the focus from who works by keyboard.
      aria-disabled={busy}
      aria-busy={busy}
      aria-label={label}
      aria-pressed={pressed}
      title={forbidden ? t('common.mayNotWrite') : title}
      onClick={() => void press()}
    >
      {children}
      {keyHint ? (
        <span aria-hidden="true">
          <kbd>{keyHint}</kbd>
        </span>
      ) : null}
    </button>
  );
}
