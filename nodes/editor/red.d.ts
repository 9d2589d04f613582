import type { EditorRED } from 'node-red';

declare global {
  /** The editor's own global. */
  const RED: EditorRED;
}
