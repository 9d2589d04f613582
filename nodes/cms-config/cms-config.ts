import type { NodeAPI, NodeDef } from 'node-red';
import { type CmsClient, createCmsClient } from '../../lib/cms/client';
import { DealerSyncError } from '../../lib/errors';
import { closeAfterRuns } from '../runtime/engines';
import type { MonitoringConfigNode } from '../runtime/remote-config';
import { type CmsFields, readCmsSettings } from '../runtime/remote-settings';

export = (RED: NodeAPI) => {
  function CmsConfig(this: MonitoringConfigNode & { credentials?: Partial<CmsFields> }, config: NodeDef & CmsFields) {
    RED.nodes.createNode(this, config);
    this.fields = config;
    let client: CmsClient | undefined;
    const settings = () => readCmsSettings(RED, this, { ...config, ...this.credentials });
    this.monitoring = () => {
      client ??= createCmsClient(settings());
      return client;
    };
    this.checkCreates = async () => {
      if (settings().defaultAuthId) return;
      throw new DealerSyncError(
        'MISSING_AUTH_ID',
        'CMS wants an authorization level on every contact: enter the Default Contact Auth ID in the CMS settings, or set CMS_DEFAULT_AUTH_ID. Your CMS representative knows the value.',
        { cause: { system: 'CMS', operation: 'create contact', field: 'defaultAuthId' } },
      );
    };
    closeAfterRuns(this, () => client?.destroy());
  }
  RED.nodes.registerType('dealer-sync-cms-config', CmsConfig as never, {
    credentials: { accessKeyId: { type: 'text' }, keyCode: { type: 'password' } },
  });
};
