/** A pair that scores less is for a person to decide. */
export const DEFAULT_THRESHOLD = 0.95;
/** Log-likelihood ratio from which a customer is near enough to be shown to a person. */
export const NEAR_SCORE = 0;
/** The same where only names can be compared: who has little to judge by is shown more. */
export const NEAR_SCORE_OF_NAMES = -2;
/** Candidates shown for one account. */
export const MAX_SHOWN = 5;
/** The most that is said of a pair against which a guard stands: likely, but not to be linked unseen. */
export const GUARDED_SCORE = 0.9;
