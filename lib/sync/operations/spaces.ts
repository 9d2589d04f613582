import type { Engine } from '../engine';

/** The monitoring system whose records a space holds, as people know it; undefined when no flow of it is deployed. */
export function systemOf(engine: Engine, space: string): string | undefined {
  return engine.list().find((integration) => integration.space === space)?.system;
}

/** What a list says of where a record belongs. */
export function placeOf(engine: Engine): (space: string) => { space: string; system?: string } {
  const systems = new Map(engine.list().map(({ space, system }) => [space, system]));
  return (space) => {
    const system = systems.get(space);
    return { space, ...(system ? { system } : {}) };
  };
}
