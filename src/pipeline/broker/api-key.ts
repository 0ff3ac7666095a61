/** The name of an API answer: whose need it was, and the need's own name. */
export const apiKey = (owner: string, name: string): string => JSON.stringify([owner, name]);
