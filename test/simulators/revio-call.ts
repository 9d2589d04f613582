import { REVIO_CREDENTIALS, type RevioSimulator } from '../../simulators/revio';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // The shape is what the test asserts.
  json: Record<string, unknown>;
}

export const AUTHORIZATION = basic(
  `${REVIO_CREDENTIALS.username}@${REVIO_CREDENTIALS.clientCode}:${REVIO_CREDENTIALS.password}`,
);

export function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

const MEDIA: Record<string, string> = { PATCH: 'application/json-patch+json' };

/** One well-behaved call: right login, right content type. `headers` replace what they name. */
export async function call(
  simulator: RevioSimulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    headers: {
      authorization: AUTHORIZATION,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': MEDIA[method] ?? 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

export function ids(answer: Answer, field = 'customer_id'): number[] {
  return (answer.json.records as Record<string, number>[]).map((record) => record[field] ?? Number.NaN);
}

/** A customer as the contract lets one be created. */
export function newCustomer(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    account_number: 'N-1',
    email: '',
    source: 'dealer-sync',
    profile: { class: 'BUSINESS' },
    finance: { bill_profile_id: 1, billing_method: 'NONE' },
    service_address: {
      company_name: 'New Shop',
      line_1: '1 New St',
      city: 'Testville',
      state_or_province: 'NY',
      postal_code: '00001',
    },
    ...changes,
  };
}
