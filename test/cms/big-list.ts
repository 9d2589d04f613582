/** Columns of a site that we do not read; they make the row as long as CMS's are. */
const FILLER = Array.from(
  { length: 50 },
  (_, i) => `<unused_column_${i}>some text, ${i}          </unused_column_${i}>`,
).join('');

/** The list reply of a large dealer, in pieces: 3 KB a row. Two systems at each tenth site. */
export function* bigListReply(rows: number): Generator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><GetSiteSystemListResponse xmlns="http://tempuri.org/"><GetSiteSystemListResult>';
  for (let i = 0; i < rows; i += 1) {
    const site = 100_000_000 + (i % 10 === 9 ? i - 1 : i);
    yield `<SiteDetail><site_no>${site}</site_no><system_no>${200_000_000 + i}</system_no><cs_no>S${String(i).padStart(7, '0')}  </cs_no><site_name>Müller &amp; Söhne Dental Practice ${i}              </site_name><site_addr1>${i} Test Street of the Long Name        </site_addr1><city_name>Testville-upon-Hudson         </city_name><state_id>NY</state_id><zip_code>00001</zip_code><phone1>5550100001</phone1><sitetype_id>CBFM</sitetype_id><sitestat_id>A</sitestat_id><codeword1>PLANTED-CODEWORD</codeword1>${FILLER}</SiteDetail>`;
  }
  yield '</GetSiteSystemListResult></GetSiteSystemListResponse></soap:Body></soap:Envelope>';
}
