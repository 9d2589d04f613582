import type { CountName } from './answers';

/** Relative to the editor, which stands at the admin root as the operations page does. */
const PAGE = 'dealer-sync/ui/';

const PLACES: Record<CountName, string> = {
  pending: 'review',
  conflicts: 'conflicts',
  held: 'held',
  parked: 'parked',
};

export const overviewLink = `${PAGE}#/overview`;

export function countLink(count: CountName): string {
  return `${PAGE}#/${PLACES[count]}`;
}

export function runLink(runId: string): string {
  return `${PAGE}#/runs/${encodeURIComponent(runId)}`;
}

/** A link to the operations page, in a window of its own, which is the same one each time. */
export function pageLink(href: string): JQuery<HTMLAnchorElement> {
  return $<HTMLAnchorElement>('<a target="dealer-sync">').attr('href', href);
}
