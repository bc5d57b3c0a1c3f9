import type { App } from 'aws-cdk-lib';

export type Make = (app: App, faulty: boolean) => void;

export const fargate: Make;
export const dynamicPorts: Make;
export const twoStacks: Make;
export const weakReferences: Make;
export const stages: Make;
export const nestedStack: Make;
export const blueGreen: Make;

/** Synthesises an app into a folder. */
export function synthesise(make: Make, outdir: string, faulty: boolean): void;
