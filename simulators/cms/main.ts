import { runAsProcess } from '../kit/run-as-process';
import { startCmsSimulator } from './index';
import { parseCmsSeed } from './seeds';

void runAsProcess('CMS', (options) => startCmsSimulator({ ...options, seed: parseCmsSeed(options.seed) }));
