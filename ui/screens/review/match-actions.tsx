import { t } from '../../i18n';
import { Button } from '../../kit/button';

interface MatchActionsProps {
  /** Somebody has decided: undo it first. */
  decided: boolean;
  /** There is a candidate to accept. */
  acceptable: boolean;
  undoable: boolean;
  onBack(): void;
  onAccept(): void;
  onReject(): void;
  onReassign(): void;
  onUndo(): unknown;
}

/** What can be done with the match before the person, each with its key. */
export function MatchActions(props: MatchActionsProps) {
  const { decided, acceptable, undoable } = props;
  return (
    <div class="review-actions">
      <span class="review-back">
        <Button kind="quiet" onClick={props.onBack}>
          ‹ {t('review.back')}
        </Button>
      </span>
      <Button kind="primary" writes disabled={decided || !acceptable} onClick={props.onAccept} keyHint="a">
        {t('review.accept')}
      </Button>
      <Button writes disabled={decided} onClick={props.onReject} keyHint="r">
        {t('review.reject')}
      </Button>
      <Button writes disabled={decided} onClick={props.onReassign} keyHint="e">
        {t('review.reassign')}
      </Button>
      <Button kind="quiet" writes disabled={!undoable} onClick={props.onUndo} keyHint="u">
        {t('review.undoLast')}
      </Button>
    </div>
  );
}
