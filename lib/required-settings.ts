import { DealerSyncError } from './errors';

/**
 * Fails with one sentence that names every connection setting which is blank, so that nobody learns of them one by one.
 *
 * @param labels of the settings that must be there, as the dialog shows them
 * @param whoKnows who gives these values to the dealer
 * @throws DealerSyncError `MISSING_SETTING`
 */
export function requireFilledIn<K extends string>(
  settings: Partial<Record<NoInfer<K>, string>>,
  labels: Readonly<Record<K, string>>,
  { system, whoKnows }: { system: string; whoKnows: string },
): void {
  const blank = (Object.keys(labels) as K[]).filter((name) => !settings[name]?.trim());
  if (blank.length === 0) return;
  const named = blank.map((name) => labels[name]).join(', ');
  throw new DealerSyncError(
    'MISSING_SETTING',
    `The ${system} settings are not complete: ${named} ${blank.length > 1 ? 'are' : 'is'} blank. ${whoKnows} gives you these values.`,
    { cause: { system, field: blank.join(', ') } },
  );
}
