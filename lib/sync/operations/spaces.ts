import type { Engine } from '../engine';

/** What a list says of where a record belongs: its space, and the monitoring system while a flow of it is deployed. */
export function placeOf(engine: Engine): (space: string) => { space: string; system?: string } {
  const systems = new Map(engine.list().map(({ space, system }) => [space, system]));
  return (space) => {
    const system = systems.get(space);
    return { space, ...(system ? { system } : {}) };
  };
}
