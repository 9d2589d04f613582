// The gate tries the same random lives each time, so that it fails for what was changed and not by chance. Looking for new
// ones is a run of its own: `PROPERTY_SEED=random npm test -- test/sync`, or a number to play one again.
const fc = require('fast-check');

const { PROPERTY_SEED = '20261121' } = process.env;
if (PROPERTY_SEED !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(PROPERTY_SEED) });
