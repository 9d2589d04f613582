import assert from 'node:assert/strict';
import { Saboteur } from './saboteur';
import { STORY } from './story';
import { AFTER_A_FAILURE, difference, Stage } from './trial';

describe('S7, S15 any write whose reply is lost, of a process that lives on', function () {
  this.timeout(600_000);
  let stage: Stage;
  let tried = 0;
  before(async () => {
    stage = await Stage.open();
    await stage.playThrough(STORY);
  });
  after(async () => {
    console.log(`      ${tried} lost replies tried`);
    await stage.close();
  });

  STORY.forEach((chapter, index) => {
    for (const fate of ['acted', 'never came', 'came late'] as const) {
      it(`${fate}; ${chapter.title}: ends as if nothing had happened`, async () => {
        const { scene, expected, writes } = stage.unbroken(index);
        const failures: string[] = [];
        for (let n = 1; n <= writes; n += 1) {
          await stage.set(scene);
          const saboteur = new Saboteur(n, fate);
          await stage.process(chapter, saboteur);
          const call = saboteur.struck;
          assert.ok(call, `write ${n} was reached`);
          const ending = await stage.afterwards(chapter, AFTER_A_FAILURE, () => saboteur.deliver(stage.world));
          const wrong = difference(ending, expected);
          if (wrong) failures.push(`write ${n}, ${call.side} ${call.operation}: ${wrong}`);
          const missing = await stage.untold();
          if (missing.length) failures.push(`write ${n}: S22: not told in the audit: ${missing.join(', ')}`);
          tried += 1;
        }
        assert.equal(failures.length, 0, failures.join('\n'));
      });
    }
  });
});
