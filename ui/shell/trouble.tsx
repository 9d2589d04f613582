import { loadSession } from '../api/session';
import { t } from '../i18n';
import { Button } from '../kit/button';

/** The page cannot even say who is there. */
export function Trouble({ problem }: { problem: string }) {
  return (
    <main class="sign-in">
      <h1>dealer-sync</h1>
      <p class="notice problem" role="alert">
        {problem}
      </p>
      <Button kind="primary" onClick={loadSession}>
        {t('common.tryAgain')}
      </Button>
    </main>
  );
}
