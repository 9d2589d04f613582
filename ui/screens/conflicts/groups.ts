import type { ConflictView } from '../../../lib/sync/operations/conflicts';

/** The conflicts of one record. */
export interface ConflictGroup {
  pairId: string;
  /** Any of them: they are all about the same record. */
  first: ConflictView;
  conflicts: ConflictView[];
}

/** A page of conflicts by record, in the order of the list. */
export function groupsOf(conflicts: readonly ConflictView[]): ConflictGroup[] {
  const groups = new Map<string, ConflictGroup>();
  for (const conflict of conflicts) {
    const group = groups.get(conflict.pairId);
    if (group) group.conflicts.push(conflict);
    else groups.set(conflict.pairId, { pairId: conflict.pairId, first: conflict, conflicts: [conflict] });
  }
  return [...groups.values()];
}

/** A kind of conflict as one value, for a choice; none of its parts has a blank. */
export function kindKey({ field, reason, space }: { field: string; reason: string; space: string }): string {
  return [field, reason, space].join(' ');
}

export function kindOf(key: string): { field?: string; reason?: string; space?: string } {
  const [field, reason, space] = key.split(' ');
  return field && reason && space ? { field, reason, space } : {};
}
