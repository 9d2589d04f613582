/** One outside call, as a person may look at it: no header, no body, and no secret in its path. */
export interface CallRecord {
  /** When it was sent, milliseconds. */
  at: number;
  /** `CMS`, `Rev.io`, … */
  system: string;
  /** `host:port` as the calls are counted. */
  host: string;
  method: string;
  /** With its query; secrets in it stand as `***`. */
  path: string;
  /** In our words: `list customers`. */
  operation: string;
  /** From sending to the last byte of the reply. */
  ms: number;
  /** 1 for the first; a retry is a call too. */
  attempt: number;
  /** HTTP status, where there was a reply. */
  status?: number;
  /** Of the reply, unpacked. */
  bytes?: number;
  /** What it failed with, and the sentence for it. */
  code?: string;
  error?: string;
}
