import type { AddressFields } from './rows';
import type { RevioState } from './state';

/** Ways in which one Rev.io may differ from another; settable at the start and over the control endpoint. */
export interface RevioSwitches {
  /** Calls in a sliding minute; 0 = no limit. */
  callsPerMinute: number;
  /** A patch of a path that does not exist: refused with 400, or answered 200 and ignored. */
  unknownPatchPath: 'refuse' | 'silent';
  /** Whether Rev.io staff has added CMS and RAPID_RESPONSE to the integration systems. */
  integrationSystems: 'all' | 'none-of-ours';
  /** A new record is missing from so many listings of its kind, though it can be read by its id. */
  hideFreshFor: number;
  /** What becomes of address texts on save. */
  onSave: 'keep' | 'upper-case' | 'cut-at-20';
  /**
   * How a status is changed: by a `patch`; a patch is answered 200 and ignored (`silent`) or refused (`refuse`); or it
   * is refused, and `POST /Customers/{id}/Close` closes (`action`).
   */
  closing: 'patch' | 'silent' | 'refuse' | 'action';
}

export const DEFAULT_SWITCHES: RevioSwitches = {
  callsPerMinute: 500,
  unknownPatchPath: 'refuse',
  integrationSystems: 'all',
  hideFreshFor: 0,
  onSave: 'keep',
  closing: 'patch',
};

/** What the handlers share. */
export class RevioContext {
  readonly state: RevioState;
  readonly switches: RevioSwitches;
  /** Listings that a fresh record will still be missing from, by entity and id. */
  readonly #hidden = new Map<string, number>();

  constructor(state: RevioState, switches: RevioSwitches) {
    this.state = state;
    this.switches = switches;
  }

  /** The texts as the system keeps them. */
  asSaved<T extends Partial<AddressFields>>(fields: T): T {
    const { onSave } = this.switches;
    if (onSave === 'keep') return fields;
    const save = (text: string) => (onSave === 'upper-case' ? text.toUpperCase() : text.slice(0, 20).trimEnd());
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, save(String(value))])) as T;
  }

  hideFresh(entity: string, id: number): void {
    if (this.switches.hideFreshFor > 0) this.#hidden.set(`${entity} ${id}`, this.switches.hideFreshFor);
  }

  /** The rows that a listing may show, counting it for those that are hidden. */
  visible<Row>(entity: string, rows: readonly Row[], idOf: (row: Row) => number): readonly Row[] {
    const hidden = [...this.#hidden].filter(([key]) => key.startsWith(`${entity} `));
    if (hidden.length === 0) return rows;
    const ids = new Set(hidden.map(([key]) => Number(key.split(' ')[1])));
    for (const [key, left] of hidden) {
      if (left > 1) this.#hidden.set(key, left - 1);
      else this.#hidden.delete(key);
    }
    return rows.filter((row) => !ids.has(idOf(row)));
  }
}
