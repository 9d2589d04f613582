import './runs.css';
import { RunList } from './run-list';
import { RunScreen } from './run-screen';

/** The history of runs, or one of them. */
export function Runs({ id }: { id?: string | undefined }) {
  return id === undefined ? <RunList /> : <RunScreen key={id} id={id} />;
}
