import { lives } from '../lives';
import { histories, type StationName } from './history';
import { inSimulation, newTally, search, tallied } from './search';

const USUAL = 1000;

/** The tests of one station, in a file of its own for each: the two are played at once. */
export function describeRandomLives(station: StationName, title: string): void {
  describe(`Random lives of a dealer with ${title}, on a clock and a network of their own`, function () {
    this.timeout(0);
    inSimulation();

    it('S1-S11, S13, S15-S20, S22: whatever goes wrong, nothing is doubled or lost, and all comes to rest', async () => {
      const tally = newTally();
      try {
        await search(histories(station), lives(USUAL), tally);
      } finally {
        console.log(`      ${tallied(tally)}`);
      }
    });
  });
}
