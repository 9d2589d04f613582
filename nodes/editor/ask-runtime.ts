/** One entry of a live list, as the runtime read it from the remote system. */
export interface Choice {
  id: string;
  label: string;
  active: boolean;
}

/** What every editor route answers: done, or a sentence that tells the user what to do. */
export type Answer<T> = ({ ok: true } & T) | { ok: false; code: string; message: string };

/** Looks a text up in the node's own catalogue. */
export type Translate = (key: string, values?: Record<string, string | number>) => string;

/**
 * Posts to one of our editor routes. Goes through jQuery and a relative address, because only such calls carry the
 * editor's token. Never rejects: what fails on the way becomes an answer with a sentence of our own.
 *
 * @param path below `dealer-sync/editor/`
 */
export function askRuntime<T>(path: string, body: object, translate: Translate): Promise<Answer<T>> {
  return new Promise((resolve) => {
    $.ajax({
      url: `dealer-sync/editor/${path}`,
      method: 'POST',
      contentType: 'application/json',
      data: JSON.stringify(body),
      dataType: 'json',
      timeout: 90_000,
    })
      .done((answer: Answer<T>) => resolve(answer))
      .fail((request) => {
        const sentence: unknown = request.responseJSON?.message;
        resolve({
          ok: false,
          code: `HTTP_${request.status}`,
          message: typeof sentence === 'string' ? sentence : translate(failureKey(request.status)),
        });
      });
  });
}

/** Catalogue key of the sentence for an answer that brought none of its own. */
export function failureKey(status: number): string {
  if (status === 401 || status === 403) return 'common.runtime.forbidden';
  if (status === 404) return 'common.runtime.missing';
  return 'common.runtime.unreachable';
}
