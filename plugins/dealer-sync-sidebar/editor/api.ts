import { failureKey, type Translate } from '../../../nodes/editor/ask-runtime';

/** The sentence of an answer that was none. */
export class Refused extends Error {}

/** Asks the admin API; only jQuery calls with relative addresses carry the editor's token. Rejects with {@link Refused}. */
export function read<T>(path: string, translate: Translate): Promise<T> {
  return answered<T>($.ajax({ url: `dealer-sync/${path}`, dataType: 'json', timeout: 30_000 }), translate);
}

export function write<T>(path: string, body: object, translate: Translate): Promise<T> {
  const request = $.ajax({
    url: `dealer-sync/${path}`,
    method: 'POST',
    contentType: 'application/json',
    data: JSON.stringify(body),
    dataType: 'json',
    timeout: 30_000,
  });
  return answered<T>(request, translate);
}

function answered<T>(request: JQuery.jqXHR, translate: Translate): Promise<T> {
  return new Promise((resolve, reject) => {
    request
      .done((answer: T) => resolve(answer))
      .fail(({ status, responseJSON }) => {
        const sentence: unknown = responseJSON?.message;
        reject(new Refused(typeof sentence === 'string' ? sentence : translate(failureKey(status))));
      });
  });
}
