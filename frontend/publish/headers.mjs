// What a host makes of a `_headers` file, read with Netlify's own parser. For tests.

import { parseAllHeaders } from "@netlify/headers-parser";

/** A function from an address (`/path`) to the headers that the rules in `file` give it. */
export async function headersOf(file) {
  const { headers, errors } = await parseAllHeaders({ headersFiles: [file], minimal: false });
  if (errors.length > 0) throw errors[0];
  const rules = headers.map(({ forRegExp, values }) => [new RegExp(forRegExp), values]);
  return (address) => Object.assign({}, ...rules.filter(([fits]) => fits.test(address)).map(([, values]) => values));
}
