import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { feedLines, STORY_DEALERS, tellStory, VehicleSupply, withCheckDigit, writeFeed } from '../../simulators/dms';
import { Random } from '../../simulators/kit/random';

const from = Date.UTC(2026, 2, 14, 8);

/** VIN -> stock number, of the story's feed of a dealer at an hour. */
function stocks(text: string): Map<string, string> {
  const found = [...text.matchAll(/[A-HJ-NPR-Z0-9]{17}(?=,)/g)].map(([vin]) => vin);
  const numbers = [...text.matchAll(/(?<=,)[NUC]\d{5}A*(?=,)/g)].map(([stock]) => stock);
  return new Map([...new Set(found)].map((vin, index) => [vin, numbers[index] ?? '']));
}

describe('the feeds of the DMS simulator', () => {
  it('are the same for the same seed, and others for another', () => {
    const story = (seed: number) => JSON.stringify(tellStory({ seed, from, hours: 4 }));
    assert.equal(story(1), story(1));
    assert.notEqual(story(1), story(2));
  });

  it('have right check digits', () => {
    for (const { vin } of new VehicleSupply(new Random(1)).lot(200)) assert.equal(withCheckDigit(vin), vin);
    assert.equal(withCheckDigit('1M8GDM9A_KP042788'.replace('_', '0')), '1M8GDM9AXKP042788');
  });

  it('tell of new, sold, reappearing and retagged vehicles, and of one that goes to another dealer', () => {
    const feeds = tellStory({ from, hours: 8 });
    const events = { new: 0, sold: 0, back: 0, retagged: 0, moved: 0 };
    const everSeen = new Map<string, string>();
    for (const { dealerId } of STORY_DEALERS) {
      const known = new Set<string>();
      let before = new Map<string, string>();
      for (const { text } of feeds.filter((feed) => feed.dealerId === dealerId)) {
        const now = stocks(text);
        for (const [vin, stock] of now) {
          if (!before.has(vin)) events[known.has(vin) ? 'back' : 'new'] += 1;
          else if (before.get(vin) !== stock) events.retagged += 1;
          if ((everSeen.get(vin) ?? dealerId) !== dealerId) events.moved += 1;
          known.add(vin);
          everSeen.set(vin, dealerId);
        }
        for (const vin of before.keys()) if (!now.has(vin)) events.sold += 1;
        before = now;
      }
    }
    for (const [event, count] of Object.entries(events)) assert.ok(count > 0, event);
  });

  it('are the same line by line as in one piece', () => {
    const lots = [{ dealerId: 'D1', name: 'One', vehicles: new VehicleSupply(new Random(1)).lot(5) }];
    assert.equal([...feedLines('vauto', lots)].join(''), writeFeed('vauto', lots));
  });
});
