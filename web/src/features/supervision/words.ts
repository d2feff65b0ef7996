export const supervisionWords = {} as const;
