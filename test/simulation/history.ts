import fc from 'fast-check';
import { TWO_WAY_FIELDS, type TwoWayField } from '../../lib/model/compare';
import type { Cause } from '../../lib/model/item';
import type { Side } from '../../lib/sync/pair';
import type { Mishap } from './mishaps';

export type StationName = 'cms' | 'rapid-response';

/** What a person enters: both sides of a business or of a household, one of them, or a site that two customers fit equally. */
export type Entry = 'pair' | 'household' | 'site' | 'customer' | 'doubtful';

/** Records are named by a number, taken modulo how many there are, so that any list of steps makes sense. */
export type Step =
  | { do: 'enter'; what: Entry }
  | { do: 'edit'; side: Side; of: number; field: TwoWayField }
  | { do: 'contact'; of: number; what: 'add' | 'change' | 'remove' }
  | { do: 'cancel' | 'reinstate'; of: number }
  | { do: 'close' | 'reopen'; of: number }
  | { do: 'remove'; side: Side; of: number }
  | { do: 'decide'; of: number; word: 'accept' | 'reject' | 'reassign' | 'undo'; customer: number }
  | { do: 'link'; of: number; word: 'unlink' | 'relink' | 'additional' | 'undo'; customer: number }
  | { do: 'choose'; of: number; side: 'revio' | 'monitoring' }
  | { do: 'hold'; word: 'approve' | 'discard' }
  | { do: 'retry' }
  | RunStep
  | { do: 'kill'; process: 0 | 1 }
  | { do: 'lose store' }
  | { do: 'wait'; minutes: number }
  | { do: 'jump'; minutes: number };

export interface RunStep {
  do: 'run';
  flow: 'whole' | 'other half' | 'push';
  /** Whom a push is for. */
  of: number;
  process: 0 | 1;
  cause: Cause;
  preview: boolean;
  mishaps: Mishap[];
  /** Absent: the next step comes when it has ended; else so many milliseconds after it was asked for. */
  nextAfter?: number;
}

export interface History {
  station: StationName;
  policy: 'ask' | 'revio' | 'monitoring';
  /** The station keeps its texts in capitals. */
  capitals: boolean;
  /** Of the network's moods. */
  seed: number;
  start: Entry[];
  steps: Step[];
}

const number = fc.nat({ max: 7 });
/** Most runs make few writes, and some many. */
const nth = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 4, max: 14 }) },
);
const point = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 25 }) },
  { weight: 1, arbitrary: fc.integer({ min: 26, max: 80 }) },
);

const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ is: fc.constant('death' as const), at: point }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('sleep' as const), write: nth, seconds: fc.integer({ min: 20, max: 200 }) }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('lost reply' as const), write: nth }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('lost request' as const), write: nth }) },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('late request' as const),
      write: nth,
      minutes: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('doubled' as const), write: nth }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('hang' as const), call: fc.integer({ min: 1, max: 40 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('slow' as const),
      call: fc.integer({ min: 1, max: 40 }),
      seconds: fc.integer({ min: 1, max: 25 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('cut reply' as const), call: fc.integer({ min: 1, max: 40 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('busy' as const),
      call: fc.integer({ min: 1, max: 40 }),
      status: fc.constantFrom(429 as const, 500 as const, 503 as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('short listing' as const),
      listing: fc.integer({ min: 1, max: 5 }),
      how: fc.constantFrom('half' as const, 'none' as const),
    }),
  },
);

const entry = fc.constantFrom<Entry>('pair', 'pair', 'household', 'site', 'customer', 'doubtful');
const process = fc.constantFrom(0 as const, 0 as const, 1 as const);

const run: fc.Arbitrary<RunStep> = fc
  .record({
    do: fc.constant('run' as const),
    flow: fc.constantFrom<RunStep['flow']>('whole', 'whole', 'whole', 'other half', 'other half', 'push'),
    of: number,
    process,
    cause: fc.constantFrom<Cause>('timer', 'timer', 'timer', 'manual', 'startup'),
    preview: fc.constantFrom(false, false, false, false, false, false, true),
    mishaps: fc.oneof(
      { weight: 2, arbitrary: fc.constant<Mishap[]>([]) },
      { weight: 3, arbitrary: fc.array(mishap, { minLength: 1, maxLength: 2 }) },
    ),
    nextAfter: fc.option(fc.integer({ min: 0, max: 800 }), { freq: 3, nil: -1 }),
  })
  .map(({ nextAfter, ...rest }) => (nextAfter < 0 ? rest : { ...rest, nextAfter }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: run as fc.Arbitrary<Step> },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      side: fc.constantFrom<Side>('account', 'customer'),
      of: number,
      field: fc.constantFrom(...TWO_WAY_FIELDS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('enter' as const), what: entry }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('contact' as const),
      of: number,
      what: fc.constantFrom('add' as const, 'add' as const, 'change' as const, 'remove' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'reinstate' as const), of: number }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('close' as const, 'reopen' as const), of: number }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      of: number,
      word: fc.constantFrom('accept' as const, 'reject' as const, 'reassign' as const, 'undo' as const),
      customer: number,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('link' as const),
      of: number,
      word: fc.constantFrom('unlink' as const, 'relink' as const, 'additional' as const, 'undo' as const),
      customer: number,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('choose' as const),
      of: number,
      side: fc.constantFrom('revio' as const, 'monitoring' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      word: fc.constantFrom('approve' as const, 'discard' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'retry' }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), process }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'lose store' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('remove' as const),
      side: fc.constantFrom<Side>('account', 'customer'),
      of: number,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 5, 11, 30, 60, 120) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('jump' as const), minutes: fc.constantFrom(-3, 2, 70) }) },
);

/** Random lives of a dealer with this station. */
export function histories(station: StationName): fc.Arbitrary<History> {
  return fc.record({
    station: fc.constant(station),
    policy: fc.constantFrom('ask' as const, 'revio' as const, 'monitoring' as const),
    capitals: fc.boolean(),
    seed: fc.nat({ max: 1_000_000 }),
    start: fc.array(entry, { minLength: 1, maxLength: 4 }),
    steps: fc.array(step, { minLength: 3, maxLength: 22, size: 'max' }),
  });
}
