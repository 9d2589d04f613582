const DAY = 24 * 60 * 60 * 1000;

/**
 * N days are N x 24 hours after the instant, in every rule. So a change of daylight time moves no edge, and the company's
 * time zone decides nothing; it is only used to write dates for people.
 */
export function daysAfter(instant: number, days: number): number {
  return instant + days * DAY;
}

/** "Within N days" includes the edge. */
export function isWithin(instant: number, days: number, now: number): boolean {
  return now <= daysAfter(instant, days);
}
