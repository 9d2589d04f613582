import { DealerSyncError } from '../../lib/errors';
import type { Outcome } from '../../lib/model/item';
import type { Run } from '../../lib/sync/run';

/** A vehicle on a hand-made payload, or as dms-feed sends it without a run. Whatever else it holds travels along. */
export interface Vehicle {
  key: string;
  dealerId: string;
  vin: string;
  systemCode: string;
  outcome?: Outcome;
  [field: string]: unknown;
}

/**
 * The vehicles of a payload: one or a list.
 *
 * @throws DealerSyncError `NO_VEHICLE`
 */
export function vehiclesOf(payload: unknown): Vehicle[] {
  const list = Array.isArray(payload) ? [...payload] : [payload];
  return list.map((one: unknown) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) throw noVehicle();
    const given = one as Record<string, unknown>;
    const [dealerId, vin, systemCode] = [textOf(given.dealerId), textOf(given.vin), textOf(given.systemCode)];
    if (dealerId === '' && vin === '') throw noVehicle();
    const key = typeof given.key === 'string' && given.key ? given.key : `vehicle:${dealerId}:${vin}`;
    return { ...given, key, dealerId, vin, systemCode };
  });
}

/** The shape given is the shape returned; nothing is sent where there is none. */
export function shapedLike<T>(payload: unknown, list: readonly T[]): readonly T[] | T | undefined {
  return Array.isArray(payload) && list.length ? list : list[0];
}

/** How many rows of the run's feeds ended for this reason. */
export function tallied(run: Run, ...codes: string[]): number {
  return run.tallies.filter(({ code }) => codes.includes(code)).reduce((sum, { count }) => sum + count, 0);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function noVehicle(): DealerSyncError {
  return new DealerSyncError(
    'NO_VEHICLE',
    'The payload is no vehicle. Send one, as in {"vin": "1M8GDM9AXKP042788", "dealerId": "MP101", "systemCode": "Used"}, or a list of them.',
  );
}
