import { useEffect, useState } from 'preact/hooks';
import { loadSession } from '../api/session';
import { accessToken, EDITOR_URL, signIn, signInWay, signOut } from '../api/token';
import { t } from '../i18n';

/** Node-RED's own users sign in here, or in the editor where it has a single sign-on. */
export function SignIn() {
  const [way, setWay] = useState<'credentials' | 'strategy'>();
  const [problem, setProblem] = useState<string>();
  // A token that got us no further belongs to somebody who may not read, or has ended.
  const [refused] = useState(() => accessToken() !== undefined);
  useEffect(() => {
    document.title = `${t('signIn.title')} · dealer-sync`;
    signInWay().then(
      ({ type }) => setWay(type ?? 'credentials'),
      () => setWay('credentials'),
    );
  }, []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    try {
      if (!(await signIn(String(form.get('username')), String(form.get('password'))))) setProblem(t('signIn.wrong'));
      else {
        setProblem(t('signIn.noPermission'));
        await loadSession();
      }
    } catch {
      setProblem(t('signIn.unreachable'));
    }
  };
  return (
    <main class="sign-in">
      <h1>dealer-sync</h1>
      {refused && !problem ? <p class="notice">{t('signIn.noPermission')}</p> : null}
      {problem ? (
        <p class="notice problem" role="alert">
          {problem}
        </p>
      ) : null}
      {way === 'strategy' ? (
        <p>
          {t('signIn.inEditor')} <a href={EDITOR_URL}>{t('shell.editor')}</a>
        </p>
      ) : (
        <form onSubmit={(event) => void submit(event)}>
          <label class="field">
            <span>{t('signIn.username')}</span>
            <input name="username" autocomplete="username" required />
          </label>
          <label class="field">
            <span>{t('signIn.password')}</span>
            <input name="password" type="password" autocomplete="current-password" required />
          </label>
          <button type="submit" class="button primary">
            {t('signIn.submit')}
          </button>
          {refused ? (
            <button type="button" class="button" onClick={() => void signOut().then(loadSession)}>
              {t('signIn.other')}
            </button>
          ) : null}
        </form>
      )}
    </main>
  );
}
