import auditTrail from './audit-trail.json';
import common from './common.json';
import conflicts from './conflicts.json';
import held from './held.json';
import monitoringBilling from './monitoring-billing.json';
import overview from './overview.json';
import parked from './parked.json';
import reasons from './reasons.json';
import records from './records.json';
import review from './review.json';
import runs from './runs.json';
import serviceRequests from './service-requests.json';
import shell from './shell.json';
import told from './told.json';
import words from './words.json';

/** A file a screen; the keys begin with the screen's name. */
export const en = {
  ...auditTrail,
  ...common,
  ...conflicts,
  ...held,
  ...monitoringBilling,
  ...overview,
  ...parked,
  ...reasons,
  ...records,
  ...review,
  ...runs,
  ...serviceRequests,
  ...shell,
  ...told,
  ...words,
};
