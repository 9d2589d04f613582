import type { FeedRow, QuarantinedRow } from '../../../lib/dealer-feed/parser/feed-row';
import { FileRefused } from '../../../lib/dealer-feed/parser/file-refused';
import { admit, ByteInspector } from '../../../lib/dealer-feed/parser/inspector';
import { readFeed } from '../../../lib/dealer-feed/parser/read-feed';
import type { FeedProfile } from '../../../lib/dealer-feed/profiles/profile';

export interface Reading {
  rows: FeedRow[];
  quarantined: QuarantinedRow[];
  refused?: FileRefused;
}

/** Reads a whole file as the engine does: inspect, admit, read; a refusal leaves no row (F1). */
export async function readBytes(
  bytes: Buffer,
  profile: FeedProfile,
  { dealerId = 'D1', chunk = bytes.length || 1 }: { dealerId?: string; chunk?: number } = {},
): Promise<Reading> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunk) pieces.push(bytes.subarray(at, at + chunk));
  const reading: Reading = { rows: [], quarantined: [] };
  try {
    const inspector = new ByteInspector();
    for (const piece of pieces) inspector.take(piece);
    const charset = admit(inspector.finish(), profile);
    for await (const { rows, quarantined } of readFeed(pieces, { profile, charset, dealerId })) {
      reading.rows.push(...rows);
      reading.quarantined.push(...quarantined);
    }
    return reading;
  } catch (error) {
    if (error instanceof FileRefused) return { rows: [], quarantined: [], refused: error };
    throw error;
  }
}
