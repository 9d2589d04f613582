import { useEffect } from 'preact/hooks';
import { Route, Router, Switch } from 'wouter-preact';
import { useHashLocation } from 'wouter-preact/use-hash-location';
import { listen } from './api/events';
import { loadSession, session } from './api/session';
import { language } from './i18n';
import { Toasts } from './kit/toast';
import { SCREENS } from './screens';
import { NotFound } from './screens/not-found';
import { Shell } from './shell/shell';
import { SignIn } from './shell/sign-in';
import { Trouble } from './shell/trouble';

/** The page: who is there first, then the screen that the address names. */
export function App() {
  useEffect(() => {
    document.documentElement.lang = language.value;
    void loadSession();
  }, []);
  const now = session.value;
  if (now === undefined) return null;
  if (now === 'signed-out') return <SignIn />;
  if ('problem' in now) return <Trouble problem={now.problem} />;
  return (
    <Router hook={useHashLocation}>
      <Live key={now.user.name} />
      {/* Every label is read anew in another language. */}
      <Shell key={language.value} session={now}>
        <Switch>
          {SCREENS.flatMap(({ paths, Component }) =>
            paths.map((path) => (
              <Route key={path} path={path}>
                {(params) => <Component {...params} />}
              </Route>
            )),
          )}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Shell>
      <Toasts />
    </Router>
  );
}

function Live() {
  useEffect(() => {
    const end = new AbortController();
    void listen(end.signal);
    return () => end.abort();
  }, []);
  return null;
}
