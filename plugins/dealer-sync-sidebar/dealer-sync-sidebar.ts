import type { NodeAPI } from 'node-red';
import { announce } from '../../nodes/runtime/announcements';

/** Once a process: the editors that are open hear of changes for as long as Node-RED runs. */
export = (RED: NodeAPI) => {
  RED.plugins.registerPlugin('dealer-sync-sidebar', {
    type: 'dealer-sync-sidebar',
    onadd: () => {
      // Retained, so that an editor that lost its connection, or Node-RED, looks again when it is back.
      announce((topic, data) => RED.comms.publish(topic, data, topic === 'dealer-sync/changed'));
    },
  });
};
