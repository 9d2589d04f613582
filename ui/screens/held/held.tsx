import './held.css';
import { HeldList } from './held-list';
import { HeldPlan } from './held-plan';

/** Runs that wait for a person's approval, or the plan of one of them. */
export function Held({ id }: { id?: string | undefined }) {
  return id === undefined ? <HeldList /> : <HeldPlan key={id} id={id} />;
}
