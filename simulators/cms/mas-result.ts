/** How a write ends, and any refused call. */
export type MasResult = Record<string, string | number>;

/** 0 = done. */
export function done(newIds: Record<string, string | number>): MasResult {
  return { err_no: 0, msg_type: 0, err_text: '', table_name: '', entry_id: '', ...newIds };
}

export function refused(errNo: number, text: string, table = '', entry = ''): MasResult {
  return { err_no: errNo, msg_type: 1, err_text: text, table_name: table, entry_id: entry, site_no: '', cs_no: '' };
}

export const WRONG_KEY = refused(401, 'Invalid Id/KeyCode');

/** The same in the sister form of the result, which some stations answer. */
export function asSister(result: MasResult): MasResult {
  const { err_no, err_text, table_name, entry_id, msg_type: _, ...rest } = result;
  return {
    err_code: err_no ?? 0,
    err_msg: err_text ?? '',
    addl_err_info: [table_name, entry_id].filter(Boolean).join('.'),
    ...rest,
  };
}
