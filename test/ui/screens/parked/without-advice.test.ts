import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { withoutAdvice } from '../../../../ui/screens/parked/without-advice';

describe('what happened to a parked record', () => {
  it('does not say again what to do about it', () => {
    const advice = 'Shorten it in CMS.';
    assert.equal(withoutAdvice(`The street is too long: shorten it in CMS.`, advice), 'The street is too long.');
    assert.equal(withoutAdvice(`The street is too long. Shorten it in CMS.`, advice), 'The street is too long.');
    assert.equal(withoutAdvice('Wait, or try again.', 'Try again.'), 'Wait.');
  });

  it('stays whole where the advice is no part of it, or all of it', () => {
    assert.equal(withoutAdvice('Rev.io answered with status 500.', 'Try again.'), 'Rev.io answered with status 500.');
    assert.equal(withoutAdvice('Try again.', 'Try again.'), 'Try again.');
  });
});
