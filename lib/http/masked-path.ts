import { BLACKED, redactor } from './redact';

/** Names of query values that are credentials on some wire, whatever their value is. */
const SECRET_NAME =
  /pass|pwd|secret|token|session|key_?code|api_?key|subscription|auth|credential|signature|^pin$|^sid$|^sig$|^key$/i;
/** A list of ids in a query may be long. */
const LONGEST = 500;

/** Makes a call's path fit to be shown: without the secrets that the client knows, and without those by name. */
export function pathMask(secrets: Iterable<string>): (url: URL) => string {
  const redact = redactor(secrets);
  const masked = ({ pathname, search }: URL) => {
    const query = search && `?${search.slice(1).split('&').map(maskedPair).join('&')}`;
    const path = redact(pathname + query);
    return path.length > LONGEST ? `${path.slice(0, LONGEST - 1)}…` : path;
  };
  // All calls of a SOAP service go to one address.
  let last = { href: '', path: '' };
  return (url) => {
    if (url.href !== last.href) last = { href: url.href, path: masked(url) };
    return last.path;
  };
}

function maskedPair(pair: string): string {
  const equals = pair.indexOf('=');
  return equals > 0 && SECRET_NAME.test(pair.slice(0, equals)) ? `${pair.slice(0, equals)}=${BLACKED}` : pair;
}
