import { afterWrite, DealerSyncError } from '../errors';
import type { AccountDraft } from '../sync/ports';
import { aboutDraft } from './checks';
import { rapidResponseError } from './errors';
import type { RapidResponseProfile } from './profile';
import { type DeviceRow, toNewSite } from './site-mapping';
import { readDevices } from './site-reads';
import type { CallOptions, RapidResponseTransport } from './transport';

/** What a new site and its device get beyond the customer. */
export interface NewSiteSettings {
  group: string;
  timeZone: string;
  deviceType: string;
  /** Putting a device in service starts the dealer's monitoring bill (contract: money and lives). */
  inService: boolean;
}

/**
 * The three writes of a create: site, group link, device. What the first one has made stands, so whatever becomes of the
 * others leaves an unknown end, also a refusal: the next run has to look.
 *
 * @returns the site's number
 */
export async function createSite(
  transport: RapidResponseTransport,
  draft: AccountDraft,
  settings: NewSiteSettings,
  profile: RapidResponseProfile,
  signal?: AbortSignal,
): Promise<string> {
  const options = { signal, about: aboutDraft(draft) };
  const { id = '' } = await transport.write('addSite', toNewSite(draft, settings.timeZone, profile), options);
  await afterWrite(async () => {
    await linkGroup(transport, id, settings.group, options);
    await addDevice(transport, id, draft.accountNumber.trim(), settings, options);
  });
  return id;
}

/** Does what is missing of a create, and only that; safe to repeat. */
export async function finishSite(
  transport: RapidResponseTransport,
  id: string,
  accountNumber: string,
  settings: NewSiteSettings,
  options: CallOptions,
): Promise<void> {
  await linkGroup(transport, id, settings.group, options);
  const devices = await readDevices(transport, id, options);
  if (devices.length > 0) return;
  try {
    await addDevice(transport, id, accountNumber, settings, options);
  } catch (error) {
    if (!hasCode(error, 'ACCOUNT_NUMBER_TAKEN')) throw error;
    // The write of an earlier try may have been late: then the number is taken by this very site.
    if (!(await readDevices(transport, id, options)).some(({ code }) => code === accountNumber)) throw error;
  }
}

/**
 * Takes every device of a site out of service for good. Nothing is written unless all of them bear the confirmed account
 * number (contract: `ConfirmXmit`): a cancel can cut somebody's alarm off.
 *
 * @param now milliseconds since the epoch
 * @throws DealerSyncError `CANCEL_NOT_CONFIRMED`
 */
export async function cancelDevices(
  transport: RapidResponseTransport,
  id: string,
  accountNumber: string,
  now: number,
  cancelled: readonly string[],
  options: CallOptions,
): Promise<void> {
  const devices = await readDevices(transport, id, options);
  const active = devices.filter((device) => !cancelled.includes(device.category ?? ''));
  if (devices.length === 0 || active.some(({ code }) => code !== accountNumber)) throw notConfirmed(id, devices);
  const [category = ''] = cancelled;
  const since = utc(now);
  for (const [i, device] of active.entries()) {
    const step = () =>
      transport.write(
        'setService',
        { site: id, device: device.id ?? '', category, since, confirm: accountNumber },
        options,
      );
    await (i === 0 ? step() : afterWrite(step));
  }
}

/** A repeat is refused as already linked, which is what was wanted (contract: Writes). */
async function linkGroup(
  transport: RapidResponseTransport,
  site: string,
  group: string,
  options: CallOptions,
): Promise<void> {
  try {
    await transport.write('linkGroup', { site, group }, options);
  } catch (error) {
    if (!hasCode(error, 'ALREADY_LINKED')) throw error;
  }
}

async function addDevice(
  transport: RapidResponseTransport,
  site: string,
  code: string,
  { deviceType, inService }: NewSiteSettings,
  options: CallOptions,
): Promise<void> {
  await transport.write('addDevice', { site, code, type: deviceType, inService }, options);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof DealerSyncError && error.code === code;
}

function notConfirmed(id: string, devices: readonly DeviceRow[]): DealerSyncError {
  const why = devices.length === 0 ? 'it has no device' : 'not all of its devices have the confirmed account number';
  return rapidResponseError(
    'CANCEL_NOT_CONFIRMED',
    `${why}. Nothing was cancelled; ask the station to cancel what is to be cancelled.`,
    { operation: 'cancel site', field: 'accountNumber', about: `Site ${id}` },
  );
}

/** `yyyy-MM-dd HH:mm:ss`, UTC (contract: dates). */
function utc(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replace('T', ' ');
}
