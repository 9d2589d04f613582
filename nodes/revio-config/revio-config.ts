import type { NodeAPI, NodeDef } from 'node-red';
import { createRevioClient, type RevioClient } from '../../lib/revio/revio-client';
import { closeAfterRuns } from '../runtime/engines';
import type { RevioConfigNode } from '../runtime/remote-config';
import { type RevioFields, readRevioSettings } from '../runtime/remote-settings';
import { fieldOrEnv } from '../runtime/settings';
import { VARIABLES } from '../runtime/variables';

export = (RED: NodeAPI) => {
  function RevioConfig(this: RevioConfigNode & { credentials?: Partial<RevioFields> }, config: NodeDef & RevioFields) {
    RED.nodes.createNode(this, config);
    this.fields = config;
    let client: RevioClient | undefined;
    this.billProfile = fieldOrEnv(RED, this, config.billProfile, VARIABLES['revio-config'].billProfile);
    this.client = () => {
      client ??= createRevioClient(readRevioSettings(RED, this, { ...config, ...this.credentials }));
      return client;
    };
    closeAfterRuns(this, () => client?.destroy());
  }
  RED.nodes.registerType('dealer-sync-revio-config', RevioConfig as never, {
    credentials: { username: { type: 'text' }, password: { type: 'password' }, subscriptionKey: { type: 'password' } },
  });
};
