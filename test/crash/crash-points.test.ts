import assert from 'node:assert/strict';
import { Lifeline } from './lifeline';
import { STORY } from './story';
import { AFTER_A_KILL, difference, Stage } from './trial';

describe('S6, S7, S8 a process killed at any point of a cycle', function () {
  this.timeout(600_000);
  let stage: Stage;
  let tried = 0;
  before(async () => {
    stage = await Stage.open();
    await stage.playThrough(STORY);
  });
  after(async () => {
    console.log(`      ${tried} points tried`);
    await stage.close();
  });

  STORY.forEach((chapter, index) => {
    it(`${chapter.title}: ends as if nothing had happened`, async () => {
      const { scene, points, expected, untold } = stage.unbroken(index);
      assert.deepEqual(expected.lastWrites, [], 'the unbroken story comes to rest');
      assert.deepEqual(untold, [], 'S22: each write is told in the audit');

      const failures: string[] = [];
      for (const [at, point] of points.entries()) {
        const label = `killed at point ${at + 1}, ${point}`;
        await stage.set(scene);
        const lifeline = new Lifeline(at + 1);
        await stage.process(chapter, lifeline);
        assert.ok(lifeline.dead, `${label}: was reached`);
        const wrong = difference(await stage.afterwards(chapter, AFTER_A_KILL), expected);
        const missing = await stage.untold();
        if (wrong) failures.push(`${label}: ${wrong}`);
        if (missing.length) failures.push(`${label}: S22: not told in the audit: ${missing.join(', ')}`);
      }
      tried += points.length;
      assert.equal(failures.length, 0, failures.join('\n'));
    });
  });
});
