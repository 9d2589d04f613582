import type { CmsProfile, OperationProfile } from './profile';

/**
 * The WSDL of one service, built from the profile. We ship our own because whether CMS publishes one is an assumption,
 * and so a start never waits for it. SOAP 1.1, document/literal wrapped, every value a string.
 *
 * @param service `site`, `contacts`, `zones`, `interfacemas`
 * @param address where the service answers
 */
export function buildWsdl(profile: CmsProfile, service: string, address: string): string {
  const operations = Object.values(profile.operations).filter((operation) => operation.service === service);
  const port = `${service}Soap`;
  const each = (build: (operation: OperationProfile) => string) => operations.map(build).join('\n');
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions name="${escapeXml(service)}" targetNamespace="${escapeXml(profile.namespace)}"
    xmlns:tns="${escapeXml(profile.namespace)}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:s="http://www.w3.org/2001/XMLSchema">
  <wsdl:types>
    <s:schema elementFormDefault="qualified" targetNamespace="${escapeXml(profile.namespace)}">
${each((operation) => requestElement(operation) + replyElement(operation, profile))}
    </s:schema>
  </wsdl:types>
${each(
  ({
    name,
  }) => `  <wsdl:message name="${name}SoapIn"><wsdl:part name="parameters" element="tns:${name}"/></wsdl:message>
  <wsdl:message name="${name}SoapOut"><wsdl:part name="parameters" element="tns:${name}Response"/></wsdl:message>`,
)}
  <wsdl:portType name="${port}">
${each(
  ({ name }) => `    <wsdl:operation name="${name}">
      <wsdl:input message="tns:${name}SoapIn"/><wsdl:output message="tns:${name}SoapOut"/>
    </wsdl:operation>`,
)}
  </wsdl:portType>
  <wsdl:binding name="${port}" type="tns:${port}">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
${each(
  ({ name }) => `    <wsdl:operation name="${name}">
      <soap:operation soapAction="${escapeXml(profile.namespace)}${name}" style="document"/>
      <wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output>
    </wsdl:operation>`,
)}
  </wsdl:binding>
  <wsdl:service name="${service}">
    <wsdl:port name="${port}" binding="tns:${port}"><soap:address location="${escapeXml(address)}"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
}

/** The services that the profile's operations live in. */
export function servicesOf(profile: CmsProfile): string[] {
  return [...new Set(Object.values(profile.operations).map((operation) => operation.service))];
}

function requestElement(operation: OperationProfile): string {
  const keys = Object.values(operation.keys).map((name) => text(name));
  const fields = Object.values(operation.request).map((name) => text(name));
  return element(operation.name, nested(operation.wrapper, 1, [...keys, ...fields]));
}

function replyElement(operation: OperationProfile, profile: CmsProfile): string {
  const columns = new Set([
    ...(operation.writes ? Object.values(profile.result) : []),
    ...Object.values(operation.columns),
  ]);
  const row = nested(
    operation.row,
    'unbounded',
    [...columns].map((name) => text(name)),
  );
  return element(`${operation.name}Response`, nested(`${operation.name}Result`, 1, [row]));
}

function element(name: string, content: string): string {
  return `      <s:element name="${name}"><s:complexType><s:sequence>${content}</s:sequence></s:complexType></s:element>\n`;
}

function nested(name: string, most: 1 | 'unbounded', content: string[]): string {
  return `<s:element name="${name}" minOccurs="0" maxOccurs="${most}"><s:complexType><s:sequence>
        ${content.join('\n        ')}
      </s:sequence></s:complexType></s:element>`;
}

function text(name: string): string {
  return `<s:element name="${name}" type="s:string" minOccurs="0"/>`;
}

function escapeXml(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
