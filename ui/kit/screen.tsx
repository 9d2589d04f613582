import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';

interface ScreenProps {
  title: string;
  /** One sentence: what this screen is for. */
  lead?: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** The frame of each screen. Its heading takes the focus, so that the keyboard and a screen reader start there. */
export function Screen({ title, lead, actions, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · dealer-sync`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section class="screen">
      <header class="screen-head">
        <div>
          <h1 tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {lead ? <p class="lead">{lead}</p> : null}
        </div>
        {actions ? <div class="screen-actions">{actions}</div> : null}
      </header>
      {children}
    </section>
  );
}

/** What was asked for, or how it stands with the asking. */
export function Answer<T>(props: {
  of: { data: T | undefined; problem: string | undefined };
  children: (data: T) => ComponentChildren;
}) {
  const { data, problem } = props.of;
  return (
    <>
      {problem ? (
        <p class="notice problem" role="alert">
          {problem}
        </p>
      ) : null}
      {data === undefined ? problem ? null : <p class="notice">{t('common.loading')}</p> : props.children(data)}
    </>
  );
}

/** Nothing there, said so that the person knows whether that is good. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
