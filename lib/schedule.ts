import { CronosExpression } from '#cronosjs';
import { DealerSyncError } from './errors';

/**
 * The next instant of a cron expression, in the machine's time zone.
 *
 * @param cron five fields, or six with seconds first: `0 * * * *` is each full hour
 * @param after instant (ms); the result is later than this
 * @returns instant (ms), or undefined when the expression never comes round again
 * @throws DealerSyncError `BAD_SCHEDULE` when it is no cron expression
 */
export function nextRun(cron: string, after: number): number | undefined {
  return parse(cron).nextDate(new Date(after))?.getTime();
}

function parse(cron: string): CronosExpression {
  try {
    return CronosExpression.parse(cron.trim());
  } catch (error) {
    throw new DealerSyncError(
      'BAD_SCHEDULE',
      `"${cron}" is not a schedule. Write a cron expression of five fields, such as "0 * * * *" for each full hour.`,
      { cause: { operation: 'read schedule', message: error instanceof Error ? error.message : String(error) } },
    );
  }
}
