import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { IntegrationView } from '../../lib/sync/operations/overview';
import { connected } from '../api/events';
import { loadSession, type Session } from '../api/session';
import { EDITOR_URL, signOut } from '../api/token';
import { useLoad } from '../api/use-load';
import { chooseLanguage, formatNumber, language, t } from '../i18n';
import { Button } from '../kit/button';
import { useKeys } from '../kit/use-keys';
import { waitingOf } from '../kit/waiting';
import { SCREENS, type ScreenEntry } from '../screens';
import { KeyHelp } from './key-help';

/** Header, navigation with what waits behind each entry, and the screen. */
export function Shell({ session, children }: { session: Session; children: ComponentChildren }) {
  const [path, navigate] = useLocation();
  const [help, setHelp] = useState(false);
  const { data } = useLoad<IntegrationView[]>('integrations', {}, [
    'integrations',
    'pending',
    'conflicts',
    'holds',
    'parked',
  ]);
  useKeys({
    '?': () => setHelp(true),
    ...Object.fromEntries(
      SCREENS.slice(0, 9).map((screen, index) => [String(index + 1), () => navigate(screen.paths[0])]),
    ),
  });
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('shell.skip')}
      </button>
      <header class="top">
        <span class="brand">dealer-sync</span>
        {connected.value ? null : <span class="offline">{t('shell.offline')}</span>}
        <span class="top-actions">
          <Button kind="quiet" onClick={() => setHelp(true)} keyHint="?">
            {t('shell.keys')}
          </Button>
          <Button
            kind="quiet"
            label={t('shell.language')}
            onClick={() => chooseLanguage(language.value === 'en' ? 'es' : 'en')}
          >
            {language.value === 'en' ? 'Español' : 'English'}
          </Button>
          <a class="button quiet" href={EDITOR_URL}>
            {t('shell.editor')}
          </a>
          {session.secured ? <User session={session} /> : null}
        </span>
      </header>
      <nav class="side" aria-label={t('shell.screens')}>
        <ul>
          {SCREENS.filter((screen) => !screen.hidden).map((screen) => (
            <li key={screen.title}>
              <a href={`#${screen.paths[0]}`} aria-current={isAt(screen, path) ? 'page' : undefined}>
                <span>{t(screen.title)}</span>
                <Waiting count={countOf(screen, data)} />
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" tabIndex={-1}>
        {session.secured ? null : <p class="notice">{t('shell.unsecured')}</p>}
        {session.can.write ? null : <p class="notice">{t('shell.readOnly')}</p>}
        {children}
      </main>
      {help ? <KeyHelp onClose={() => setHelp(false)} /> : null}
    </>
  );
}

function isAt(screen: ScreenEntry, path: string): boolean {
  const first = (text: string) => text.split('/')[1] ?? '';
  return screen.paths.some((one) => first(one) === first(path));
}

function countOf({ counts }: ScreenEntry, integrations: IntegrationView[] | undefined): number {
  return counts && integrations ? waitingOf(counts, integrations) : 0;
}

function Waiting({ count }: { count: number }) {
  if (!count) return null;
  return <span class="count">{formatNumber(count)}</span>;
}

function User({ session }: { session: Session }) {
  const leave = async () => {
    await signOut();
    await loadSession();
  };
  if (session.user.anonymous) {
    return (
      <a class="button quiet" href={EDITOR_URL}>
        {t('shell.signIn')}
      </a>
    );
  }
  return (
    <Button kind="quiet" onClick={leave} title={t('shell.signedInAs', { name: session.user.name })}>
      {t('shell.signOut', { name: session.user.name })}
    </Button>
  );
}
