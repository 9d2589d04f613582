import assert from 'node:assert/strict';
import { Lifeline } from './lifeline';
import { STORY } from './story';
import { difference, type Ending, type Scene, Stage } from './trial';

describe('S6, S7, S8 a process killed at any point of a cycle', function () {
  this.timeout(600_000);
  let stage: Stage;
  before(async () => {
    stage = await Stage.open();
  });
  after(async () => {
    console.log(`      ${tried} points tried`);
    await stage.close();
  });

  let next: Scene | undefined;
  let tried = 0;
  STORY.forEach((chapter) => {
    it(`${chapter.title}: ends as if nothing had happened`, async () => {
      if (next) await stage.set(next);
      await chapter.meanwhile(stage.story);
      const scene = await stage.scene();

      const whole = new Lifeline();
      await stage.process(chapter, whole);
      next = await stage.scene();
      const expected: Ending = await stage.afterwards(chapter);
      assert.deepEqual(expected.lastWrites, [], 'the unbroken story comes to rest');
      assert.deepEqual(await stage.untold(), [], 'S22: each write is told in the audit');

      const failures: string[] = [];
      for (let n = 1; n <= whole.points.length; n += 1) {
        const label = `killed at point ${n}, ${whole.points[n - 1]}`;
        await stage.set(scene);
        const lifeline = new Lifeline(n);
        await stage.process(chapter, lifeline);
        assert.ok(lifeline.dead, `point ${n} was reached`);
        const wrong = difference(await stage.afterwards(chapter), expected);
        const untold = await stage.untold();
        if (wrong) failures.push(`${label}: ${wrong}`);
        if (untold.length) failures.push(`${label}: S22: not told in the audit: ${untold.join(', ')}`);
      }
      tried += whole.points.length;
      assert.equal(failures.length, 0, failures.join('\n'));
    });
  });
});
