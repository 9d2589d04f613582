import type { BudgetLimits, CallBudget, Grant } from '../../http/call-budget';
import type { Database } from './database';
import { SCHEMA } from './names';

/**
 * A minute and two seconds: calls that were granted may go out up to a second later, and do not travel equally fast, while
 * the far end's minute counts arrivals.
 */
const WINDOW_MS = 62_000;

/** The token bucket of `lib/http/host-limit.ts` as a row for each host, by the database's clock: {@link TAKE_CALLS}. */
export class PostgresCallBudget implements CallBudget {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async take(host: string, limits: BudgetLimits, wanted: number): Promise<Grant> {
    const { callsPerMinute, burst, dailyCalls } = limits;
    const perMs = Math.max(1, callsPerMinute - burst) / WINDOW_MS;
    const [row] = await this.#database.query<{ granted: number; left: number; pause_ms: number; day_spent: boolean }>({
      name: 'take calls',
      text: `select * from ${SCHEMA}.take_calls($1, $2, $3, $4, $5)`,
      values: [host, burst, perMs, wanted, Number.isFinite(dailyCalls) ? dailyCalls : null],
    });
    const { granted = 0, left = 0, pause_ms: pauseMs = 0, day_spent: daySpent = false } = row ?? {};
    const waitMs = Math.ceil(Math.max(pauseMs, Math.max(0, 1 - left) / perMs));
    return { calls: granted, waitMs, daySpent };
  }

  async pause(host: string, ms: number): Promise<void> {
    const text = `select ${SCHEMA}.pause_calls($1, $2)`;
    await this.#database.query({ text, values: [host, Math.ceil(ms)] });
  }
}

/** A part of the schema's first step. A host that is new starts with a full bucket. */
export const TAKE_CALLS = `
create table ${SCHEMA}.call_budgets (
  host text collate "C" primary key,
  tokens float8 not null,
  filled_at bigint not null,
  paused_until bigint not null default 0
);
create table ${SCHEMA}.call_hours (
  host text collate "C",
  hour bigint,
  calls bigint not null,
  primary key (host, hour)
);

create function ${SCHEMA}.take_calls(
  of_host text, burst float8, per_ms float8, wanted int, per_day float8,
  out granted int, out "left" float8, out pause_ms int, out day_spent boolean
) language plpgsql as $$
declare
  now_ms bigint := extract(epoch from clock_timestamp()) * 1000;
  budget ${SCHEMA}.call_budgets;
  day_left float8;
begin
  insert into ${SCHEMA}.call_budgets (host, tokens, filled_at) values (of_host, burst, now_ms) on conflict do nothing;
  select * into budget from ${SCHEMA}.call_budgets where host = of_host for update;
  -- Whoever waited for the row has to look at the clock again.
  now_ms := extract(epoch from clock_timestamp()) * 1000;
  delete from ${SCHEMA}.call_hours where host = of_host and hour < now_ms / 3600000 - 24;
  select coalesce(per_day, 'infinity') - coalesce(sum(calls), 0) into day_left from ${SCHEMA}.call_hours where host = of_host;
  -- A clock that was set back must not take calls away.
  "left" := least(burst, budget.tokens + greatest(0, now_ms - budget.filled_at) * per_ms);
  pause_ms := greatest(0, budget.paused_until - now_ms);
  day_spent := day_left < 1;
  granted := case when pause_ms > 0 or day_spent then 0 else floor(least(wanted, day_left, "left" + 1e-9)) end;
  granted := greatest(0, granted);
  "left" := "left" - granted;
  update ${SCHEMA}.call_budgets set tokens = "left", filled_at = now_ms where host = of_host;
  if granted > 0 then
    insert into ${SCHEMA}.call_hours as known values (of_host, now_ms / 3600000, granted)
      on conflict (host, hour) do update set calls = known.calls + granted;
  end if;
end $$;

create function ${SCHEMA}.pause_calls(of_host text, ms bigint) returns void language sql as $$
  insert into ${SCHEMA}.call_budgets as known (host, tokens, filled_at, paused_until)
    select of_host, 0, now_ms, now_ms + ms from (select (extract(epoch from clock_timestamp()) * 1000)::bigint) as clock(now_ms)
    on conflict (host) do update set paused_until = greatest(known.paused_until, excluded.paused_until)
$$`;
