import type { MissingField } from '../../../lib/setup/setup-view';
import type { Translate } from '../../../nodes/editor/ask-runtime';
import { COUNTS, type CountName, type Integration, type Progress } from './answers';
import { instant } from './instants';
import { countLink, pageLink, runLink } from './page-links';
import { SetupList } from './setup-list';

export interface CardActions {
  run(integration: string, preview: boolean): Promise<void>;
  /** The user may write: start runs. */
  mayRun: boolean;
}

/** What the flow in the editor says of an integration; the runtime need not be asked for it. */
interface StartNode {
  id: string;
  integration?: string;
  needsCustomers?: boolean;
}

/** One integration: what state it is in, what waits for a person, and what can be done. Updated in place. */
export class IntegrationCard {
  readonly element: JQuery = $('<li class="dealer-sync-card">');
  private readonly title = $('<button type="button" class="dealer-sync-link dealer-sync-name">');
  private readonly state = $('<p class="dealer-sync-state" role="status">');
  private readonly times = $('<p class="dealer-sync-times">');
  private readonly counts = $('<ul class="dealer-sync-counts">');
  private readonly countLinks = new Map<CountName, JQuery<HTMLAnchorElement>>();
  private readonly lastRun = pageLink('');
  private readonly nextRun = $('<span>');
  private readonly progress = $('<div class="dealer-sync-progress">').hide();
  private readonly bar = $<HTMLProgressElement>('<progress>');
  private readonly barText = $('<span>');
  private readonly setup: SetupList;
  private readonly buttons = $('<div class="dealer-sync-buttons">');
  private readonly byCustomer = $('<p class="dealer-sync-times">').hide();
  private running = false;

  constructor(
    private readonly id: string,
    private readonly translate: Translate,
    private readonly actions: CardActions,
  ) {
    this.setup = new SetupList(translate);
    this.title.attr('title', translate('card.show')).on('click', () => this.reveal());
    this.times.append(this.lastRun, this.nextRun);
    this.progress.append(this.bar, this.barText);
    for (const name of COUNTS) {
      const link = pageLink(countLink(name)).addClass('dealer-sync-count');
      this.countLinks.set(name, link);
      this.counts.append($('<li>').append(link));
    }
    this.buttons.append(this.runButton(false), this.runButton(true));
    this.byCustomer.text(translate('card.byCustomer'));
    this.element.append(
      $('<h3>').append(this.title),
      this.state,
      this.progress,
      this.times,
      this.setup.element,
      this.counts,
      this.buttons,
      this.byCustomer,
    );
  }

  show(integration: Integration, missing: readonly MissingField[]): void {
    const { translate } = this;
    const { name, state, productionMode, lastRun, nextRun, counts } = integration;
    this.title.text(name);
    this.bar.attr('aria-label', translate('card.progress', { name }));
    const words = [translate(`state.${state}`), ...(productionMode ? [] : [translate('card.previewOnly')])];
    this.state.attr('data-state', lastRun?.state === 'failed' && state === 'idle' ? 'failed' : state);
    setText(this.state, words.join(', '));

    this.running = state === 'running';
    if (!this.running) this.progress.hide();
    this.lastRun.toggle(Boolean(lastRun?.endedAt));
    if (lastRun?.endedAt) {
      const said = translate(`outcome.${lastRun.state}`);
      this.lastRun
        .attr('href', runLink(lastRun.id))
        .text(translate('card.last', { when: instant(lastRun.endedAt), said }));
    }
    this.nextRun.text(nextRun ? translate('card.next', { when: instant(nextRun) }) : '');

    for (const [count, link] of this.countLinks) {
      link.text(translate(`count.${count}`, { n: counts[count] })).toggleClass('dealer-sync-none', counts[count] === 0);
    }
    this.setup.show(missing);
    const byCustomer = this.startNode()?.needsCustomers === true;
    this.buttons.toggle(!byCustomer);
    this.byCustomer.toggle(byCustomer);
  }

  showProgress({ phase, done, of, secondsLeft }: Progress): void {
    if (!this.running) return;
    // Before the first outcome there is nothing to measure by: the bar then only moves.
    if (done > 0) this.bar.attr({ max: of, value: done });
    else this.bar.removeAttr('value');
    const words = [this.translate('card.done', { phase: this.phaseName(phase), done, of })];
    if (secondsLeft !== undefined) words.push(this.timeLeft(secondsLeft));
    this.barText.text(words.join(', '));
    this.progress.show();
  }

  private timeLeft(seconds: number): string {
    return seconds < 90
      ? this.translate('card.secondsLeft', { n: seconds })
      : this.translate('card.minutesLeft', { n: Math.round(seconds / 60) });
  }

  private phaseName(phase: string): string {
    const key = `phase.${phase}`;
    const text = this.translate(key);
    return text === key ? phase : text;
  }

  private runButton(preview: boolean): JQuery {
    const { translate, actions } = this;
    const key = preview ? 'card.preview' : 'card.run';
    let asked = false;
    return $('<button type="button" class="dealer-sync-button">')
      .append($('<i aria-hidden="true">').addClass(preview ? 'fa fa-eye' : 'fa fa-play'))
      .append($('<span>').text(translate(key)))
      .prop('disabled', !actions.mayRun)
      .attr('title', translate(actions.mayRun ? `${key}Title` : 'card.mayNotRun'))
      .on('click', async () => {
        // Not `disabled`, which would take the focus away from whoever pressed it by keyboard.
        if (asked) return;
        asked = true;
        await actions.run(this.id, preview);
        asked = false;
      });
  }

  private startNode(): StartNode | undefined {
    const starts = RED.nodes.filterNodes({ type: 'dealer-sync-sync-start' } as never) as unknown as StartNode[];
    return starts.find(({ integration }) => integration === this.id);
  }

  private reveal(): void {
    const start = this.startNode();
    if (start) RED.view.reveal(start.id, true);
  }
}

/** A screen reader reads a status that is set anew, also when it says the same. */
function setText(element: JQuery, text: string): void {
  if (element.text() !== text) element.text(text);
}
