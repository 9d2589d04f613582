import assert from 'node:assert/strict';
import type { TwoSystems } from '../sync/headless/two-systems';
import { CMS_PLAY } from './cms-story';
import { RAPID_RESPONSE_PLAY } from './rapid-response-story';
import { Saboteur } from './saboteur';
import type { Play } from './story';
import { difference, Stage } from './trial';

anyReplyLost(CMS_PLAY);
anyReplyLost(RAPID_RESPONSE_PLAY);

function anyReplyLost<W extends TwoSystems>(play: Play<W>): void {
  describe(`S7, S15 any write whose reply is lost, of a process that lives on, ${play.title}`, function () {
    this.timeout(600_000);
    let stage: Stage<W>;
    let tried = 0;
    before(async () => {
      stage = await Stage.open(play);
      await stage.playThrough();
    });
    after(async () => {
      console.log(`      ${tried} lost replies tried`);
      await stage.close();
    });

    play.chapters.forEach((chapter, index) => {
      for (const fate of ['acted', 'never came', 'came late'] as const) {
        it(`${fate}; ${chapter.title}: ends as if nothing had happened`, async () => {
          const { scene, expected, writes } = stage.unbroken(index);
          const failures: string[] = [];
          for (let n = 1; n <= writes; n += 1) {
            for (const turn of play.turns) {
              await stage.set(scene);
              const saboteur = new Saboteur(n, fate);
              await stage.process(chapter, saboteur);
              const call = saboteur.struck;
              assert.ok(call, `write ${n} was reached`);
              const label = `write ${n}, ${call.side} ${call.operation}, turn ${turn}`;
              const afterFirst = () => saboteur.deliver(stage.world);
              const ending = await stage.afterwards(chapter, play.afterFailure, { turn, afterFirst });
              const wrong = difference(ending, expected);
              if (wrong) failures.push(`${label}: ${wrong}`);
              const missing = await stage.untold();
              if (missing.length) failures.push(`${label}: S22: not told in the audit: ${missing.join(', ')}`);
              tried += 1;
            }
          }
          assert.equal(failures.length, 0, failures.join('\n'));
        });
      }
    });
  });
}
