import type { Node, NodeAPI, NodeDef } from 'node-red';
import { DealerSyncError } from '../../lib/errors';
import type { Item } from '../../lib/model/item';
import { KEY_LINKS } from '../../lib/sync/pairing';
import type { KeyLink, KeyLinkScope, KeyLinks } from '../../lib/sync/ports';
import type { Run } from '../../lib/sync/run';
import { pairStep, readKeyLinks } from '../../lib/sync/steps/pair-step';
import { markUses } from '../runtime/connections-used';
import { markListing } from '../runtime/flow-graph';
import { gather } from '../runtime/gather';
import { type Input, onItems, requireItems } from '../runtime/item-node';
import { type RevioConfigNode, requireConfig } from '../runtime/remote-config';
import { typedValue } from '../runtime/typed-value';

interface Fields extends NodeDef {
  revio: string;
  op: 'pair' | 'find' | 'create' | 'update' | 'delete' | 'list-systems' | 'list-entity-types';
  system: string;
  entityType: string;
  prefix: string;
  searchBy: 'external' | 'internal';
  externalId: string;
  externalIdType: string;
  internalId: string;
  internalIdType: string;
  linkId: string;
  linkIdType: string;
}

export = (RED: NodeAPI) => {
  function KeyLinkNode(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    markUses(this, { revio: config.revio });
    const client = () => requireConfig<RevioConfigNode>(RED, config.revio, 'a Rev.io connection').client();
    const scope = () => client().keyLinks.scope(config.system ?? '', config.entityType || 'Customer');
    const prefix = config.prefix ?? '';
    const listings = new WeakMap<Run, Promise<KeyLink[] | undefined>>();
    if (config.op === 'pair') markListing(this);

    const pairInRun = async (input: Input, run: Run) => {
      const { billing, keyLinks } = client();
      const deps = async () => ({
        billing,
        prefix,
        // A blank system: the site runs on the local store and the account-number marker alone.
        ...(config.system ? { keyLinks: { client: keyLinks, scope: await scope() } } : {}),
      });
      const listing = listings.get(run);
      if (!listing) {
        const reading = deps().then((ready) => readKeyLinks(ready, run));
        listings.set(run, reading);
        // Awaited below; a failure must not count as unhandled until then.
        reading.catch(() => undefined);
        const links = await reading;
        if (links) run.closeListing(this.id, KEY_LINKS, links.length);
        else run.skipListing(this.id);
      }
      const items = await gather(input, run, 'pair', this.id);
      if (!items) return;
      input.status.working('pairing', { n: items.length });
      const { linked, resting, notLinked, ambiguous } = await pairStep(
        run,
        items,
        await listings.get(run),
        await deps(),
      );
      input.status.done('paired', { n: linked.length + resting.length });
      await input.emit([linked, notLinked, ambiguous], true);
    };

    /** Without a run each item is looked up by itself. */
    const pairByHand = async (input: Input) => {
      const { billing, keyLinks } = client();
      const where = await scope();
      const out: [Item[], Item[], Item[]] = [[], [], []];
      for (const item of input.items) {
        const links = item.account ? await keyLinks.findByExternalId(where, `${prefix}${item.account.id}`) : [];
        const [link] = links;
        if (!link) out[1].push(item);
        else if (new Set(links.map(({ internalId }) => internalId)).size > 1) out[2].push(item);
        else {
          const customer = await billing.getCustomer(link.internalId);
          out[customer ? 0 : 2].push({ ...item, ...(customer ? { customer } : {}), link: { keyLinkId: link.id } });
        }
      }
      await input.emit(out);
    };

    const value = (msg: object, field: 'externalId' | 'internalId' | 'linkId') =>
      typedValue(RED, this, config[field], config[`${field}Type`], msg, field);

    onItems(RED, this, async (input) => {
      const { run, msg, status } = input;
      if (config.op === 'pair') {
        requireItems(input);
        await (run ? pairInRun(input, run) : pairByHand(input));
        return;
      }
      const { keyLinks } = client();
      const result = await operate(keyLinks, scope, config, (field) => value(msg, field));
      status.done('done1');
      const outputs = [null, null, null] as (object | null)[];
      outputs[result.output] = { ...msg, payload: result.payload };
      this.send(outputs as never);
    });
  }
  RED.nodes.registerType('dealer-sync-key-link', KeyLinkNode as (this: Node, config: NodeDef) => void);
};

/** One operation on the key links of a system and entity. Output 1: found or done; 2: none; 3: several. */
async function operate(
  keyLinks: KeyLinks,
  scope: () => Promise<KeyLinkScope>,
  config: Fields,
  value: (field: 'externalId' | 'internalId' | 'linkId') => Promise<string>,
): Promise<{ output: 0 | 1 | 2; payload: unknown }> {
  switch (config.op) {
    case 'find': {
      const links =
        config.searchBy === 'internal'
          ? await keyLinks.findByInternalId(await scope(), await value('internalId'))
          : await keyLinks.findByExternalId(await scope(), await value('externalId'));
      // Several external ids per Rev.io record are allowed; several records for one external id are not.
      if (links.length > 1) return { output: 2, payload: links };
      return links.length ? { output: 0, payload: links[0] } : { output: 1, payload: null };
    }
    case 'create': {
      const pair = { externalId: await value('externalId'), internalId: await value('internalId') };
      return { output: 0, payload: await keyLinks.create(await scope(), pair) };
    }
    case 'update': {
      const pair = { externalId: await value('externalId'), internalId: await value('internalId') };
      return { output: 0, payload: await keyLinks.update(await value('linkId'), await scope(), pair) };
    }
    case 'delete': {
      const id = await value('linkId');
      return { output: (await keyLinks.remove(id)) ? 0 : 1, payload: { id } };
    }
    case 'list-systems':
      return { output: 0, payload: await keyLinks.listSystems() };
    case 'list-entity-types':
      return { output: 0, payload: await keyLinks.listEntityTypes() };
    default:
      throw new DealerSyncError(
        'BAD_OPERATION',
        `The key-link node has no operation "${config.op}": choose one in its settings.`,
      );
  }
}
