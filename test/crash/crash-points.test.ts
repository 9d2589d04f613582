import assert from 'node:assert/strict';
import type { TwoSystems } from '../sync/headless/two-systems';
import { CMS_PLAY } from './cms-story';
import { Lifeline } from './lifeline';
import { RAPID_RESPONSE_PLAY } from './rapid-response-story';
import type { Play } from './story';
import { difference, Stage } from './trial';

killedAnywhere(CMS_PLAY);
killedAnywhere(RAPID_RESPONSE_PLAY);

function killedAnywhere<W extends TwoSystems>(play: Play<W>): void {
  describe(`S6, S7, S8 a process killed at any point of a cycle, ${play.title}`, function () {
    this.timeout(600_000);
    let stage: Stage<W>;
    let tried = 0;
    before(async () => {
      stage = await Stage.open(play);
      await stage.playThrough();
    });
    after(async () => {
      console.log(`      ${tried} points tried`);
      await stage.close();
    });

    play.chapters.forEach((chapter, index) => {
      it(`${chapter.title}: ends as if nothing had happened`, async () => {
        const { scene, points, expected, untold } = stage.unbroken(index);
        assert.deepEqual(expected.lastWrites, [], 'the unbroken story comes to rest');
        assert.deepEqual(untold, [], 'S22: each write is told in the audit');

        const failures: string[] = [];
        for (const [at, point] of points.entries()) {
          // After one write and before the next the world is the same, so that each half comes first once.
          const turn = play.turns[at % play.turns.length] ?? 0;
          const label = `killed at point ${at + 1}, ${point}, turn ${turn}`;
          await stage.set(scene);
          const lifeline = new Lifeline(at + 1);
          await stage.process(chapter, lifeline);
          assert.ok(lifeline.dead, `${label}: was reached`);
          const wrong = difference(await stage.afterwards(chapter, play.afterKill, { turn }), expected);
          const missing = await stage.untold();
          if (wrong) failures.push(`${label}: ${wrong}`);
          if (missing.length) failures.push(`${label}: S22: not told in the audit: ${missing.join(', ')}`);
        }
        tried += points.length;
        assert.equal(failures.length, 0, failures.join('\n'));
      });
    });
  });
}
