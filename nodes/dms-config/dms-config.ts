import type { NodeAPI, NodeDef } from 'node-red';
import { type DmsConfigNode, type FeedFields, readFeedConnection } from '../runtime/feed-settings';

export = (RED: NodeAPI) => {
  function DmsConfig(this: DmsConfigNode & { credentials?: Partial<FeedFields> }, config: NodeDef & FeedFields) {
    RED.nodes.createNode(this, config);
    this.fields = config;
    this.feed = () => readFeedConnection(RED, this, { ...config, ...this.credentials });
  }
  RED.nodes.registerType('dealer-sync-dms-config', DmsConfig as never, {
    credentials: {
      username: { type: 'text' },
      password: { type: 'password' },
      privateKey: { type: 'password' },
      passphrase: { type: 'password' },
    },
  });
};
