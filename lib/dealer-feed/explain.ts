import { FeedIntake } from './intake';
import type { FeedRow, QuarantinedRow } from './parser/feed-row';
import { normaliseVin } from './parser/vin';
import { decideListing, vehicleContext } from './plan-dealer';
import { type PlanInput, settingsKey } from './planner';
import { REASON_SENTENCES } from './reasons.en';
import { closeNotBefore } from './rules/r03-auto-close';
import { isOpen, type ServiceRequest } from './service-request';
import { OUTCOME_OF, type RowReason } from './types';

export interface ExplainInput extends PlanInput {
  /** Of the archived file; other VINs are passed over. */
  rows: Iterable<FeedRow>;
  quarantined?: Iterable<QuarantinedRow>;
}

/**
 * Why a vehicle was ignored, left unchanged or quarantined, in sentences: its rows in the file one by one, what the rules
 * make of them, and what is known of its service requests. Dates are written in the company's time zone.
 *
 * @param input with the state and the clock to explain by: today's, or those of the run where they were kept
 */
export function explainVin(vinAsTyped: string, input: ExplainInput): string[] {
  const vin = normaliseVin(vinAsTyped);
  const date = dateWriter(input.settings.timeZone);
  const sentences: string[] = [];
  const intake = new FeedIntake(input.settings, input.state);
  let found = 0;
  for (const row of input.quarantined ?? []) {
    if (row.vin !== vin) continue;
    found += 1;
    intake.quarantine(row);
    sentences.push(`Line ${row.line} was quarantined: ${row.message}`);
  }
  for (const row of input.rows) {
    if (row.vin !== vin) continue;
    found += 1;
    const disposition = intake.take(row);
    sentences.push(`Line ${row.line} lists it for the dealer ${row.dealerId}, ${aboutRow(row)}.`);
    if (!disposition.kept) sentences.push(asSentence(disposition.outcome, disposition.reason));
  }
  if (found === 0) sentences.push(`No row of the file has the VIN ${vin}.`);
  if (found > 1) sentences.push('The last of these lines counts.');
  sentences.push(...aboutDecision(vin, input, intake, date));
  for (const request of input.state.requestsFor(vin)) sentences.push(aboutRequest(request, input, intake, date));
  return sentences;
}

function aboutRow({ stock, systemCode }: FeedRow): string {
  const code = systemCode === '' ? 'without a System Code' : `with the System Code ${systemCode}`;
  return stock === '' ? code : `${code} and the stock number ${stock}`;
}

function aboutDecision(vin: string, input: ExplainInput, intake: FeedIntake, date: (at: number) => string): string[] {
  const listing = intake.listings.get(vin);
  if (!listing?.open) return [];
  const { settings, state, file } = input;
  const baseline = state.baseline(listing.dealer.dealerId);
  if (baseline && file.time < baseline.fileTime) {
    return [asSentence('ignored', 'STALE_FILE'), `A file of ${date(baseline.fileTime)} was accepted before.`];
  }
  const types = new Map(settings.serviceRequestTypes.map((type) => [type.id, type]));
  const { approved = new Set<string>() } = input;
  const shared = { ...input, types, approved, intake, settingsKey: settingsKey(settings) };
  const decision = decideListing(listing, vehicleContext(shared));
  const sentences = [asSentence(OUTCOME_OF[decision.reason], decision.reason)];
  if (decision.until !== undefined && Number.isFinite(decision.until)) {
    sentences.push(`So it stays until ${date(decision.until)}.`);
  }
  return sentences;
}

function aboutRequest(
  request: ServiceRequest,
  { settings }: ExplainInput,
  intake: FeedIntake,
  date: (at: number) => string,
): string {
  const made = `Service request ${request.id} of ${request.client} was created on ${date(request.createdAt)}`;
  if (!isOpen(request)) {
    const by = { feed: 'by the feed', person: 'by a person', type: 'at once, by its type' };
    const who = request.closedBy ? ` ${by[request.closedBy]}` : '';
    return `${made} and ${request.status}${who}${request.closedAt ? ` on ${date(request.closedAt)}` : ''}.`;
  }
  if (intake.saysOf(request.vin, request.dealerId ?? '') === 'listed') return `${made} and is ${request.status}.`;
  const notBefore = request.feed === settings.feed ? closeNotBefore(request, settings.autoClose) : undefined;
  const closing = notBefore === undefined ? 'No feed closes it' : `Auto Close may close it after ${date(notBefore)}`;
  return `${made} and is ${request.status}. ${closing}.`;
}

function asSentence(outcome: string, reason: RowReason): string {
  return `${outcome[0]?.toUpperCase()}${outcome.slice(1)}: ${REASON_SENTENCES[reason]}`;
}

/** `Oct 25, 2026, 01:30 GMT+1`: with the offset, since that hour is there twice. */
function dateWriter(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  return (at) => format.format(at);
}
