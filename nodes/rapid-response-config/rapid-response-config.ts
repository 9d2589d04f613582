import type { NodeAPI, NodeDef } from 'node-red';
import { createRapidResponseClient, type RapidResponseClient } from '../../lib/rapid-response/client';
import { closeAfterRuns } from '../runtime/engines';
import type { MonitoringConfigNode } from '../runtime/remote-config';
import { type RapidResponseFields, readRapidResponseSettings } from '../runtime/remote-settings';
import { fieldOrEnv } from '../runtime/settings';
import { VARIABLES } from '../runtime/variables';

export = (RED: NodeAPI) => {
  function RapidResponseConfig(
    this: MonitoringConfigNode & { credentials?: Partial<RapidResponseFields> },
    config: NodeDef & RapidResponseFields,
  ) {
    RED.nodes.createNode(this, config);
    this.fields = config;
    let client: RapidResponseClient | undefined;
    const connected = () => {
      client ??= createRapidResponseClient(readRapidResponseSettings(RED, this, { ...config, ...this.credentials }));
      return client;
    };
    this.monitoring = connected;
    this.billProfile = fieldOrEnv(RED, this, config.billProfile, VARIABLES['rapid-response-config'].billProfile);
    this.checkCreates = () => connected().checkCreates();
    closeAfterRuns(this, () => client?.destroy());
  }
  RED.nodes.registerType('dealer-sync-rapid-response-config', RapidResponseConfig as never, {
    credentials: { username: { type: 'text' }, password: { type: 'password' } },
  });
};
