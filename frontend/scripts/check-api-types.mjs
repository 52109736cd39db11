// Fails when src/api/types.gen.ts is not what openapi.json says.
import { readFileSync } from 'node:fs'
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript'

const here = new URL('../', import.meta.url)
const wanted = COMMENT_HEADER + astToString(await openapiTS(new URL('openapi.json', here)))
if (readFileSync(new URL('src/api/types.gen.ts', here), 'utf8') !== wanted) {
  console.error('src/api/types.gen.ts is older than openapi.json: run "npm run generate" in frontend/.')
  process.exit(1)
}
