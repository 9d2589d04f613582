import { afterWrite, DealerSyncError } from '../errors';
import type { Choice, EntityTypeName, KeyLink, KeyLinkScope, KeyLinks } from '../sync/ports';
import { isWireObject, revioError, type WireObject } from './errors';
import { idIn, text, wireId } from './mapping';
import type { RevioTransport } from './transport';

type Pair = Pick<KeyLink, 'internalId' | 'externalId'>;

/** Rev.io's IntegrationKeyLink: pairs of primary keys, one of Rev.io's own records and one of another system's. */
export class RevioKeyLinks implements KeyLinks {
  readonly label = 'Rev.io';
  /** Neither systems nor entity types change while we run, so a cycle does not ask again (S2). */
  readonly #scopes = new Map<string, KeyLinkScope>();

  constructor(private readonly transport: RevioTransport) {}

  get user(): string {
    return this.transport.user;
  }

  get host(): string {
    return this.transport.host;
  }

  listSystems(signal?: AbortSignal): Promise<Choice[]> {
    const { paths, system } = this.transport.profile;
    return this.#choices(paths.systems, system, 'list integration systems', signal);
  }

  listEntityTypes(signal?: AbortSignal): Promise<Choice[]> {
    const { paths, entityType } = this.transport.profile;
    return this.#choices(paths.entityTypes, entityType, 'list integration entity types', signal);
  }

  /** Both lists are short, so they are read whole and compared here: a search may heed case, or be ignored. */
  async scope(systemName: string, entityType: EntityTypeName | string, signal?: AbortSignal): Promise<KeyLinkScope> {
    const key = JSON.stringify([plain(systemName), plain(entityType)]);
    const known = this.#scopes.get(key);
    if (known) return known;
    const systems = await this.listSystems(signal);
    const system = systems.find(({ label }) => plain(label) === plain(systemName));
    if (!system) {
      throw revioError(
        'UNKNOWN_SYSTEM',
        `Rev.io has no integration system named "${systemName}". Choose one that exists (${names(systems)}), or ask Rev.io's support to add it: only their staff can.`,
        { operation: 'find an integration system', field: 'systemName' },
      );
    }
    const types = await this.listEntityTypes(signal);
    const type = types.find(({ label }) => plain(label) === plain(entityType));
    if (!type) {
      throw revioError(
        'UNKNOWN_ENTITY_TYPE',
        `Rev.io links no records of the type "${entityType}". Choose one of ${names(types)}, or ask Rev.io's support for it.`,
        { operation: 'find an integration entity type', field: 'entityType' },
      );
    }
    const scope = { systemId: system.id, entityTypeId: type.id };
    this.#scopes.set(key, scope);
    return scope;
  }

  list(scope: KeyLinkScope, signal?: AbortSignal): AsyncIterable<KeyLink[]> {
    return this.#search(scope, {}, 'list key links', signal);
  }

  findByExternalId(scope: KeyLinkScope, externalId: string, signal?: AbortSignal): Promise<KeyLink[]> {
    return this.#find(scope, 'externalId', externalId, signal);
  }

  findByInternalId(scope: KeyLinkScope, internalId: string, signal?: AbortSignal): Promise<KeyLink[]> {
    return this.#find(scope, 'internalId', internalId, signal);
  }

  async create(scope: KeyLinkScope, pair: Pair, signal?: AbortSignal): Promise<KeyLink> {
    const operation = 'create a key link';
    const body = this.#body(scope, pair, operation);
    const { keyLinks } = this.transport.profile.paths;
    const id = await refusedClearly(pair, () => this.transport.create(keyLinks, body, options(operation, signal)));
    // Not read back: ids are taken as they are or refused, and each run's listing shows what Rev.io kept.
    return { id, ...scope, ...pair };
  }

  async update(id: string, scope: KeyLinkScope, pair: Pair, signal?: AbortSignal): Promise<KeyLink> {
    const operation = 'update a key link';
    const body = this.#body(scope, pair, operation);
    await refusedClearly(pair, () => this.transport.put(this.#path(id), body, options(operation, signal)));
    return afterWrite(() => this.#readBack(id, operation, signal));
  }

  remove(id: string, signal?: AbortSignal): Promise<boolean> {
    return this.transport.remove(this.#path(id), options('delete a key link', signal));
  }

  /** Lowest id first: where two links say the same, the oldest counts (contract: entities). */
  async #find(
    scope: KeyLinkScope,
    field: 'externalId' | 'internalId',
    value: string,
    signal: AbortSignal | undefined,
  ): Promise<KeyLink[]> {
    const where = { [this.transport.profile.keyLink[field]]: value };
    const found: KeyLink[] = [];
    for await (const batch of this.#search(scope, where, 'search key links', signal)) {
      found.push(...batch.filter((link) => link[field] === value));
    }
    return found.sort((a, b) => Number(a.id) - Number(b.id));
  }

  async *#search(
    scope: KeyLinkScope,
    where: Record<string, string>,
    operation: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<KeyLink[]> {
    const { paths, keyLink } = this.transport.profile;
    const pages = this.transport.list(paths.keyLinks, (wire) => idIn(wire, ...keyLink.id), {
      ...options(operation, signal),
      where: { ...where, [keyLink.systemId]: scope.systemId, [keyLink.entityTypeId]: scope.entityTypeId },
      sort: keyLink.id[0] ?? 'id',
    });
    for await (const page of pages) {
      const links = page.map((wire) => this.#map(wire));
      yield links.filter((link) => link.systemId === scope.systemId && link.entityTypeId === scope.entityTypeId);
    }
  }

  async #readBack(id: string, operation: string, signal: AbortSignal | undefined): Promise<KeyLink> {
    const wire: unknown = await this.transport.get(this.#path(id), options(operation, signal));
    if (isWireObject(wire)) return this.#map(wire, id);
    throw revioError('NOT_FOUND', `The key link ${id} does not exist at Rev.io any more.`, { operation, status: 404 });
  }

  #map(wire: WireObject, id?: string): KeyLink {
    const { keyLink } = this.transport.profile;
    return {
      id: idIn(wire, ...keyLink.id) ?? id ?? '',
      systemId: text(wire, keyLink.systemId),
      entityTypeId: text(wire, keyLink.entityTypeId),
      internalId: text(wire, keyLink.internalId),
      externalId: text(wire, keyLink.externalId),
    };
  }

  #path(id: string): string {
    return `${this.transport.profile.paths.keyLinks}/${encodeURIComponent(id)}`;
  }

  #body(scope: KeyLinkScope, pair: Pair, operation: string): WireObject {
    for (const field of ['internalId', 'externalId'] as const) {
      if (pair[field].trim() !== '') continue;
      throw revioError('MISSING_FIELD', 'A key link needs both ids, of Rev.io and of the other system.', {
        operation,
        field,
      });
    }
    const { keyLink } = this.transport.profile;
    return {
      [keyLink.systemId]: wireId(scope.systemId),
      [keyLink.entityTypeId]: wireId(scope.entityTypeId),
      [keyLink.internalId]: wireId(pair.internalId),
      [keyLink.externalId]: pair.externalId,
    };
  }

  async #choices(
    path: string,
    fields: { id: string; name: string },
    operation: string,
    signal: AbortSignal | undefined,
  ): Promise<Choice[]> {
    const pages = this.transport.list(path, (wire) => idIn(wire, fields.id), {
      ...options(operation, signal),
      sort: fields.id,
    });
    const choices: Choice[] = [];
    for await (const page of pages) {
      choices.push(
        ...page.map((wire) => ({ id: text(wire, fields.id), label: text(wire, fields.name), active: true })),
      );
    }
    return choices;
  }
}

/** Rev.io checks that the internal id exists; its refusal is told in its own words. */
async function refusedClearly<T>({ internalId }: Pair, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DealerSyncError) || error.code !== 'REFUSED') throw error;
    throw new DealerSyncError(
      'KEY_LINK_REFUSED',
      `Rev.io refused the key link for its record ${internalId}: ${error.cause.message ?? 'no reason given'} Check that this record exists in Rev.io and is of the chosen entity type.`,
      { cause: error.cause },
    );
  }
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}

function names(choices: Choice[]): string {
  return choices.length > 0 ? choices.map(({ label }) => label).join(', ') : 'it has none at all';
}

function options(operation: string, signal: AbortSignal | undefined): { operation: string; signal?: AbortSignal } {
  return { operation, ...(signal ? { signal } : {}) };
}
