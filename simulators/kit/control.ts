import type { Breaches } from './breaches';
import type { CallLog, LogFilter } from './call-log';
import type { SettableClock } from './clock';
import type { Edit, FaultRule, Faults } from './faults';
import type { Reply, Service } from './server';

export const CONTROL_PATH = '/__control/';

interface ControlCall {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
}

interface Parts {
  service: Service;
  clock: SettableClock;
  log: CallLog;
  faults: Faults;
  breaches: Breaches;
}

const PAGE = 1000;

/**
 * The hand behind the scenes, JSON both ways:
 *
 *     GET    log?method=&path=&operation=&wrote=true|false&after=n&offset=&limit=    {total, last, calls}
 *     DELETE log
 *     GET    state                        how many records of each entity
 *     GET    state/customers?field=value  {total, items}        GET state/customers/1015
 *     POST   state/customers {fields}     PUT state/customers/1015 {fields}      DELETE state/customers/1015
 *                                         what a person at the remote system would do
 *     GET    faults   POST faults {rule} or [rules]   DELETE faults   DELETE faults/id
 *     GET    clock    PUT clock {now: ISO} or {advanceMs}
 *     GET    breaches DELETE breaches
 *     GET    switches PUT switches {name: value}
 *     GET    truth
 */
export function control(call: ControlCall, parts: Parts): Reply {
  try {
    const result = route(call, parts);
    return result === undefined ? json(404, { error: `No ${call.method} ${call.path} here` }) : json(200, result);
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function route(call: ControlCall, parts: Parts): unknown {
  const [topic, entity, id] = call.path.slice(CONTROL_PATH.length).split('/').filter(Boolean);
  const body: unknown = call.body ? JSON.parse(call.body) : undefined;
  const { service, clock, log, faults, breaches } = parts;
  switch (`${call.method} ${topic}`) {
    case 'GET log': {
      const calls = log.calls(logFilter(call.query));
      return { total: calls.length, last: log.last, calls: paged(calls, call.query) };
    }
    case 'DELETE log':
      log.clear();
      return { ok: true };
    case 'GET state':
      return readState(service, entity, id, call.query);
    case 'POST state':
      return entity && service.edit({ entity, action: 'add', fields: body as Edit['fields'] });
    case 'PUT state':
      return entity && id && service.edit({ entity, id, action: 'set', fields: body as Edit['fields'] });
    case 'DELETE state':
      if (!entity || !id) return undefined;
      service.edit({ entity, id, action: 'remove' });
      return { ok: true };
    case 'GET faults':
      return faults.list();
    case 'POST faults':
      return { ids: faults.add(...[body as FaultRule | FaultRule[]].flat()) };
    case 'DELETE faults':
      faults.clear(entity);
      return { ok: true };
    case 'GET clock':
      return { now: new Date(clock.now()).toISOString() };
    case 'PUT clock':
      setClock(clock, body as { now?: string; advanceMs?: number });
      service.journal.onChange();
      return { now: new Date(clock.now()).toISOString() };
    case 'GET breaches':
      return breaches.list();
    case 'DELETE breaches':
      breaches.clear();
      return { ok: true };
    case 'GET switches':
      return service.switches;
    case 'PUT switches':
      return setSwitches(service.switches, body as object);
    case 'GET truth':
      return service.truth() ?? null;
    default:
      return undefined;
  }
}

function readState(
  service: Service,
  entity: string | undefined,
  id: string | undefined,
  query: URLSearchParams,
): unknown {
  if (!entity) return service.counts();
  if (id) return service.row(entity, id);
  const wanted = [...query].filter(([name]) => name !== 'offset' && name !== 'limit');
  const rows = service
    .rows(entity)
    ?.filter((row) => wanted.every(([name, value]) => `${(row as Record<string, unknown>)[name]}` === value));
  return rows && { total: rows.length, items: paged(rows, query) };
}

function logFilter(query: URLSearchParams): LogFilter {
  const after = query.get('after');
  const wrote = query.get('wrote');
  return {
    method: query.get('method') ?? undefined,
    path: query.get('path') ?? undefined,
    operation: query.get('operation') ?? undefined,
    ...(wrote === null ? {} : { wrote: wrote === 'true' }),
    ...(after === null ? {} : { after: Number(after) }),
  };
}

function paged<T>(list: readonly T[], query: URLSearchParams): T[] {
  const offset = Number(query.get('offset') ?? 0);
  return list.slice(offset, offset + Number(query.get('limit') ?? PAGE));
}

function setClock(clock: SettableClock, wanted: { now?: string; advanceMs?: number }): void {
  const instant = Date.parse(wanted.now ?? '');
  if (!Number.isNaN(instant)) clock.set(instant);
  else if (typeof wanted.advanceMs === 'number') clock.advance(wanted.advanceMs);
  else throw new Error('Give {now: ISO instant} or {advanceMs: number}');
}

function setSwitches(switches: object, wanted: object): object {
  for (const name of Object.keys(wanted)) {
    if (!(name in switches)) throw new Error(`There is no switch ${name}, only ${Object.keys(switches).join(', ')}`);
  }
  return Object.assign(switches, wanted);
}

function json(status: number, body: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
