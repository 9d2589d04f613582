/** What the page's own modules find in a browser when they are loaded; imported before them. */
Object.assign(globalThis, {
  localStorage: { getItem: () => null, setItem: () => undefined },
  document: { documentElement: {} },
});
