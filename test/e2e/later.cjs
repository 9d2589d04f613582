// Loaded before Node-RED (`node --require`): its clock goes ahead by CLOCK_AHEAD_MS, so that a test need not wait for the
// settle time of a cut-off write.
const ahead = Number(process.env.CLOCK_AHEAD_MS ?? 0);
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...args) {
    if (args.length === 0) super(Real.now() + ahead);
    else super(...args);
  }
  static now() {
    return Real.now() + ahead;
  }
};
