import type { SetupView } from '../../../lib/setup/setup-view';
import type { Translate } from '../../../nodes/editor/ask-runtime';
import { Notice } from '../../../nodes/editor/notice';
import type { Integration, Progress } from './answers';
import { Refused, read, write } from './api';
import { IntegrationCard } from './integration-card';
import { overviewLink, pageLink } from './page-links';

/** The sidebar's content. It asks the runtime when it is seen and something changed, and never by the clock. */
export class Panel {
  readonly element = $('<div class="dealer-sync-panel" role="region">');
  private readonly list = $('<ul class="dealer-sync-cards">');
  private readonly empty = $('<div class="dealer-sync-empty">').hide();
  private readonly notice: Notice;
  private readonly cards = new Map<string, IntegrationCard>();
  private readonly mayRead = RED.user.hasPermission('dealer-sync.read');
  private readonly mayRun = RED.user.hasPermission('dealer-sync.write');
  private seen = false;
  private stale = true;
  private asking = false;
  /** The notice says why the list is not up to date; else it says what became of a button. */
  private failing = false;

  constructor(private readonly translate: Translate) {
    this.element.attr('aria-label', translate('title'));
    const head = $('<div class="dealer-sync-head">').appendTo(this.element);
    const open = pageLink(overviewLink).addClass('dealer-sync-button').appendTo(head);
    open.append('<i class="fa fa-external-link" aria-hidden="true"></i>', $('<span>').text(translate('panel.open')));
    this.notice = new Notice(head);
    this.element.append(this.empty, this.list);
    this.empty.append($('<p>').text(translate('panel.empty')), this.importButton());
    if (!this.mayRead) this.notice.show('bad', translate('panel.mayNotRead'));
  }

  /** The panel came into view, or went out of it. */
  inView(seen: boolean): void {
    this.seen = seen;
    void this.refresh();
  }

  /** Something changed in the runtime, or in the flow. */
  changed(): void {
    this.stale = true;
    void this.refresh();
  }

  progress(progress: Progress): void {
    if (this.seen) this.cards.get(progress.integration)?.showProgress(progress);
  }

  private async refresh(): Promise<void> {
    if (!this.seen || !this.stale || this.asking || !this.mayRead) return;
    this.asking = true;
    this.stale = false;
    try {
      const setups = await read<SetupView[]>('setup', this.translate);
      // With no flow of ours there is no store either, and nothing more to ask for.
      const integrations = setups.length ? await read<Integration[]>('integrations', this.translate) : [];
      this.show(integrations, setups);
      if (this.failing) this.notice.clear();
      this.failing = false;
    } catch (error) {
      this.failing = true;
      this.notice.show('bad', sentence(error));
    } finally {
      this.asking = false;
    }
    void this.refresh();
  }

  private show(integrations: readonly Integration[], setups: readonly SetupView[]): void {
    this.empty.toggle(integrations.length === 0);
    const ids = new Set(integrations.map(({ id }) => id));
    for (const [id, card] of this.cards) {
      if (ids.has(id)) continue;
      card.element.remove();
      this.cards.delete(id);
    }
    for (const integration of integrations) {
      const { id } = integration;
      const card = this.cards.get(id) ?? this.newCard(id);
      card.show(integration, setups.find((setup) => setup.integration === id)?.missing ?? []);
    }
  }

  private newCard(id: string): IntegrationCard {
    const { mayRun } = this;
    const card = new IntegrationCard(id, this.translate, { mayRun, run: (...asked) => this.run(...asked) });
    this.cards.set(id, card);
    this.list.append(card.element);
    return card;
  }

  private async run(integration: string, preview: boolean): Promise<void> {
    try {
      await write(`integrations/${encodeURIComponent(integration)}/run`, { preview }, this.translate);
      this.notice.show('good', this.translate(preview ? 'panel.previewAsked' : 'panel.runAsked'));
    } catch (error) {
      this.notice.show('bad', sentence(error));
    }
  }

  private importButton(): JQuery {
    return $('<button type="button" class="dealer-sync-button">')
      .append('<i class="fa fa-download" aria-hidden="true"></i>')
      .append($('<span>').text(this.translate('panel.import')))
      .on('click', () => RED.actions.invoke('core:show-examples-import-dialog'));
  }
}

function sentence(error: unknown): string {
  if (error instanceof Refused) return error.message;
  throw error;
}
