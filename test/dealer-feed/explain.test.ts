import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { explainVin, type FeedRow, OUTCOME_OF, type QuarantinedRow, REASON_SENTENCES } from '../../lib/dealer-feed';
import { DAY, HOUR, row, rows, Site, T0, vin } from './kit';

describe('why a vehicle is as it is', () => {
  const explain = (site: Site, number: number, feed: FeedRow[], quarantined: QuarantinedRow[] = []) => {
    const { settings, now } = site;
    const file = { time: now, hash: 'archived' };
    return explainVin(vin(number), { settings, state: site.state(), file, now, rows: feed, quarantined }).join('\n');
  };

  it('tells of the Ignore Days, and until when, in the time zone of the company', () => {
    const site = new Site({ reopen: false });
    site.feed(rows(1, 5));
    site.feed(rows(2, 5));
    site.now += 4 * DAY;
    const text = explain(site, 1, rows(1, 5));
    assert.match(text, /Line 1 lists it for the dealer D1, with the System Code Used and the stock number S1\./);
    assert.match(text, /Ignored: A service request for the VIN was created within the Ignore Days\./);
    assert.match(text, /stays until Mar 12, 2026, 08:00 EDT/);
    assert.match(text, /created on Mar 2, 2026, 07:00 EST and closed by the feed/);
  });

  it('tells of an unknown dealer, of Include Only, and of quarantine', () => {
    const site = new Site({ vehicleTypes: [{ systemCode: 'New', vehicleType: 'Car', includeOnly: true }] });
    assert.match(explain(site, 1, [row(1, { dealerId: 'D9' })]), /Quarantined: No client is mapped to the dealer/);
    assert.match(explain(site, 1, [row(1)]), /Ignored: Its System Code has no mapping/);
    const bad: QuarantinedRow = { line: 7, reason: 'BAD_VIN', message: 'The VIN has 16 characters.', vin: vin(1) };
    assert.match(explain(site, 1, [], [bad]), /Line 7 was quarantined: The VIN has 16 characters\./);
  });

  it('tells why it is unchanged, and which of two rows counts', () => {
    const site = new Site();
    site.feed(rows(1, 3));
    site.now += 9 * DAY;
    const text = explain(site, 1, [row(1), row(1, { line: 9, stock: 'R7' })]);
    assert.match(text, /The last of these lines counts\./);
    assert.match(text, /Unchanged: Stock number or client differ, and stay/);
  });

  it('tells of a vehicle that is not there when Auto Close may act', () => {
    const site = new Site({ autoClose: { mode: 'after', days: 3 } });
    site.feed(rows(1, 3));
    site.now += HOUR;
    const text = explain(site, 1, rows(2, 3));
    assert.match(text, /No row of the file has the VIN/);
    assert.match(text, /Auto Close may close it after Mar 5, 2026, 07:00 EST/);
  });

  it('tells that the file is older than the accepted one', () => {
    const site = new Site();
    site.feed(rows(1, 3));
    site.now = T0 - HOUR;
    assert.match(explain(site, 1, rows(1, 3)), /older than the last accepted one/);
  });

  it('takes the VIN as people type it', () => {
    const { settings, now } = new Site();
    const input = { settings, state: new Site().state(), file: { time: now, hash: '' }, now, rows: [row(1)] };
    assert.match(explainVin(` ${vin(1).toLowerCase()} `, input).join(' '), /Line 1/);
  });

  it('F11: has a sentence for every reason', () => {
    for (const reason of Object.keys(OUTCOME_OF)) {
      assert.match(REASON_SENTENCES[reason as keyof typeof OUTCOME_OF], /^[A-Z].*\.$/);
    }
  });
});
