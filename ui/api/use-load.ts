import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Topic } from '../../lib/sync/topics';
import { type ApiError, get, type QueryValue } from './client';
import { onChange } from './events';
import { loadSession } from './session';

export interface Loaded<T> {
  /** What was read last; kept on the screen while the next is read. */
  data: T | undefined;
  /** A sentence for the person. */
  problem: string | undefined;
  /** Its code, where what to do depends on it: `NOT_FOUND`. */
  code: string | undefined;
  loading: boolean;
  reload(): Promise<void>;
}

/** A list that changes at once is read again once. */
const SETTLE_MS = 150;

/**
 * What the admin API says, read again when the question changes and when one of the topics does.
 * @param path undefined: nothing is asked yet
 */
export function useLoad<T>(
  path: string | undefined,
  query: Record<string, QueryValue> = {},
  topics: readonly Topic[] = [],
): Loaded<T> {
  const [state, setState] = useState<{ data?: T; problem?: string; code?: string; loading: boolean }>({
    loading: path !== undefined,
  });
  const asked = useRef<AbortController>();
  const question = JSON.stringify([path, query]);

  // `question` is path and query as one value.
  const reload = useCallback(async () => {
    asked.current?.abort();
    if (path === undefined) return;
    const asking = new AbortController();
    asked.current = asking;
    setState((before) => ({ ...before, loading: true }));
    try {
      const data = await get<T>(path, query, asking.signal);
      if (!asking.signal.aborted) setState({ data, loading: false });
    } catch (error) {
      if (asking.signal.aborted) return;
      const { message, code, status } = error as Partial<ApiError> & Error;
      setState(({ data }) => ({
        ...(data ? { data } : {}),
        problem: message,
        ...(code ? { code } : {}),
        loading: false,
      }));
      // The token may have ended: then the page asks who is there.
      if (status === 401) void loadSession();
    }
  }, [question]);

  useEffect(() => {
    void reload();
    return () => asked.current?.abort();
  }, [reload]);

  const watched = topics.join(' ');
  // `watched` is the topics as one value.
  useEffect(() => {
    if (!topics.length) return;
    let timer: number | undefined;
    const stop = onChange(topics, () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void reload(), SETTLE_MS);
    });
    return () => {
      window.clearTimeout(timer);
      stop();
    };
  }, [watched, reload]);

  return { data: state.data, problem: state.problem, code: state.code, loading: state.loading, reload };
}
