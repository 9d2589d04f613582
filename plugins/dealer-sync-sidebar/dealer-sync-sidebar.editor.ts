import type { Translate } from '../../nodes/editor/ask-runtime';
import type { Progress } from './editor/answers';
import { Panel } from './editor/panel';

const ID = 'dealer-sync-sidebar';

/** What Node-RED makes of the definition below. */
interface Registered {
  _: Translate;
}

RED.plugins.registerPlugin(ID, {
  onadd(this: Registered) {
    const translate: Translate = (key, values) => this._(key, values);
    const panel = new Panel(translate);
    const [content] = panel.element;
    if (!content) return;
    RED.actions.add('dealer-sync:show-sidebar', () => RED.sidebar.show(ID));
    RED.sidebar.addTab({
      id: ID,
      label: translate('tab'),
      name: translate('title'),
      content,
      enableOnEdit: false,
      iconClass: 'dealer-sync-icon',
      action: 'dealer-sync:show-sidebar',
    });

    // Another tab, a closed sidebar, a folded section: all of them only take the panel out of view.
    new IntersectionObserver((entries) => panel.inView(entries.some((entry) => entry.isIntersecting))).observe(content);
    RED.comms.subscribe('dealer-sync/changed', () => panel.changed());
    RED.comms.subscribe('dealer-sync/progress', (_topic, progress) => panel.progress(progress as Progress));
    RED.events.on('deploy', () => panel.changed());
  },
});
