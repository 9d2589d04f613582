import { OPERATIONS, type Operation } from './operations';
import { NAMESPACE } from './soap';

/** What `{service}.asmx?wsdl` answers: document/literal wrapped, every value a text. */
export function wsdl(service: string, address: string): string | undefined {
  const operations = OPERATIONS.filter((operation) => operation.service === service);
  if (operations.length === 0) return undefined;
  const each = (build: (operation: Operation) => string) => operations.map(build).join('');
  return `<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:tns="${NAMESPACE}" xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="${NAMESPACE}">
<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="${NAMESPACE}">${each(elements)}</s:schema></wsdl:types>
${each(
  ({ name }) =>
    `<wsdl:message name="${name}SoapIn"><wsdl:part name="parameters" element="tns:${name}"/></wsdl:message>` +
    `<wsdl:message name="${name}SoapOut"><wsdl:part name="parameters" element="tns:${name}Response"/></wsdl:message>`,
)}
<wsdl:portType name="${service}Soap">${each(
    ({ name }) =>
      `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}SoapIn"/><wsdl:output message="tns:${name}SoapOut"/></wsdl:operation>`,
  )}</wsdl:portType>
<wsdl:binding name="${service}Soap" type="tns:${service}Soap"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>${each(
    ({ name }) =>
      `<wsdl:operation name="${name}"><soap:operation soapAction="${NAMESPACE}${name}" style="document"/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>`,
  )}</wsdl:binding>
<wsdl:service name="${service}"><wsdl:port name="${service}Soap" binding="tns:${service}Soap"><soap:address location="${address}"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;
}

function elements({ name, wrapper, keys, fields, row }: Operation): string {
  const text = (field: string) => `<s:element minOccurs="0" maxOccurs="1" name="${field}" type="s:string"/>`;
  const complex = (element: string, content: string, occurs = '') =>
    `<s:element ${occurs}name="${element}"><s:complexType><s:sequence>${content}</s:sequence></s:complexType></s:element>`;
  const request = complex(wrapper, [keys.id, keys.keyCode, keys.companyId, ...fields].map(text).join(''));
  const anyColumns = '<s:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/>';
  const rows = complex(row, anyColumns, 'minOccurs="0" maxOccurs="unbounded" ');
  return complex(name, request) + complex(`${name}Response`, complex(`${name}Result`, rows));
}
