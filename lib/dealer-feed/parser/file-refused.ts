import { DealerSyncError } from '../../errors';

/** Why a whole file is put aside (F1): it would be read wrongly, so nothing of it is read. */
export type RefusalCode =
  | 'EMPTY_FILE'
  | 'HEADER_ONLY'
  | 'NUL_BYTES'
  | 'HTML_PAGE'
  | 'UNDECODABLE'
  | 'WRONG_HEADER'
  | 'SECOND_HEADER'
  | 'LINE_TOO_LONG'
  | 'CUT_SHORT'
  | 'NOT_VINS';

const SENTENCES: Record<RefusalCode, string> = {
  EMPTY_FILE: 'The file is empty. Ask the sender for a whole one; the last good file stays in force.',
  HEADER_ONLY:
    'The file has column names but no vehicles. If the dealer really has none left, close the service requests by hand.',
  NUL_BYTES:
    'The file holds NUL bytes, as UTF-16 text, a ZIP file or a broken transfer does. If it is UTF-16, choose that character set in the profile.',
  HTML_PAGE:
    'The file is a web page and no list of vehicles: the server answered with an error or a sign-in page. Check the address and the password of the source.',
  UNDECODABLE:
    'The text of the file cannot be read in the character set of the profile. Choose another one, or ask the sender to send UTF-8.',
  WRONG_HEADER: 'The columns of the file are not those of the profile.',
  SECOND_HEADER:
    'A second line with column names, and other ones, stands in the middle of the file, so two files were put together. Ask the sender for one file.',
  LINE_TOO_LONG: 'A line of the file does not end within 1 MB. It is no list of vehicles, or its line ends were lost.',
  CUT_SHORT:
    'The file does not end as a whole one of this feed does, so it was cut off on its way. The next one is awaited.',
  NOT_VINS: 'Most rows have something in the VIN column that is no VIN. Check the delimiter and the columns.',
};

/** A whole file is put aside. The sentence says what to do, and `detail` what was found. */
export class FileRefused extends DealerSyncError {
  declare readonly code: RefusalCode;

  constructor(code: RefusalCode, detail = '') {
    super(code, SENTENCES[code] + (detail ? ` ${detail}` : ''));
    this.name = 'FileRefused';
  }
}
