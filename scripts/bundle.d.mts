export function bundle(input: string, file: string, platform: 'node' | 'browser'): Promise<string[]>;
