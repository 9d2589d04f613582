import assert from 'node:assert/strict';
import type { Rig } from './rig';

/** @returns sends a node one message, and gives the payload of its one answer */
export function answersOf(rig: Rig) {
  return async (id: string, payload?: unknown) => {
    const { outputs, errors, completed } = await rig.send(id, { payload, topic: 'kept' });
    assert.deepEqual(errors, []);
    assert.equal(completed, 1);
    assert.equal(outputs[0]?.length, 1);
    assert.equal(outputs[0]?.[0].topic, 'kept', 'the message itself goes on');
    return outputs[0]?.[0].payload;
  };
}

/**
 * @param far the system that must not have been written to
 * @returns sends a node one message that it refuses with this code, exactly once (N1), and gives the sentence
 */
export function refusalsOf(rig: Rig, far: () => { log: { writes(): readonly unknown[] } }) {
  return async (id: string, payload: unknown, code: string): Promise<string> => {
    const before = far().log.writes().length;
    const { outputs, errors, completed } = await rig.send(id, { payload });
    assert.deepEqual(
      errors.map((error) => [error.code, error.source]),
      [[code, id]],
    );
    assert.equal(completed, 0);
    assert.deepEqual(outputs.flat(), []);
    assert.equal(far().log.writes().length, before, 'nothing was written');
    assert.match(errors[0]?.message ?? '', /(\w+ ){3}/, 'a sentence');
    return errors[0]?.message ?? '';
  };
}
