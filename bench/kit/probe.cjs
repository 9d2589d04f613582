// Preloaded into a process that is measured (`NODE_OPTIONS=--require …/probe.cjs`), so that nothing has to be added to
// what ships. On loopback, port BENCH_PROBE_PORT:
//
//     POST /begin     starts counting anew
//     GET  /figures   see kit/probe.ts
'use strict';

const { createServer } = require('node:http');
const { monitorEventLoopDelay, PerformanceObserver } = require('node:perf_hooks');

const port = Number(process.env.BENCH_PROBE_PORT ?? 0);
// Not for the processes that this one starts.
delete process.env.NODE_OPTIONS;
delete process.env.BENCH_PROBE_PORT;

/** Milliseconds between two looks. The histogram holds the time from look to look, so this much of each is no delay. */
const EVERY_MS = 10;

if (port) {
  const histogram = monitorEventLoopDelay({ resolution: EVERY_MS });
  histogram.enable();
  let cpu = process.cpuUsage();
  let ownMax = 0;
  let gcMax = 0;

  // A process that has to wait for a core is late through no fault of its own: it was not late for longer than it
  // worked.
  let looked = { at: performance.now(), cpu: process.cpuUsage() };
  setInterval(() => {
    const at = performance.now();
    const now = process.cpuUsage();
    const late = at - looked.at - EVERY_MS;
    if (late > ownMax) {
      const worked = (now.user - looked.cpu.user + now.system - looked.cpu.system) / 1000;
      ownMax = Math.max(ownMax, Math.min(late, worked));
    }
    looked = { at, cpu: now };
  }, EVERY_MS).unref();

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) gcMax = Math.max(gcMax, duration);
  }).observe({ entryTypes: ['gc'] });

  const figures = () => {
    const delay = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - EVERY_MS);
    const { user, system } = process.cpuUsage(cpu);
    return {
      delay: {
        p50: delay(histogram.percentile(50)),
        p99: delay(histogram.percentile(99)),
        p999: delay(histogram.percentile(99.9)),
        max: delay(histogram.max),
        ownMax,
        gcMax,
      },
      cpuMs: (user + system) / 1000,
      rssMb: process.memoryUsage.rss() / 1e6,
      modules: Object.keys(require.cache),
    };
  };

  const server = createServer((request, response) => {
    if (request.url === '/begin') {
      histogram.reset();
      cpu = process.cpuUsage();
      ownMax = 0;
      gcMax = 0;
    }
    response.end(JSON.stringify(request.url === '/figures' ? figures() : {}));
  });
  server.listen(port, '127.0.0.1');
  server.unref();
}
