import type { SettableClock } from '../kit/clock';
import type { Edit } from '../kit/faults';
import type { Call, Reply, Service } from '../kit/server';
import type { Body, RapidResponseContext, RapidResponseSwitches } from './context';
import { editRapidResponse } from './edits';
import { SlidingSecond } from './rate-limit';
import { LIST_DISTORTIONS, READS } from './reads';
import { badRequest, invalidSession, notFound, output, refused, rows, tooMany } from './replies';
import type { Truth } from './seeds';
import { type Login, Sessions } from './sessions';
import { RapidResponseState } from './state';
import { WRITES } from './writes';

export const BASE_PATH = '/RestAPI/api';
const LOGIN = 'Login/UserLogin';
const LOGOUT = 'Login/Logout';
/** The fields of each request besides the session. */
const FIELDS = new Map<string, readonly string[]>([
  [LOGIN, ['Username', 'Password', 'NewPassword', 'ApplicationName', 'ApplicationVersion', 'ClientPlatform']],
  [LOGOUT, []],
  ...Object.entries({ ...READS, ...WRITES }).map(([name, { fields }]) => [name, fields] as const),
]);

export interface RapidResponseServiceOptions {
  login: Login;
  switches: RapidResponseSwitches;
  seed: (state: RapidResponseState) => Truth | undefined;
}

/** Rapid Response behind its HTTP: everything is a POST with the session in its body. */
export class RapidResponseService implements Service {
  readonly name = 'rapid-response';
  readonly state: RapidResponseState;
  readonly sessions: Sessions;
  readonly switches: RapidResponseSwitches;
  readonly distortions = LIST_DISTORTIONS;
  readonly journal: RapidResponseState['journal'];
  readonly #options: RapidResponseServiceOptions;
  readonly #context: RapidResponseContext;
  readonly #second = new SlidingSecond();
  #truth: Truth | undefined;

  constructor(clock: SettableClock, options: RapidResponseServiceOptions) {
    this.#options = options;
    this.switches = options.switches;
    this.state = new RapidResponseState(clock);
    this.sessions = new Sessions(clock);
    this.journal = this.state.journal;
    this.#context = { state: this.state, switches: this.switches, sessions: this.sessions };
  }

  /** `SiteInsert`, `UserLogin`. */
  operation(_method: string, path: string): string {
    return path.split('/').at(-1) ?? path;
  }

  masked(headers: Record<string, string>, body: string) {
    return { headers, body: body.replace(/("(?:Session)?Password"\s*:\s*")(?:[^"\\]|\\.)*/g, '$1***') };
  }

  admit(call: Call): Reply | (() => void) {
    const { callsPerSecond } = this.switches;
    if (callsPerSecond <= 0 || this.#second.take(callsPerSecond, performance.now())) return () => {};
    call.breach(`more than ${callsPerSecond} calls in a second`);
    return tooMany(1);
  }

  handle(call: Call, distort: string | undefined): Reply {
    if (!call.path.startsWith(`${BASE_PATH}/`)) return notFound(call.path);
    const name = call.path.slice(BASE_PATH.length + 1);
    const fields = FIELDS.get(name);
    if (!fields) return notFound(call.path);
    if (call.method !== 'POST') {
      call.breach('every call is a POST');
      return { status: 405, headers: {}, body: '' };
    }
    const body = parsed(call.body);
    if (!body) {
      call.breach('the body is no JSON object');
      return badRequest();
    }
    const { SessionNum, SessionPassword, ...given } = body;
    // As ASP.NET does, the station passes over what it does not know, so that a misspelt field is only not there.
    for (const field of Object.keys(given).filter((one) => !fields.includes(one)))
      call.breach(`${call.operation} knows no field ${field}`);
    if (name === LOGIN) return this.#login(given);
    if (call.headers.authorization) call.breach('no token in the header: the session is in the body');
    if (!('SessionNum' in body) || !('SessionPassword' in body)) call.breach('no session in the body');
    if (!this.sessions.use(SessionNum, SessionPassword)) {
      return this.switches.silentSessionEnd ? rows([]) : invalidSession();
    }
    if (name === LOGOUT) {
      this.sessions.close(SessionNum);
      return output({});
    }
    return (READS[name] ?? WRITES[name])?.run(this.#context, given, distort) ?? notFound(call.path);
  }

  #login({ Username, Password }: Body): Reply {
    const { login } = this.#options;
    if (Username !== login.username || Password !== login.password) return refused('Login failed.', 0);
    const session = this.sessions.open();
    if (session === 'too many') return refused('Too many sessions for this login.', 'SessionLimit');
    return output({ SessionNum: session.number, SessionPassword: session.password });
  }

  edit(edit: Edit): unknown {
    return editRapidResponse(this.state, this.sessions, edit);
  }

  rows(entity: string): readonly object[] | undefined {
    const { sites, devices, groupLinks } = this.state;
    return [sites, devices, groupLinks].find((table) => table.entity === entity)?.all();
  }

  row(entity: string, id: string): unknown {
    const { sites, devices, groupLinks } = this.state;
    return [sites, devices, groupLinks].find((table) => table.entity === entity)?.get(Number(id));
  }

  counts(): Record<string, number> {
    return { ...this.state.counts(), sessions: this.sessions.count };
  }

  truth(): Truth | undefined {
    return this.#truth;
  }

  seed(): void {
    this.#truth = this.#options.seed(this.state);
  }

  toJSON(): unknown {
    return { truth: this.#truth, tables: this.state.toJSON() };
  }

  restore(saved: { truth?: Truth; tables: Record<string, unknown> }): void {
    this.#truth = saved.truth;
    this.state.restore(saved.tables);
  }
}

function parsed(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Body) : undefined;
  } catch {
    return undefined;
  }
}
