import { RAPID_RESPONSE_CREDENTIALS, type RapidResponseSimulator } from '../../simulators/rapid-response';

export type Row = Record<string, unknown>;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Empty where the reply was no JSON. */
  envelope: Row;
  /** `ResultSet`; empty where there is none. */
  rows: Row[];
  /** `OutputParameter`; empty where there is none. */
  output: Row;
}

/** One POST with whatever body, as text or as an object. */
export async function post(simulator: RapidResponseSimulator, path: string, body: unknown): Promise<Answer> {
  const response = await fetch(`${simulator.url}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const envelope = parsed(text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    envelope,
    rows: (envelope.ResultSet as Row[] | null) ?? [],
    output: (envelope.OutputParameter as Row | null) ?? {},
  };
}

export function login(
  simulator: RapidResponseSimulator,
  { username, password } = RAPID_RESPONSE_CREDENTIALS,
): Promise<Answer> {
  return post(simulator, 'Login/UserLogin', {
    Username: username,
    Password: password,
    NewPassword: null,
    ApplicationName: null,
    ApplicationVersion: null,
    ClientPlatform: null,
  });
}

/** A session, and how a well-behaved client calls with it. */
export async function openSession(simulator: RapidResponseSimulator) {
  const { output } = await login(simulator);
  const pair = { SessionNum: output.SessionNum, SessionPassword: output.SessionPassword };
  const call = (path: string, fields: Row = {}) => post(simulator, path, { ...fields, ...pair });
  return { pair, call };
}

function parsed(text: string): Row {
  try {
    return JSON.parse(text) as Row;
  } catch {
    return {};
  }
}
