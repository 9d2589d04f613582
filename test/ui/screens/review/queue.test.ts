import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PendingPage, PendingView } from '../../../../lib/sync/operations/pending';
import {
  bringBack,
  decide,
  move,
  newQueue,
  nextOffset,
  nextUndecided,
  type Queue,
  refreshed,
  selectedRow,
} from '../../../../ui/screens/review/queue';

const SIZE = 4;
const BLANK = { line1: '', line2: '', city: '', state: '', postalCode: '' };

function row(id: string, decision?: PendingView['decision']): PendingView {
  const account = { id, name: id, address: BLANK };
  return { id, space: 'cms', account, candidates: [], ...(decision ? { decision } : {}) };
}

function pageOf(ids: string, counts = { undecided: 10, decided: 0 }): PendingPage {
  return { total: counts.undecided, items: [...ids].map((id) => row(id)), counts };
}

const queueOf = (ids: string, before = 0): Queue => newQueue({ decided: false, before, page: pageOf(ids) });
const ids = ({ rows }: Queue) => rows.map(({ id }) => id).join('');

/** Accepts the selected one and goes on to the next, as the screen does. */
function accept(queue: Queue): Queue {
  const was = selectedRow(queue);
  assert.ok(was);
  const after = decide(queue, { ...was, decision: 'accept' }, was);
  return { ...after, selected: nextUndecided(after) ?? after.selected };
}

describe('the review queue of the page', () => {
  it('stands still while decisions are taken, and goes from one undecided one to the next', () => {
    const queue = accept(accept(queueOf('abcd')));
    assert.deepEqual([ids(queue), queue.selected], ['abcd', 'c']);
    assert.deepEqual([queue.total, queue.counts], [8, { undecided: 8, decided: 2 }]);
  });

  it('begins the next page where the server begins it, which counts the decided no more', () => {
    assert.equal(nextOffset(queueOf('abcd', 4)), 8);
    assert.equal(nextOffset(accept(accept(queueOf('abcd', 4)))), 6);
    assert.equal(queueOf('abcd', 4).more, true);
    assert.equal(queueOf('abcd', 6).more, false);
  });

  it('comes back to those that were passed over only at the end', () => {
    const passed = move(queueOf('abcd'), 1);
    assert.ok(passed);
    const end = accept(accept(accept(passed)));
    assert.equal(nextUndecided(end), undefined);
    assert.equal(nextUndecided(end, true), 'a');
  });

  it('does not move past its ends', () => {
    assert.equal(move(queueOf('abcd'), -1), undefined);
    assert.equal(move({ ...queueOf('abcd'), selected: 'd' }, 1), undefined);
  });

  it('brings an undone one back in its place, and one of an earlier page before the selected', () => {
    const queue = accept(queueOf('abcd'));
    assert.equal(bringBack(queue, row('a')).selected, 'a');
    const other = bringBack({ ...queueOf('efgh'), selected: 'g' }, row('a'));
    assert.deepEqual([ids(other), other.selected], ['efagh', 'a']);
  });

  it('loses what others decided, keeps what was decided here, and takes new ones where there is room', () => {
    const queue = accept(queueOf('abc'));
    const now = refreshed(queue, pageOf('cx', { undecided: 2, decided: 2 }), SIZE);
    assert.deepEqual([ids(now), now.selected, now.more], ['acx', 'c', false]);
    assert.equal(selectedRow({ ...now, selected: 'a' })?.decision, 'accept');
  });

  it('keeps a full page as it is', () => {
    const now = refreshed(queueOf('abcd'), pageOf('xabcd'), SIZE);
    assert.equal(ids(now), 'abcd');
  });

  it('lets go of what was decided here once a run has taken it', () => {
    const queue = accept(accept(queueOf('abcd')));
    const now = refreshed(queue, pageOf('cd', { undecided: 2, decided: 0 }), SIZE);
    assert.deepEqual([ids(now), now.selected], ['cd', 'c']);
  });

  it('goes on to the one below when the selected one is gone', () => {
    const queue = { ...queueOf('abcd'), selected: 'b' };
    assert.equal(refreshed(queue, pageOf('acd'), SIZE).selected, 'c');
    assert.equal(refreshed(queue, pageOf(''), SIZE).selected, undefined);
  });

  it('counts the other way round among the decided', () => {
    const page = { total: 2, items: [row('a', 'reject'), row('b', 'accept')], counts: { undecided: 5, decided: 2 } };
    const queue = newQueue({ decided: true, before: 0, page });
    const undone = decide(queue, row('a'), row('a', 'reject'));
    assert.deepEqual([undone.total, undone.counts], [1, { undecided: 6, decided: 1 }]);
    assert.equal(nextOffset(undone), 1);
  });
});
