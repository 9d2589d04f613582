/**
 * A node for Node-RED's `nodesDir` that is no part of a flow: it tells the tests what only the inside of the process
 * knows. Every route of the admin app is taken from express itself, so that a new one cannot be forgotten.
 */
module.exports = (RED) => {
  RED.httpAdmin.get('/security-probe', (_req, res) => {
    const app = RED.httpAdmin;
    // Express 4, and 5.
    const { stack } = app._router ?? app.router;
    const routes = stack
      .filter(({ route }) => route)
      .flatMap(({ route }) => Object.keys(route.methods).map((method) => ({ method, path: route.path })));
    const inherited = [];
    // Only what stands on the prototype itself and should not: a body that named `__proto__` has put it there.
    for (const name in {}) inherited.push(name);
    res.json({ routes, inherited, rss: process.memoryUsage().rss });
  });
};
