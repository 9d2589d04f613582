import { DealerSyncError } from './errors';

/**
 * Loads a package that only some users need, and only when it is needed.
 *
 * @param load must hold a literal `require`, so that bundlers and readers see what is loaded
 * @throws DealerSyncError `MISSING_PACKAGE` with the command that installs it
 */
export function optionalPackage<T>(name: string, what: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
    if (!missing || !error.message.includes(`'${name}'`)) throw error;
    throw new DealerSyncError(
      'MISSING_PACKAGE',
      `${what} needs the package ${name}, which is not installed. Run "npm install ${name}" in Node-RED's user directory, then restart Node-RED.`,
      { cause: { message: error.message } },
    );
  }
}
