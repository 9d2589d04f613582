/** The part of Node-RED's test helper that the tests use; it ships no types of its own. */
declare module 'node-red-node-test-helper' {
  import type { Node, NodeAPI } from 'node-red';

  interface TestHelper {
    init(runtimePath: string, settings?: object): void;
    startServer(done: () => void): void;
    stopServer(done: () => void): void;
    load(
      nodes: ((RED: NodeAPI) => void)[],
      flow: object[],
      credentials?: Record<string, Record<string, string>>,
    ): Promise<void>;
    unload(): Promise<void>;
    getNode(id: string): Node;
  }
  const helper: TestHelper;
  export default helper;
}
