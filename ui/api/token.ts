/**
 * The page shares the editor's sign-in: who is signed in there is signed in here, and the other way round. The editor keeps
 * its tokens in the browser's storage, under a name that ends with the path of its admin root.
 */
const ADMIN_ROOT = new URL('../..', new URL('.', location.href));
const KEY = `auth-tokens${ADMIN_ROOT.pathname.slice(0, -1).replaceAll('/', '-')}`;

export function accessToken(): string | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as { access_token?: unknown } | null;
    return typeof kept?.access_token === 'string' ? kept.access_token : undefined;
  } catch {
    return undefined;
  }
}

function keep(tokens: object): void {
  localStorage.setItem(KEY, JSON.stringify(tokens));
}

/** How one signs in here: Node-RED's own users, or a strategy (single sign-on) that lives in the editor. */
export interface SignInWay {
  type?: 'credentials' | 'strategy';
}

export async function signInWay(): Promise<SignInWay> {
  const response = await fetch(new URL('auth/login', ADMIN_ROOT));
  return (await response.json()) as SignInWay;
}

/** The editor, for who signs in there. */
export const EDITOR_URL = ADMIN_ROOT.href;

/** False when user name or password are wrong. */
export async function signIn(username: string, password: string): Promise<boolean> {
  const response = await fetch(new URL('auth/token', ADMIN_ROOT), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: 'node-red-editor', grant_type: 'password', scope: '', username, password }),
  });
  if (!response.ok) return false;
  keep((await response.json()) as object);
  return true;
}

/** The token ends at the server too. */
export async function signOut(): Promise<void> {
  const token = accessToken();
  localStorage.removeItem(KEY);
  if (!token) return;
  await fetch(new URL('auth/revoke', ADMIN_ROOT), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ token }),
  }).catch(() => undefined);
}
