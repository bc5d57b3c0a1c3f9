export function bundle(input: string, file: string, platform: 'node' | 'browser'): Promise<string[]>;
export function bundleCommand(folder: string): Promise<readonly string[]>;
