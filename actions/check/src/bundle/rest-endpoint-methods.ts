/**
 * Takes the place of `@octokit/plugin-rest-endpoint-methods` in the bundle (see `tsup.config.ts`): a
 * table of a thousand names for requests, of which the action writes out the four that it makes.
 */
export function restEndpointMethods(): object {
  return {};
}
