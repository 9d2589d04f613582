import type { PairDoc } from './pair';
import type { RunDoc } from './run-history';

export type AlertTopic = 'held' | 'failed' | 'parked' | 'conflicts' | 'pending' | 'late' | 'refused';

export interface Alert {
  topic: AlertTopic;
  payload: { integration: string; name: string; runId: string; text: string; [more: string]: unknown };
}

/** What was last told of an integration: an hourly run need not say each hour that the same matches wait. */
export interface Told {
  conflicts: number;
  pending: number;
}

/** What a run that ended leaves for a person, one alert for each thing. Previews tell nothing. */
export function alertsOf(doc: RunDoc, pairs: Iterable<PairDoc>, told: Told): { alerts: Alert[]; told: Told } {
  if (doc.preview) return { alerts: [], told };
  const { title, counts } = doc;
  const base = { integration: doc.integration, name: title, runId: doc._id };
  const alert = (topic: AlertTopic, text: string, more: object = {}): Alert => ({
    topic,
    payload: { ...base, ...more, text },
  });
  if (doc.state === 'failed') {
    return { alerts: [alert('failed', `${title} failed: ${doc.error?.message}`, { code: doc.error?.code })], told };
  }
  if (doc.state === 'held') {
    const { reasons = [] } = doc;
    return {
      alerts: [alert('held', `${title} is held: ${reasons.join(' ')} Approve or discard its plan.`, { reasons })],
      told,
    };
  }
  const alerts = (doc.notices ?? []).map(({ topic, text }) => alert(topic, `${title}: ${text}`));
  const parked = [...pairs].filter((pair) => pair.state === 'parked' && pair.runId === doc._id);
  if (parked.length) {
    const records = parked.map((pair) => ({
      id: pair._id,
      name: pair.account?.name ?? pair.customer?.name,
      reason: pair.error?.message,
    }));
    const text = `${parked.length} records of ${title} failed again and again, and are parked.`;
    alerts.push(alert('parked', text, { count: parked.length, records }));
  }
  const { conflict, pending } = counts;
  if (conflict && conflict !== told.conflicts) {
    const text = `${conflict} records of ${title} differ on the two sides, and a person has to choose.`;
    alerts.push(alert('conflicts', text, { count: conflict }));
  }
  if (pending && pending !== told.pending) {
    alerts.push(alert('pending', `${pending} matches of ${title} wait for review.`, { count: pending }));
  }
  return { alerts, told: { conflicts: conflict, pending } };
}
