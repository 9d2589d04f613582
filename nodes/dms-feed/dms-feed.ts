import { randomUUID } from 'node:crypto';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { systemClock } from '../../lib/clock';
import { readWholeFeed } from '../../lib/dealer-feed/parser/read-whole-feed';
import type { FeedReading, FeedRunSettings } from '../../lib/dealer-feed/run/feed-run';
import { readFeedInRun } from '../../lib/dealer-feed/run/read-feed-in-run';
import { createSource } from '../../lib/dealer-feed/sources/create-source';
import type { FeedSource } from '../../lib/dealer-feed/sources/feed-source';
import { takeFiles } from '../../lib/dealer-feed/sources/take-files';
import { DealerSyncError } from '../../lib/errors';
import { markUses } from '../runtime/connections-used';
import type { DmsConfigNode } from '../runtime/feed-settings';
import { joinParts } from '../runtime/feed-tables';
import { addFeed, feedFolders } from '../runtime/feeds';
import { lentBehind, markListing } from '../runtime/flow-graph';
import { type Input, onItems } from '../runtime/item-node';
import { ListingNode } from '../runtime/listing';
import { BATCH, batches } from '../runtime/messages';
import { requireConfig } from '../runtime/remote-config';
import { numberOr } from '../runtime/settings';
import type { NodeStatus } from '../runtime/status';

interface Fields extends NodeDef {
  dms: string;
  feed: string;
  usualInterval: string;
  timeZone: string;
}

const USUAL_MINUTES = 60;

export = (RED: NodeAPI) => {
  function DmsFeed(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    markUses(this, { dms: config.dms });
    const connection = () => requireConfig<DmsConfigNode>(RED, config.dms, 'a dealer feed connection').feed();
    const { spoolDir, archive } = feedFolders(RED, this);
    const feed = (config.feed ?? '').trim() || 'feed';
    const settings = (): FeedRunSettings => {
      const { source: _source, ...reading } = connection();
      return {
        ...reading,
        spoolDir,
        feed: {
          ...joinParts(lentBehind(RED, this)),
          feed,
          kind: reading.profile.kind,
          timeZone: readTimeZone(config.timeZone),
          usualInterval: numberOr(config.usualInterval, USUAL_MINUTES),
        },
      };
    };
    const listing = new ListingNode(this, 'vehicles');
    markListing(this);
    const takeOff = addFeed({ feed, settings, archive });
    this.on('close', takeOff);

    onItems(RED, this, async (input) => {
      const { run, engine, status } = input;
      if (!run || !engine) {
        const source = createSource(connection().source);
        await readByHand(input, source, { ...connection(), spoolDir }).finally(() => source.close());
        return;
      }
      await listing.pass(input, run, async () => {
        status.working('reading', { n: 0 });
        const source = createSource(connection().source);
        // Its last use is the end of the run, when accepted files are moved away.
        run.onceEnded(() => void source.close().catch((error: Error) => this.warn(error.message)));
        const { store, clock } = engine;
        const reading = await readFeedInRun(run, settings(), { store, clock, newId: randomUUID, source, archive });
        showReading(status, reading);
        await input.emit([reading.items]);
        // The feed has guards of its own, dealer by dealer (F3).
        return undefined;
      });
    });
  }
  RED.nodes.registerType('dealer-sync-dms-feed', DmsFeed as (this: Node, config: NodeDef) => void);
};

function showReading(status: NodeStatus, { items, files }: FeedReading): void {
  if (files.some(({ verdict }) => verdict === 'refused')) status.held('refused');
  else if (files.some(({ held }) => held.length > 0)) status.held('held');
  else status.done('planned', { n: items.length });
}

type HandSettings = Pick<
  FeedRunSettings,
  'profile' | 'names' | 'dealerInFolder' | 'settleMs' | 'maxBytes' | 'spoolDir'
>;

/** Without a run: the newest whole files, each vehicle as its row tells it. Nothing is remembered of them. */
async function readByHand(input: Input, source: FeedSource, settings: HandSettings): Promise<void> {
  const { profile } = settings;
  input.status.working('reading', { n: 0 });
  const { taken } = await takeFiles(source, {
    ...settings,
    ...(profile.companion ? { companion: profile.companion } : {}),
    lastTaken: () => undefined,
    clock: systemClock,
  });
  let count = 0;
  try {
    for (const file of taken) {
      for await (const { rows, quarantined } of readWholeFeed(file, profile)) {
        const vehicles = rows.map((row) => ({ key: `vehicle:${row.dealerId}:${row.vin}`, ...row }));
        for (const batch of batches(vehicles, BATCH)) input.sendEach([batch, undefined]);
        for (const batch of batches(quarantined, BATCH)) input.sendEach([undefined, batch]);
        count += rows.length;
        input.status.working('reading', { n: count });
      }
    }
  } finally {
    await Promise.all(taken.map((file) => file.discard()));
  }
  input.status.done('read', { n: count });
}

/** Blank = the machine's. */
function readTimeZone(given: string | undefined): string {
  const zone = (given ?? '').trim();
  try {
    return new Intl.DateTimeFormat('en-US', zone ? { timeZone: zone } : {}).resolvedOptions().timeZone;
  } catch {
    throw new DealerSyncError(
      'BAD_TIME_ZONE',
      `There is no time zone "${zone}". Write one as in America/Chicago, or leave it blank for this machine's.`,
    );
  }
}
