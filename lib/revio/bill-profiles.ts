import type { Choice } from '../sync/ports';
import { idIn, text } from './mapping';
import type { RevioTransport } from './transport';

/** All bill profiles, inactive ones marked. */
export async function listBillProfiles(
  transport: RevioTransport,
  options: { signal?: AbortSignal; tries?: number } = {},
): Promise<Choice[]> {
  const { paths, billProfile } = transport.profile;
  const choices: Choice[] = [];
  const pages = transport.list(paths.billProfiles, (wire) => idIn(wire, billProfile.id), {
    operation: 'list bill profiles',
    sort: billProfile.id,
    ...options,
  });
  for await (const page of pages) {
    for (const wire of page) {
      const id = text(wire, billProfile.id);
      choices.push({ id, label: text(wire, billProfile.label) || id, active: wire[billProfile.active] !== false });
    }
  }
  return choices;
}
