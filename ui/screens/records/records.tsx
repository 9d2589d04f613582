import './records.css';
import type { PathParts } from '..';
import { OneRecord } from './one-record';
import { RecordSearch } from './record-search';

/** The search, or one record's whole story. */
export function Records({ id, q }: PathParts) {
  if (id !== undefined) return <OneRecord key={id} id={decodeURIComponent(id)} />;
  return <RecordSearch key={q} first={q === undefined ? '' : decodeURIComponent(q)} />;
}
