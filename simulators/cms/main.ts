import { runAsProcess } from '../kit/run-as-process';
import { parseSeed } from '../kit/seed-text';
import { startCmsSimulator } from './index';

void runAsProcess('CMS', (options) => startCmsSimulator({ ...options, seed: parseSeed(options.seed) }));
