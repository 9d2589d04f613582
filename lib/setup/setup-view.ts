/** What an integration still lacks before its first run can succeed. */
export interface SetupView {
  integration: string;
  name: string;
  ready: boolean;
  missing: MissingField[];
}

/** A blank field, and the node in whose dialog it is filled in. */
export interface MissingField {
  nodeId: string;
  nodeType: string;
  nodeName: string;
  field: string;
  /** English, as in the dialog. */
  label: string;
  /** The environment variable that would stand in for it. */
  env?: string;
}
