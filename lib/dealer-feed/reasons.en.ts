import type { RowReason } from './types';

/** Why a row had its outcome, as a sentence for people. */
export const REASON_SENTENCES: Readonly<Record<RowReason, string>> = {
  NO_VIN: 'The row has no VIN.',
  BAD_VIN: 'The VIN is not valid, and the profile takes valid ones only.',
  NO_DEALER: 'The row does not say which dealer it is of.',
  WRONG_COLUMN_COUNT: 'The row has too many or too few columns.',
  UNCLOSED_QUOTE: 'A quote is opened in the row and not closed.',
  HEADER_AGAIN: 'The row repeats the column names.',
  UNKNOWN_DEALER: 'No client is mapped to the dealer of the row.',
  NOT_INCLUDED: 'Its System Code has no mapping, and Include Only leaves out what has none.',
  GONE: 'The row says that the vehicle is sold or removed.',
  REPEATED_ROW: 'The row stands in the file more than once.',
  SAME_VIN_LATER: 'A later row of the file has the same VIN, and the last one counts.',
  STALE_FILE: 'The file is older than the last accepted one of this dealer.',
  HELD: 'None of the known vehicles of this dealer is in the file, so it waits for approval.',
  REQUEST_EXISTS: 'A service request for the VIN was created within the Ignore Days.',
  CLOSED_BY_PERSON: 'A person closed its service request, which is final within the Ignore Days.',
  CLOSED_BY_TYPE: 'Its service request was closed at once, since the type has no phase.',
  AT_OTHER_DEALER: 'It has an open service request of another dealer, whose list still has the vehicle.',
  NEW_VEHICLE: 'The vehicle had no service request that stands against a new one.',
  BACK_LATER: 'The vehicle came back later than its closed service request could be reopened.',
  CHANGED: 'The feed says something new of the vehicle.',
  REAPPEARED: 'The vehicle was missing and is back; its days until Auto Close start anew.',
  REOPENED: 'The feed had closed its service request, and the vehicle is back.',
  EQUAL: 'The feed says what the service request says.',
  NOT_TRACKED:
    'Stock number or client differ, and stay: not tracked, older than the tracking days, or changed by a person.',
  SAME_FILE: 'The file is the one of the last time.',
};
