import { lives } from '../lives';
import { histories, type StationName } from './history';
import { newTally, search, tallied, warmUp } from './search';

const USUAL = 1000;

describe('Random lives of a dealer, on a clock and a network of their own', function () {
  this.timeout(0);
  before(warmUp);

  for (const [station, title] of [
    ['cms', 'CMS'],
    ['rapid-response', 'Rapid Response'],
  ] satisfies [StationName, string][]) {
    it(`S1-S8, S10, S11, S13, S15-S20, S22 ${title}: whatever goes wrong, nothing is doubled or lost, and all comes to rest`, async () => {
      const tally = newTally();
      try {
        await search(histories(station), lives(USUAL), tally);
      } finally {
        console.log(`      ${tallied(tally)}`);
      }
    });
  }
});
