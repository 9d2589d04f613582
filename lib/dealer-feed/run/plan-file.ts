import { Slices } from '../../matching/slices';
import type { Run } from '../../sync/run';
import type { QuarantinedRow, RowWarning } from '../parser/feed-row';
import { FileRefused } from '../parser/file-refused';
import { admit } from '../parser/inspector';
import { readFeed } from '../parser/read-feed';
import { FeedPlanner, type PlanInput } from '../planner';
import type { Charset, FeedProfile } from '../profiles/profile';
import { REASON_SENTENCES } from '../reasons.en';
import { compileClients } from '../rules/r07-client';
import type { TakenFile } from '../sources/take-files';
import type { RowNote } from '../store/documents';
import { dealerKey, type FeedPlan, type RowReason } from '../types';

/** Of each reason so many rows are kept one by one for a file; the archived file tells of the rest. */
export const MAX_SAMPLES = 100;

export type PlannedFile =
  | { verdict: 'planned'; plan: FeedPlan; charset: Charset; quarantined: RowNote[]; warnings: RowNote[] }
  | { verdict: 'refused'; refusal: FileRefused };

/**
 * Streams one file through the planner. A file that is refused at its last line has brought forth nothing (F1).
 *
 * @throws DealerSyncError of the disk or the settings; the signal's reason when the run ended meanwhile
 */
export async function planFile(
  file: TakenFile,
  profile: FeedProfile,
  input: PlanInput,
  run: Pick<Run, 'signal' | 'progress'>,
): Promise<PlannedFile> {
  const planner = new FeedPlanner(input);
  const clients = compileClients(input.settings.clients);
  const passesOver = (dealerId: string) => !clients.has(dealerKey(dealerId));
  const quarantined = new Samples();
  const warnings = new Samples();
  let charset: Charset;
  try {
    charset = admit(file.inspection, profile);
    const context = file.dealerId === undefined ? {} : { dealerId: file.dealerId };
    for await (const batch of readFeed(file.read(), { profile, charset, passesOver, ...context })) {
      run.signal.throwIfAborted();
      run.progress();
      for (const row of batch.rows) {
        const told = planner.take(row);
        const { line, dealerId, vin } = row;
        if (!told.kept && told.outcome === 'quarantined') quarantined.add(told.reason, line, { dealerId, vin });
        else for (const warning of row.warnings) warnings.warn(warning, line, { dealerId, vin });
      }
      for (const row of batch.quarantined) {
        planner.quarantine(row);
        quarantined.addRow(row);
      }
    }
  } catch (error) {
    if (error instanceof FileRefused) return { verdict: 'refused', refusal: error };
    throw error;
  }
  const plan = await planner.finishInSlices(new Slices(run.signal));
  for (const dealer of plan.dealers) {
    for (const { code, message, vin, line } of dealer.warnings) {
      warnings.note({ code, message, vin, line, dealerId: dealer.dealerId });
    }
  }
  return { verdict: 'planned', plan, charset, quarantined: quarantined.notes, warnings: warnings.notes };
}

/** The first notes of each code. */
class Samples {
  readonly notes: RowNote[] = [];
  readonly #seen = new Map<string, number>();

  add(code: RowReason, line: number, of: Pick<RowNote, 'dealerId' | 'vin'>): void {
    if (this.#takes(code)) this.notes.push({ code, line, message: REASON_SENTENCES[code], ...of });
  }

  addRow({ reason, ...row }: QuarantinedRow): void {
    this.note({ code: reason, ...row });
  }

  warn({ code, message }: RowWarning, line: number, of: Pick<RowNote, 'dealerId' | 'vin'>): void {
    if (this.#takes(code)) this.notes.push({ code, line, message, ...of });
  }

  note(note: RowNote): void {
    if (this.#takes(note.code)) this.notes.push(note);
  }

  #takes(code: string): boolean {
    const seen = (this.#seen.get(code) ?? 0) + 1;
    this.#seen.set(code, seen);
    return seen <= MAX_SAMPLES;
  }
}
