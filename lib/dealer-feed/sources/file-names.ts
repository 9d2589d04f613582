/** What people write to say which files are feeds: `*` for anything, `{dealer}` for the Dealer ID. */
export interface FileNames {
  /** `undefined`: the file is none of the feed's. */
  match(name: string): { dealerId?: string } | undefined;
}

const USUAL_ENDINGS = /\.(csv|txt|tsv|tab|psv|dat)$/i;

/**
 * @param pattern `inventory_*.csv`, `{dealer}_*.txt`; blank = every file with a usual ending
 * @param dealerInName the name says the dealer: without `{dealer}` in the pattern, all of the name before its last dot
 */
export function fileNames(pattern: string, dealerInName = false): FileNames {
  const wanted = pattern.trim();
  const expression = wanted === '' ? USUAL_ENDINGS : expressionOf(wanted);
  return {
    match(name) {
      const found = expression.exec(name);
      if (!found) return undefined;
      const dealerId = (found.groups?.dealer ?? (dealerInName ? name.replace(/\.[^.]*$/, '') : '')).trim();
      return dealerId === '' ? {} : { dealerId };
    },
  };
}

function expressionOf(pattern: string): RegExp {
  let named = false;
  const source = pattern.replace(/\{dealer\}|\*|[^*{]+|\{/g, (part) => {
    if (part === '*') return '.*';
    if (part !== '{dealer}') return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    if (named) return '.+?';
    named = true;
    return '(?<dealer>.+?)';
  });
  return new RegExp(`^${source}$`, 'i');
}

/** Names of files that are still on their way, as uploading programs call them. */
export function isPartialName(name: string): boolean {
  return /\.(part|partial|tmp|temp|filepart|incomplete|crdownload|upload)$/i.test(name) || name.startsWith('.');
}
