import type { Action } from '../../lib/sync/actions';
import { actionInWords } from './action-words';
import { Changes } from './changes';

/** These move our own record only. */
const QUIET: ReadonlySet<Action['kind']> = new Set(['adopt', 'settled']);

/** What is planned or was done with one record, action by action. */
export function ActionList({ actions, system }: { actions: readonly Action[]; system: string }) {
  return (
    <ul class="action-list">
      {actions.map((action, index) => {
        const { does, why, changes } = actionInWords(action, system);
        return (
          // Actions of one record have no other name than their place.
          <li key={index} class={QUIET.has(action.kind) ? 'soft' : undefined}>
            {does}
            {why ? <span class="soft"> · {why}</span> : null}
            {changes.length ? <Changes of={changes} /> : null}
          </li>
        );
      })}
    </ul>
  );
}
