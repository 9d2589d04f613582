import type { TrackedEntity } from '../service-request';
import type { TrackSettings } from '../types';
import { isWithin } from './days';

/** What the feed says now. A blank tells nothing, and so changes nothing. */
export interface Told {
  stock?: string;
  client?: string;
}

export interface TrackedChange {
  field: 'stock' | 'client';
  from: string;
  to: string;
}

export interface Tracking {
  changes: TrackedChange[];
  /** Differs, and stays as it is: not tracked, too old, or changed by a person (F13). */
  left: TrackedChange[];
}

/**
 * R2: inside the window a changed stock number and client are written to a service request, an inspection or a work order,
 * each by **its own** age. The window includes its edge (F10).
 */
export function trackChanges(entity: TrackedEntity, told: Told, settings: TrackSettings, now: number): Tracking {
  const tracking: Tracking = { changes: [], left: [] };
  for (const field of ['stock', 'client'] as const) {
    const to = told[field];
    if (!to || to === entity[field]) continue;
    const goes = isTracked(entity, field, settings, now) && !entity.touchedByPerson.includes(field);
    (goes ? tracking.changes : tracking.left).push({ field, from: entity[field], to });
  }
  return tracking;
}

/** Whether R2 lets the field of an entity of this age follow the feed. */
export function isTracked(
  entity: Pick<TrackedEntity, 'createdAt'>,
  field: 'stock' | 'client',
  settings: TrackSettings,
  now: number,
): boolean {
  return settings.days !== 'never' && settings[field] && isWithin(entity.createdAt, settings.days, now);
}
