import type { Node, NodeAPI } from 'node-red';
import { DealerSyncError } from '../../lib/errors';

/** The value of a typed input, always by the callback form: context stores may answer later. Blank is an error. */
export function typedValue(
  RED: NodeAPI,
  node: Node,
  value: string,
  type: string,
  msg: object,
  field: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    RED.util.evaluateNodeProperty(value, type || 'msg', node, msg as never, (error, result) => {
      const text = typeof result === 'string' || typeof result === 'number' ? String(result).trim() : '';
      if (error || !text) {
        const place = type === 'msg' || !type ? `msg.${value}` : value;
        reject(
          new DealerSyncError('BAD_PAYLOAD', `${place} is missing: this operation needs it.`, { cause: { field } }),
        );
      } else resolve(text);
    });
  });
}
